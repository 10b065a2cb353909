"""Examines an installation, and says in plain sentences what to mend."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from operations.backup_diagnoses import OF_BACKUPS
from operations.diagnoses import DIAGNOSES
from operations.service_diagnoses import FIRST, OF_DATABASE, OF_SERVICES


class Command(BaseCommand):
    help = "Examines this installation and says what to mend; ends with 1 if something is wrong. Changes nothing."
    # What they look at may be what is wrong.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=["en", "nl"], default="en")

    def handle(self, *, language, **options):
        with override(language):
            sentences = findings()
            for sentence in sentences:
                self.stdout.write(f"- {sentence}")
            if sentences:
                count = len(sentences)
                raise CommandError(
                    ngettext("%(count)s thing to mend.", "%(count)s things to mend.", count)
                    % {"count": count}
                )
            self.stdout.write(_("All is well."))


def findings() -> list[str]:
    """The sentences of what is wrong."""
    first = examine(FIRST)
    of_database = [] if first else OF_DATABASE
    return first + [
        sentence
        for each in [*DIAGNOSES, *OF_BACKUPS, *OF_SERVICES, *of_database]
        for sentence in examine(each)
    ]


def examine(diagnosis) -> list[str]:
    """A diagnosis that fails is a finding too: of the error only the kind, which holds no password."""
    try:
        sentence = diagnosis()
    except Exception as error:
        sentence = _("%(what)s could not be examined: %(error)s.") % {
            "what": diagnosis.__name__,
            "error": type(error).__name__,
        }
    return [sentence] if sentence else []
