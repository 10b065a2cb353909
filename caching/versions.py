"""The version of the content, read from the database now and then, for code that runs outside a request."""

import time
from threading import Lock

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from .models import ListingChange

# Seconds until a database that was away is asked again: that may take a thread as long as connecting does.
PAUSE = 1
# Seconds that threads wait for the one that asks; it takes longer only while the database hangs.
LONGEST_WAIT = 1


class Versions:
    """The newest `ListingChange`, read at most `VERSION_CHECKED_EVERY` seconds ago; `is_stale` without a database.

    Thread-safe: one thread asks, the others wait for it. While the database hangs or is away they go on with the
    version before.
    """

    def __init__(self):
        self.lock, self.checked_at, self.newest, self.is_stale = Lock(), None, None, False

    def current(self) -> tuple:
        """The version: a change and today's date. Without a database it is the last one known, or None."""
        if self.is_old() and self.lock.acquire(timeout=0 if self.is_stale else LONGEST_WAIT):
            try:
                if self.is_old():
                    self.check()
            finally:
                self.lock.release()
        return self.newest and (*map(str, self.newest), str(timezone.localdate()))

    def is_old(self):
        return self.checked_at is None or time.monotonic() - self.checked_at >= settings.VERSION_CHECKED_EVERY

    def check(self):
        if not connection.in_atomic_block:
            close_old_connections()
        try:
            # Before the question: what is published meanwhile counts as not seen yet.
            checked_at = time.monotonic()
            self.newest, self.is_stale = ListingChange.newest(), False
        except Error:
            connection.close()
            self.is_stale, checked_at = True, time.monotonic() + PAUSE
        self.checked_at = checked_at
