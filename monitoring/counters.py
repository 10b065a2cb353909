"""Counters of requests that all worker processes share: who answers `/metrics` adds up those of all.

They are in memory that the master process makes before it forks. Each worker writes to a slot of its own, and a new
worker goes on in the slot of one that ended, so that counts never fall and nothing grows.
"""

import mmap
import threading
from bisect import bisect_left
from contextlib import suppress

from .kinds import KINDS

METHODS = ("GET", "HEAD", "POST", "other")
# Of other statuses the hundreds count: 418 is "4xx".
STATUSES = (
    *(
        "200",
        "204",
        "206",
        "301",
        "302",
        "304",
        "308",
        "400",
        "401",
        "403",
        "404",
        "405",
        "406",
        "409",
        "410",
    ),
    *("413", "414", "415", "416", "422", "429", "500", "503", "1xx", "2xx", "3xx", "4xx", "5xx"),
)
RESULTS = ("hit", "stale", "miss", "bypass")
# In seconds: the upper bounds of the histogram; what takes longer counts in a last one without bound.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# More workers than this at once share the last slot.
SLOTS = 64

# The places of each number in a slot.
_places = {}
for _kind in KINDS:
    for _method in METHODS:
        for _status in STATUSES:
            _places["requests", _kind, _method, _status] = len(_places)
    for _bound in range(len(BOUNDS) + 1):
        _places["durations", _kind, _bound] = len(_places)
    _places["seconds", _kind] = len(_places)
    _places["running", _kind] = len(_places)
for _result in RESULTS:
    _places["cache", _result] = len(_places)
SIZE = len(_places)
RUNNING = [_places["running", kind] for kind in KINDS]


class Counters:
    """The slots, and the one that this process writes to. Threads of a process take turns."""

    def __init__(self):
        # Anonymous and shared: a forked process writes to the same memory.
        self.numbers = memoryview(mmap.mmap(-1, SLOTS * SIZE * 8)).cast("d")
        self.taken, self.start, self.lock = set(), 0, threading.Lock()

    def take_slot(self) -> int:
        """Called in the master before each fork; the worker keeps this slot."""
        slot = next((slot for slot in range(SLOTS) if slot not in self.taken), SLOTS - 1)
        self.taken.add(slot)
        self.start = slot * SIZE
        for place in RUNNING:  # the worker before may have been killed
            self.numbers[self.start + place] = 0
        return slot

    def free_slot(self, slot):
        """Called in the master when a worker ended."""
        self.taken.discard(slot)

    def begin(self, kind):
        with self.lock:
            self.numbers[self.start + _places["running", kind]] += 1

    def end(self, kind, method, status, seconds, result):
        """Counts a response; `status` as in "200 OK"."""
        method = method if method in METHODS else "other"
        number = _places.get(("requests", kind, method, status[:3]))
        if number is None:
            number = _places["requests", kind, method, f"{status[:1]}xx"]
        start, numbers = self.start, self.numbers
        with self.lock:
            numbers[start + number] += 1
            numbers[start + _places["durations", kind, bisect_left(BOUNDS, seconds)]] += 1
            numbers[start + _places["seconds", kind]] += seconds
            numbers[start + _places["running", kind]] -= 1
            numbers[start + _places["cache", result]] += 1

    def sums(self) -> dict[tuple, float]:
        """What all processes counted together, by place."""
        starts = range(0, SLOTS * SIZE, SIZE)
        return {name: sum(self.numbers[start + place] for start in starts) for name, place in _places.items()}


counters = Counters()


def count(kind, method, status, seconds, result):
    """As `Counters.end`, for the processes of this machine. Never raises: a status line may be anything."""
    with suppress(KeyError):
        counters.end(kind, method, status, seconds, result)
