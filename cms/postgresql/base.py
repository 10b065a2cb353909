"""The backend (Django looks for it in a module of this name): ENGINE is `cms.postgresql`."""

from time import monotonic
from types import SimpleNamespace

import psycopg
from django.db.backends.postgresql import base

from cms import statement_timeout
from cms.bounds import LONGEST_SILENCE
from cms.postgresql.breaker import Breaker

# Seconds that a connection to a server which was silent may take.
PATIENCE = 2
# One for the process: its connections all lead to the same server.
breaker = Breaker()


class SilentServer(psycopg.OperationalError):
    """The server does not answer, and its connection says nothing about that."""


class BoundedConnection(psycopg.Connection):
    """A connection whose waits end, where statements are limited (`cms.statement_timeout`).

    PostgreSQL ends a statement itself after five seconds. This is for a server that can't: it hangs, or the network
    does, while TCP stays alive.
    """

    @classmethod
    def connect(cls, *args, **options):
        if not statement_timeout.is_on():
            return super().connect(*args, **options)
        with breaker.trying() as may_try:
            if not may_try:
                raise SilentServer("The server did not answer a moment ago.")
            if breaker.is_open:
                options["connect_timeout"] = PATIENCE
            try:
                return super().connect(*args, **options)
            except psycopg.errors.ConnectionTimeout:
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
        deadline = monotonic() + LONGEST_SILENCE
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready and (breaker.is_open or monotonic() > deadline):
                    breaker.open()
                    self.pgconn.finish()
                    raise SilentServer("The server does not answer.")
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value


class DatabaseWrapper(base.DatabaseWrapper):
    Database = SimpleNamespace(**{**vars(psycopg), "connect": BoundedConnection.connect})
