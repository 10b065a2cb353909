"""Read-only mode: while an upgrade or a move is under way everything is read and nothing is written.

`manage.py read_only` switches it. It is a row of the database, so that every server sees it at once, and a request that
writes holds a shared lock, so that switching it on waits for those under way (docs/decisions/0041-read-only-mode.md).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic, sleep

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.backends.signals import connection_created
from django.utils import timezone

from cms.failures import ReadOnlyError
from cms.locks import all_shares_given_back, shared

LOCK = "writing"
# Seconds that switching it on waits for requests that write: the longest upload, and more.
PATIENCE = 60
# How SQL begins that changes rows.
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")

_is_writing = ContextVar("is_writing", default=False)


class StillWritingError(Exception):
    """Somebody was still writing when patience was over; read-only mode is off."""


class ReadOnlyMode(models.Model):
    """That the site is read-only, or will be: at most one row."""

    announced_for = models.DateTimeField(null=True)
    since = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"read-only since {self.since}" if self.since else f"read-only at {self.announced_for}"

    @classmethod
    def current(cls) -> "ReadOnlyMode":
        """The row, or one that says that nothing is to be expected. Never a replica's, which may be late."""
        return cls.objects.using(DEFAULT_DB_ALIAS).first() or cls()

    @property
    def is_on(self) -> bool:
        return self.since is not None

    @classmethod
    def announce(cls, moment) -> None:
        """Tells editors beforehand, in the admin."""
        cls.replace(announced_for=moment)

    @classmethod
    def switch_on(cls, patience=PATIENCE) -> None:
        """When this returns, nothing is written any more. Raises StillWritingError after `patience` seconds."""
        was_on = cls.current().is_on
        if not was_on:
            cls.replace(since=timezone.now())
        # Also where it is on: another process may have written the row just now, and be waiting still.
        if not wait_for(lambda: all_shares_given_back(LOCK), patience):
            if not was_on:
                cls.switch_off()
            raise StillWritingError

    @classmethod
    def switch_off(cls) -> None:
        cls.objects.all().delete()

    @classmethod
    def replace(cls, **values):
        with transaction.atomic():
            cls.objects.all().delete()
            cls.objects.create(**values)


def is_read_only() -> bool:
    """Whether nothing may be written now. One query."""
    return ReadOnlyMode.current().is_on


def wait_for(condition: Callable[[], bool], seconds) -> bool:
    until = monotonic() + seconds
    while not condition():
        if monotonic() > until:
            return False
        sleep(0.1)
    return True


@contextmanager
def writing() -> Iterator[None]:
    """For as long as this lasts, read-only mode does not begin. Raises ReadOnlyError if it is on."""
    with shared(LOCK) as is_shared:
        # Read after the lock is held: whoever switches it on writes the row first, and waits for the lock then.
        if not is_shared or is_read_only():
            raise ReadOnlyError
        token = _is_writing.set(True)
        try:
            yield
        finally:
            _is_writing.reset(token)


def refuse_if_read_only() -> None:
    """Raises ReadOnlyError where nothing may be written; a request that began to write before may go on."""
    if not _is_writing.get() and is_read_only():
        raise ReadOnlyError


def refuse_writes() -> None:
    """From now on each connection of this process refuses to write while the mode is on. For servers; commands may."""
    connection_created.connect(guard, dispatch_uid="cms.read_only")


def guard(connection, **kwargs):
    if refuse_write not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_write)


def refuse_write(execute, sql, params, many, context):
    """Refuses what a request writes that only reads, such as a size of a picture that nobody has needed before."""
    if str(sql).startswith(WRITES):
        refuse_if_read_only()
    return execute(sql, params, many, context)
