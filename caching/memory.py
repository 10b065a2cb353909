"""A bounded mapping in the memory of a process."""

import threading
from collections import OrderedDict


class Memory:
    """A least-recently-used cache per process, of values that weigh at most `most` together; thread-safe.

    A value weighs 1, unless `weigh(value)` says otherwise.
    """

    def __init__(self, most, weigh=lambda value: 1):
        self.most, self.weigh, self.weight = most, weigh, 0
        self.kept, self.lock = OrderedDict(), threading.Lock()

    def get(self, key):
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
            return self.kept.get(key)

    def keep(self, key, value):
        with self.lock:
            if key in self.kept:
                self.weight -= self.weigh(self.kept.pop(key))
            self.kept[key] = value
            self.weight += self.weigh(value)
            while self.weight > self.most:
                _key, oldest = self.kept.popitem(last=False)
                self.weight -= self.weigh(oldest)

    def clear(self):
        with self.lock:
            self.kept.clear()
            self.weight = 0
