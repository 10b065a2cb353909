"""The backend (Django looks for it in a module of this name): ENGINE is `cms.postgresql`."""

from collections import defaultdict
from contextlib import contextmanager
from functools import partial
from time import monotonic
from types import SimpleNamespace

import psycopg
from django.db.backends.postgresql import base

from cms import statement_timeout
from cms.bounds import LONGEST_SILENCE
from monitoring.breaker import Breaker

# Seconds that a connection to a server which was silent may take.
PATIENCE = 2
# Seconds after which a connection that failed counts as a wait in vain. A server that refuses does so at once.
LONG = 1
# One for each alias of the process: all connections of an alias lead to the same server.
breakers = defaultdict(Breaker)


class SilentServer(psycopg.OperationalError):
    """The server does not answer, and its connection says nothing about that."""


class BoundedConnection(psycopg.Connection):
    """A connection whose waits end, where statements are limited (`cms.statement_timeout`).

    PostgreSQL ends a statement itself after five seconds. This is for a server that can't: it hangs, or the network
    does, while TCP stays alive. `patience` is its limit in seconds, where that is not the usual one.
    """

    patience = None

    @classmethod
    def connect(cls, *args, breaker, **options):
        is_bounded = statement_timeout.is_on()
        connection = (
            cls.connect_in_time(breaker, *args, **options)
            if is_bounded
            else super().connect(*args, **options)
        )
        connection.breaker = breaker
        return connection

    @classmethod
    def connect_in_time(cls, breaker, *args, **options):
        with breaker.trying() as may_try:
            if not may_try:
                raise SilentServer("The server did not answer a moment ago.")
            if breaker.is_open:
                options["connect_timeout"] = PATIENCE
            began = monotonic()
            try:
                return super().connect(*args, **options)
            except psycopg.OperationalError:
                # Not by the kind of error: of several hosts that is what the last one said.
                if monotonic() - began > LONG:
                    breaker.open()
                raise

    def wait(self, gen, *args, **options):
        if statement_timeout.is_on():
            gen = self.bounded(gen)
        return super().wait(gen, *args, **options)

    def bounded(self, gen):
        """The same steps, until time is up: psycopg takes one every tenth of a second while nothing comes.

        When one thread has waited that long, the others stop waiting too.
        """
        deadline = monotonic() + (self.patience or LONGEST_SILENCE)
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready and (self.breaker.is_open or monotonic() > deadline):
                    self.breaker.open()
                    self.pgconn.finish()
                    raise SilentServer("The server does not answer.")
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        connect = partial(BoundedConnection.connect, breaker=breakers[self.alias])
        self.Database = SimpleNamespace(**{**vars(psycopg), "connect": connect})

    @contextmanager
    def patience(self, seconds):
        """Within this context each answer may take so many seconds."""
        self.ensure_connection()
        self.connection.patience = seconds
        try:
            yield
        finally:
            if self.connection:
                self.connection.patience = None
