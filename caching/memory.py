"""A bounded mapping in the memory of a process."""

import threading
from collections import OrderedDict


class Memory:
    """A least-recently-used cache of at most `most` values, per process; thread-safe."""

    def __init__(self, most):
        self.most, self.kept, self.lock = most, OrderedDict(), threading.Lock()

    def get(self, key):
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
            return self.kept.get(key)

    def keep(self, key, value):
        with self.lock:
            self.kept[key] = value
            self.kept.move_to_end(key)
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)

    def clear(self):
        with self.lock:
            self.kept.clear()
