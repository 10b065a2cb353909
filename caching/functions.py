"""Functions whose results a process keeps until something changes."""

from functools import cached_property, update_wrapper

from .changes import labels_of, state_of
from .memory import Memory


def cached_until_change(*models, most=1000):
    """A decorator: keeps the results of a function until one of these models, or the date, changes.

    `models` are classes or labels: all that the function reads, but for the rows of a page, which change with it.
    None at all is everything that lists show. Results are shared by all threads: never change one. At most `most`
    results are kept, one for each set of arguments.
    """
    return lambda make: CachedFunction(make, models, most)


class CachedFunction:
    """A function as `cached_until_change` decorates it."""

    # All of them, for the tests that check what they depend on.
    instances = []

    def __init__(self, make, models, most):
        self.make, self.models, self.memory = make, models, Memory(most)
        update_wrapper(self, make)
        self.instances.append(self)

    @cached_property
    def labels(self):
        return labels_of(*self.models)

    def __call__(self, *arguments):
        return self.under(arguments, *arguments)

    def under(self, key, *arguments):
        """The result kept under this key, for arguments that can't be keys themselves."""
        # Before the function reads anything: what changes meanwhile must count as not seen yet.
        state = state_of(self.labels)
        kept = self.memory.get(key)
        if kept and kept[0] == state:
            return kept[1]
        value = self.make(*arguments)
        self.memory.keep(key, (state, value))
        return value

    def many(self, keys, *arguments) -> dict:
        """For a function of a list of keys that gives a dict: the values by key, in this order.

        The function is called once, for the keys whose value is not kept. Keys without a value are left out.
        """
        state = state_of(self.labels)
        kept = {key: self.memory.get((key, *arguments)) for key in keys}
        values = {key: entry[1] for key, entry in kept.items() if entry and entry[0] == state}
        missing = [key for key in keys if key not in values]
        for key, value in self.make(missing, *arguments).items() if missing else ():
            self.memory.keep((key, *arguments), (state, value))
            values[key] = value
        return {key: values[key] for key in keys if key in values}
