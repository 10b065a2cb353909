"""`manage.py read_only on`: everything is read and nothing is written, for the minutes of an upgrade or a move."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.models.read_only import ReadOnlyMode
from operations.writing import BusyError, stop_writing


class Command(BaseCommand):
    help = (
        "Makes the site read-only on every server at once: reading goes on, editors read why, nothing typed is lost."
        " When `on` returns, nothing is written any more, scheduled work included."
    )

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["announce", "on", "off", "status"])
        parser.add_argument(
            "--minutes", type=int, default=15, help="from now until it begins, for `announce`; 15 by default"
        )

    def handle(self, *, action, minutes, **options):
        getattr(self, action)(minutes)
        self.stdout.write(sentence_of(ReadOnlyMode.current()))

    def announce(self, minutes):
        if ReadOnlyMode.current().is_on:
            raise CommandError("The site is read-only already.")
        ReadOnlyMode.announce(timezone.now() + timedelta(minutes=minutes))

    def on(self, minutes):
        try:
            stop_writing()
        except BusyError as error:
            raise CommandError(str(error)) from error

    def off(self, minutes):
        ReadOnlyMode.switch_off()

    def status(self, minutes):
        """Only says how it is."""


def sentence_of(mode) -> str:
    if mode.is_on:
        since = timezone.localtime(mode.since)
        return f"The site is read-only since {since:%H:%M:%S}. End it with `manage.py read_only off`."
    if mode.announced_for:
        return (
            f"Editors read that the site is read-only from {timezone.localtime(mode.announced_for):%H:%M} on."
        )
    return "Everything can be written."
