"""Lets somebody who lost phone, key and recovery codes sign in with the password alone."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from accounts.second_factor import remove_second_factor


class Command(BaseCommand):
    help = "Removes the second factor of the account with this e-mail address, ends its sessions, and mails its owner."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        user = get_user_model().objects.filter(email__iexact=email).first()
        if not user:
            raise CommandError("There is no account with this e-mail address.")
        if not remove_second_factor(user):
            raise CommandError("This account has no second factor.")
        self.stdout.write("Removed. A new one can be chosen after signing in.")
