"""Until when the response that is being built is right, apart from changes of content.

Code that compares with the clock, or reads what has no version, says so here; the response cache listens. Outside of it
nothing happens.
"""

from contextlib import contextmanager
from contextvars import ContextVar

_validity = ContextVar("validity", default=None)


class Validity:
    """`until` is the first moment (datetime) at which the clock changes the response, or None."""

    def __init__(self):
        self.until, self.has_version = None, True


@contextmanager
def one_response():
    """Gives the Validity of the response that is built within this context."""
    validity = Validity()
    token = _validity.set(validity)
    try:
        yield validity
    finally:
        _validity.reset(token)


def changes_at(moment, now) -> None:
    """Notes that the response changes at this moment, if that is still to come."""
    validity = _validity.get()
    if validity and moment and moment > now and (validity.until is None or moment < validity.until):
        validity.until = moment


def has_no_version() -> None:
    """Notes that the response depends on something that changes without a `ListingChange`: it can't be kept."""
    if validity := _validity.get():
        validity.has_version = False
