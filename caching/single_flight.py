"""Single flight, or request coalescing: of many who want the same response at once one builds it, the others wait.

One thread of a process and, with a shared cache, one process.
"""

import time
from contextlib import contextmanager
from threading import Event, Lock

# How long a thread waits for another one of its process, in seconds.
PATIENCE = 10
# For another process: it may have been killed meanwhile. And how often a thread looks whether that is ready.
PATIENCE_WITH_OTHERS, PAUSE = 5, 0.02


class SingleFlight:
    """Lets one thread at a time do what has this name; thread-safe.

    `shared` is a Django cache, which holds the locks between processes: of each process one thread looks there.
    """

    def __init__(self, shared):
        self.shared, self.lock, self.flights = shared, Lock(), {}

    @contextmanager
    def lead(self, name):
        """True for the thread that leads, as long as the context lasts; False for the others, when that is over."""
        with self.lock:
            other = self.flights.get(name)
            if other is None:
                is_over = self.flights[name] = Event()
        if other:
            other.wait(PATIENCE)
            yield False
            return
        try:
            with self.lead_processes(f"building-{name}") as is_leader:
                yield is_leader
        finally:
            with self.lock:
                del self.flights[name]
            is_over.set()

    @contextmanager
    def lead_processes(self, key):
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
