"""Limits the time of each database statement of a web request.

Only `cms.wsgi` turns it on: commands, migrations and the clock have no limit.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

from django.db import OperationalError, connection
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from cms.bounds import LONGEST_STATEMENT

# SQLite calls the handler after so many steps: about every millisecond.
STEPS = 20_000
TOO_LONG = _("It takes too long to find this. Ask for less at a time.")
CANCELED = {"sqlite_errorname": "SQLITE_INTERRUPT", "sqlstate": "57014"}

_is_on = False
_is_unbounded = ContextVar("is_unbounded", default=False)


@contextmanager
def unbounded():
    """Lifts the limit on SQLite, for reading what the whole site needs while it happens to answer one visitor.

    PostgreSQL counts each fetched part as a statement of its own, so it needs no exception.
    """
    token = _is_unbounded.set(True)
    try:
        yield
    finally:
        _is_unbounded.reset(token)


@contextmanager
def waiting_for_others(seconds):
    """Lets statements of this transaction take so many seconds on PostgreSQL: they wait for others, and cost nothing.

    On SQLite the clock stands still while a transaction waits to begin.
    """
    if not is_on() or connection.vendor != "postgresql":
        yield
        return
    with connection.patience(seconds + 1), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {seconds * 1000}")
        yield
        cursor.execute(f"SET LOCAL statement_timeout = {LONGEST_STATEMENT * 1000}")


def bound_statements() -> None:
    """Limits every connection that this process opens from now on."""
    global _is_on
    connection_created.connect(bound, dispatch_uid="cms.statement_timeout")
    _is_on = True


def is_on() -> bool:
    """True in a process whose statements are limited."""
    return _is_on


def bound(connection, seconds=LONGEST_STATEMENT, **kwargs):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {int(seconds * 1000)}")
    elif connection.vendor == "sqlite":
        clock = Clock(seconds)
        # Django keeps the wrappers when it reconnects.
        others = [wrapper for wrapper in connection.execute_wrappers if not isinstance(wrapper, Clock)]
        connection.execute_wrappers[:] = [clock, *others]
        connection.connection.set_progress_handler(clock.is_over, STEPS)


class Clock:
    """Restarts for each statement of a connection, and tells SQLite when time is up."""

    def __init__(self, seconds):
        self.seconds, self.ends = seconds, None

    def __call__(self, execute, sql, params, many, context):
        self.ends = None if _is_unbounded.get() else monotonic() + self.seconds
        return execute(sql, params, many, context)

    def is_over(self):
        return self.ends is not None and monotonic() > self.ends


def took_too_long(error) -> bool:
    """True if the error is that of a statement that took too long."""
    cause = error.__cause__
    return isinstance(error, OperationalError) and any(
        getattr(cause, name, None) == value for name, value in CANCELED.items()
    )
