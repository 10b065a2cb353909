"""A circuit breaker: after one request waited for a silent server in vain, the others don't wait in turn."""

from contextlib import contextmanager
from threading import Lock
from time import monotonic

# Seconds after a failure until one thread may try again.
PAUSE = 0.5


class Breaker:
    """Thread-safe. While it is open, one thread at a time tries, and none in the pause after a failure."""

    def __init__(self, pause=PAUSE):
        self.is_open, self.next_try, self.lock, self.pause = False, 0, Lock(), pause

    def open(self):
        self.is_open, self.next_try = True, monotonic() + self.pause

    @contextmanager
    def trying(self):
        """Yields whether this thread may try. If it succeeds, the breaker is closed."""
        if not self.is_open:
            yield True
        elif monotonic() < self.next_try or not self.lock.acquire(blocking=False):
            yield False
        else:
            try:
                yield True
                self.is_open = False
            finally:
                self.lock.release()
