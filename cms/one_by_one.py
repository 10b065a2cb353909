"""Does something for one after the other, so that one that fails holds up no other."""

import logging
from collections.abc import Iterator
from time import monotonic

from wagtail.models import Page

logger = logging.getLogger(__name__)


# How many pages are in memory together.
TOGETHER = 25


class SomeFailedError(Exception):
    """Raised when all had their turn, so that `tick` says that something failed."""


def one_by_one(action, items) -> None:
    """Calls the action for each item; logs what fails, by its key alone. Raises SomeFailedError at the end."""
    failed = []
    for item in items:
        try:
            action(item)
        except Exception:
            key = getattr(item, "pk", item)
            logger.exception("%s.%s of %s failed", action.__module__, action.__name__, key)
            failed.append(key)
    if failed:
        raise SomeFailedError(f"{action.__name__} of {failed}")


def pages_for(seconds, keys) -> Iterator[Page]:
    """The pages with these keys, each of its own type, a few in memory together; no more of them after so long."""
    end = monotonic() + seconds
    for start in range(0, len(keys), TOGETHER):
        yield from Page.objects.filter(pk__in=keys[start : start + TOGETHER]).specific()
        if monotonic() > end:
            return
