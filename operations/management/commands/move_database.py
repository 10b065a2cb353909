"""`manage.py move_database URL`: from SQLite to PostgreSQL, or back."""

from django.core.management.base import BaseCommand, CommandError

from cms.env import CannotStart
from cms.locks import only_one
from operations.archive import BackupError
from operations.moving import move


class Command(BaseCommand):
    help = (
        "Copies all content to the empty database of the URL, on SQLite or PostgreSQL, and proves it by counts and"
        " checksums. Stop the site first: what is written meanwhile stays behind. Files stay where they are."
    )

    def add_arguments(self, parser):
        parser.add_argument("url", help="postgres://user:password@host:5432/name or sqlite:////path/to/file")

    def handle(self, *, url, **options):
        try:
            with only_one("tick") as is_ours:
                if not is_ours:
                    raise CommandError("`manage.py tick` is running: stop its timer, and try again.")
                checksums = move(url, self.stdout.write)
        except (BackupError, CannotStart) as error:
            raise CommandError(str(error)) from error
        rows = sum(checksum["rows"] for checksum in checksums.values())
        self.stdout.write(
            f"Moved {rows:,} rows of {len(checksums)} tables. Now set DATABASE_URL in .env to that address, and start"
            " the site. The database from before is untouched: keep it until you trust the new one."
        )
