"""Deleting for good: what is deleted within `for_good` does not go to the recycle bin (`recycle_bin`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_for_good = ContextVar("for_good", default=False)


def is_for_good() -> bool:
    """True while nothing that is deleted may be kept."""
    return _for_good.get()


@contextmanager
def for_good() -> Iterator[None]:
    """For what may not be kept, such as an erased person, or that nobody made, such as examples. Also a decorator."""
    token = _for_good.set(True)
    try:
        yield
    finally:
        _for_good.reset(token)
