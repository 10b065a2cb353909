"""Leaves broken items out of a list instead of failing the whole list."""

import logging
from collections.abc import Iterator

from django.core.exceptions import ValidationError

from fields.parsing.dates import check_span

logger = logging.getLogger(__name__)
# Raised for bad data in an item. A missing database or permission still fails the whole list.
FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, ValidationError)


def type_and_key(item) -> str:
    return f"{type(item).__name__} {item.pk}"


def skip_failing(write, items, name=type_and_key) -> Iterator:
    """Yields `write(item)` for each item; skips items for which it fails, and logs them by `name(item)`."""
    for item in items:
        try:
            result = write(item)
        except FAULTS:
            logger.exception("left out of a list: %s", name(item))
        else:
            yield result


def check_entry(entry):
    """Returns the entry. Raises ValidationError for a date that no reader accepts, stored before dates were checked."""
    days = [entry.dates.published, entry.dates.begins, entry.dates.ends]
    moments = [moment for when in entry.occurrences for moment in (when.begins, when.ends)]
    for value in filter(None, [*days, *moments]):
        check_span(value)
    return entry
