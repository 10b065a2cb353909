"""Locks for work that only one process may do at a time, on all machines that share the database."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from zlib import crc32

from django.db import Error, connection

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
def shared(name) -> Iterator[bool]:
    """Yields True to all who share the lock of this name, False while somebody has it alone; never waits."""
    if connection.vendor == "postgresql":
        is_shared = ask("SELECT pg_try_advisory_lock_shared(%s)", name)
        try:
            yield is_shared
        finally:
            # Without a connection there is no lock either.
            with suppress(Error):
                if is_shared:
                    ask("SELECT pg_advisory_unlock_shared(%s)", name)
        return
    with file_lock(name, fcntl.LOCK_SH) as is_shared:
        yield is_shared


def all_shares_given_back(name) -> bool:
    """Whether nobody shares the lock of this name at this moment."""
    if connection.vendor == "postgresql":
        is_ours = ask("SELECT pg_try_advisory_lock(%s)", name)
        return is_ours and ask("SELECT pg_advisory_unlock(%s)", name)
    with file_lock(name) as is_ours:
        return is_ours


def ask(statement, name) -> bool:
    """What PostgreSQL says to this statement about the lock."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [crc32(name.encode())])
        return cursor.fetchone()[0]


@contextmanager
def advisory_lock(name):
    if not ask("SELECT pg_try_advisory_lock(%s)", name):
        yield False
        return
    limit_silence(f"{ABANDONED_AFTER}s")
    try:
        yield True
    finally:
        limit_silence("0")
        ask("SELECT pg_advisory_unlock(%s)", name)


def limit_silence(limit):
    with connection.cursor() as cursor:
        for name in SILENCES:
            cursor.execute("SELECT set_config(%s, %s, false)", [name, limit])


@contextmanager
def file_lock(name, kind=fcntl.LOCK_EX):
    """An in-memory database belongs to one process, so it needs no lock."""
    if connection.is_in_memory_db():
        yield True
        return
    with open(f"{connection.settings_dict['NAME']}-{name}.lock", "w") as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
