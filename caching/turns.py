"""Who builds a response that many ask for at once: one thread of a process and, with a shared cache, one process."""

import time
from contextlib import contextmanager
from threading import Event, Lock

# How long a thread waits for another one of its process, in seconds.
PATIENCE = 10
# For another process: it may have been killed meanwhile. And how often a thread looks whether that is ready.
PATIENCE_WITH_OTHERS, PAUSE = 5, 0.02


class Turns:
    """Gives one thread at a time the turn to build what has this name; thread-safe.

    `shared` is a Django cache, through which the processes take turns: of each process one thread looks there.
    """

    def __init__(self, shared):
        self.shared, self.lock, self.taken = shared, Lock(), {}

    @contextmanager
    def take(self, name):
        """True for the thread whose turn it is, as long as the context lasts; False for others, when that is over."""
        with self.lock:
            other = self.taken.get(name)
            if other is None:
                is_over = self.taken[name] = Event()
        if other:
            other.wait(PATIENCE)
            yield False
            return
        try:
            with self.take_among_processes(f"building-{name}") as is_ours:
                yield is_ours
        finally:
            with self.lock:
                del self.taken[name]
            is_over.set()

    @contextmanager
    def take_among_processes(self, key):
        if self.shared.add(key, 1, timeout=PATIENCE_WITH_OTHERS):
            try:
                yield True
            finally:
                self.shared.delete(key)
            return
        deadline = time.monotonic() + PATIENCE_WITH_OTHERS
        while self.shared.get(key) and time.monotonic() < deadline:
            time.sleep(PAUSE)
        yield False
