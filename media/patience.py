"""How long this process waits for an S3 server: a visitor does not, a command does."""

from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Patience(NamedTuple):
    """Seconds to connect in, seconds of silence while a response is read, and how often to try."""

    connect: int
    read: int
    attempts: int


BRIEF, LONG = Patience(1, 2, 1), Patience(5, 30, 4)

_is_brief = False
_is_brief_now = ContextVar("is_brief_now", default=False)


def be_brief() -> None:
    """For a process that answers visitors: its waits are short, and after one in vain the others don't wait."""
    global _is_brief
    _is_brief = True


@contextmanager
def brief():
    """The same for a while, of work that is done again soon."""
    token = _is_brief_now.set(True)
    try:
        yield
    finally:
        _is_brief_now.reset(token)


def is_brief() -> bool:
    return _is_brief or _is_brief_now.get()
