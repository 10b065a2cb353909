"""`manage.py move_database URL`: from SQLite to PostgreSQL, or back."""

from django.core.management.base import BaseCommand, CommandError

from cms.env import CannotStart
from operations.archive import BackupError
from operations.moving import move


class Command(BaseCommand):
    help = (
        "Copies all content to the empty database of the URL, on SQLite or PostgreSQL, and proves it by counts and"
        " checksums. Meanwhile and afterwards the site is read-only, so that nothing stays behind. Files stay where"
        " they are."
    )

    def add_arguments(self, parser):
        parser.add_argument("url", help="postgres://user:password@host:5432/name or sqlite:////path/to/file")

    def handle(self, *, url, **options):
        try:
            checksums = move(url, self.stdout.write)
        except (BackupError, CannotStart) as error:
            raise CommandError(str(error)) from error
        rows = sum(checksum["rows"] for checksum in checksums.values())
        self.stdout.write(
            f"Moved {rows:,} rows of {len(checksums)} tables. Now set DATABASE_URL in .env to that address, and"
            " restart the site. The database from before is read-only now: keep it until you trust the new one. To go"
            " on with it instead, run `manage.py read_only off`."
        )
