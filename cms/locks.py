"""Locks for work that only one process may do at a time, on all machines that share the database."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from django.db import connection

# Seconds of silence after which PostgreSQL ends the session of a holder that was stopped or is cut off, with its lock.
ABANDONED_AFTER = 300
SILENCES = ("idle_session_timeout", "idle_in_transaction_session_timeout")


@contextmanager
def only_one(name) -> Iterator[bool]:
    """Yields True to the one process that gets the lock of this name, False to others; never waits.

    An advisory lock on PostgreSQL, a file lock beside an SQLite database. A killed process releases either;
    a stopped one the first, after a while.
    """
    lock = advisory_lock if connection.vendor == "postgresql" else file_lock
    with lock(name) as is_locked:
        yield is_locked


@contextmanager
def advisory_lock(name):
    key = [crc32(name.encode())]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", key)
        (is_locked,) = cursor.fetchone()
    if not is_locked:
        yield False
        return
    limit_silence(f"{ABANDONED_AFTER}s")
    try:
        yield True
    finally:
        limit_silence("0")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", key)


def limit_silence(limit):
    with connection.cursor() as cursor:
        for name in SILENCES:
            cursor.execute("SELECT set_config(%s, %s, false)", [name, limit])


@contextmanager
def file_lock(name):
    """An in-memory database belongs to one process, so it needs no lock."""
    if connection.is_in_memory_db():
        yield True
        return
    with open(f"{connection.settings_dict['NAME']}-{name}.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
