"""Does something for one after the other, so that one that fails holds up no other."""

import logging

logger = logging.getLogger(__name__)


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
