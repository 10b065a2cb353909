"""Makes SQLite's files unreadable for other accounts of the machine."""

from pathlib import Path

from django.db.backends.signals import connection_created

from cms.files import make_private

SUFFIXES = ["", "-wal", "-shm", "-journal"]


def keep_private(sender, connection, **kwargs):
    """Runs for each new connection: SQLite creates its files readable by all, and they hold personal data."""
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        for suffix in SUFFIXES:
            make_private(Path(f"{connection.settings_dict['NAME']}{suffix}"))


def connect():
    connection_created.connect(keep_private)
