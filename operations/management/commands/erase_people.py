"""Erases the personal data of people who left 30 days ago, at once."""

from django.core.management.base import BaseCommand

from cms.models import Person
from operations.erasing import erase_person


class Command(BaseCommand):
    help = "Erases the data of people whose last day is 30 days ago or more; safe to run again."

    def handle(self, **options):
        for person in Person.objects.to_erase():
            key, leftovers = person.pk, erase_person(person)
            self.stdout.write(f"Person {key}: erased.")
            for where, keys in leftovers.items():
                self.stdout.write(f"Still there, {where}: {keys}. An editor decides.")
