"""`manage.py restore FILE`: brings back what `manage.py backup` wrote, on either engine."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.locks import only_one
from operations.archive import BackupError, open_archive
from operations.restoring import restore

WITHOUT_ERASURES = (
    "Nobody was erased again. Who asked to be erased since {taken_at} is back: erase them by hand."
)


class Command(BaseCommand):
    help = (
        "Brings the database and the files of a backup into this site, after checking all of it; erases again who was"
        " erased since. Stop the site first."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="what `manage.py backup` wrote")
        parser.add_argument(
            "--overwrite", action="store_true", help="also on a site with content, all of which it replaces"
        )
        erasures = parser.add_mutually_exclusive_group()
        erasures.add_argument(
            "--erasures",
            type=Path,
            action="append",
            metavar="FILE",
            help="a log of erasures to read in place of ERASURE_LOG; may be given more than once",
        )
        erasures.add_argument(
            "--without-erasures", action="store_true", help="go on without the log of erasures"
        )

    def handle(self, *, file, overwrite, erasures, without_erasures, **options):
        logs = [] if without_erasures else erasures or [settings.ERASURE_LOG]
        try:
            with only_one("tick") as is_ours, open_archive(file) as archive:
                if not is_ours:
                    raise CommandError("`manage.py tick` is running: stop its timer, and try again.")
                restore(archive, overwrite, logs, self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        if without_erasures:
            self.stderr.write(self.style.ERROR(WITHOUT_ERASURES.format(**archive.manifest)))
        self.stdout.write("Restored.")
