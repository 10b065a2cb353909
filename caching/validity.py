"""Until when the response that is being built is right, apart from changes of content.

Code that compares with the clock, or reads what has no version, says so here; the response cache listens. Outside of it
nothing happens.
"""

from contextlib import contextmanager
from contextvars import ContextVar

_validity = ContextVar("validity", default=None)


class Validity:
    """`until` is the first moment (datetime) at which the clock changes the response, `since` the last one at which it
    did; each may be None.
    """

    def __init__(self):
        self.until, self.since, self.has_version = None, None, True


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
    """Notes that the response changes at this moment, or has changed then."""
    if not (validity := _validity.get()) or not moment:
        return
    if moment > now:
        validity.until = min(moment, validity.until or moment)
    else:
        validity.since = max(moment, validity.since or moment)


def changed_at():
    """The last moment at which the clock changed the response that is being built, or None."""
    validity = _validity.get()
    return validity.since if validity else None


def has_no_version() -> None:
    """Notes that the response depends on something that changes without a `ListingChange`: it can't be kept."""
    if validity := _validity.get():
        validity.has_version = False
