"""`manage.py backup FILE`: the database and the uploaded files in one archive, while the site runs."""

import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from audit.models import Action
from audit.recording import record
from cms.locks import only_one
from operations.archive import BackupError, write_archive


def stop(_signal, _frame):
    """Ends as an exception does, so that the unfinished file is removed."""
    sys.exit(1)


class Command(BaseCommand):
    help = (
        "Writes database and uploaded files to one archive, which `manage.py restore` reads on either engine."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "file", type=Path, help="where to write it; an older file of that name is replaced"
        )

    def handle(self, *, file, **options):
        signal.signal(signal.SIGTERM, stop)
        started = time.monotonic()
        try:
            with only_one("backup") as is_ours:
                if not is_ours:
                    raise CommandError("Another backup is being made.")
                # Before the rows are read, so that the backup holds this too; also of a database whose disk is full.
                with suppress(DatabaseError):
                    record(Action.BACKED_UP)
                manifest = write_archive(file.absolute())
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(
            f"{file}: {rows:,} rows of {len(manifest['tables'])} tables and {len(manifest['files']):,} files,"
            f" {file.stat().st_size / 1e6:,.0f} MB, in {time.monotonic() - started:.1f} s."
        )
