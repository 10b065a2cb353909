"""Counts of people for tests, as the room `registrations` stores them."""

from caching.models import ListingChange
from cms.models import SeatCount
from cms.registering import WHOLE


def count_people(page, part=WHOLE, taken=0, waiting=0):
    """Stores how many people have a seat, or wait, at this page or in a part of it; lets every cache know."""
    values = {"taken": taken, "waiting": waiting}
    count, _is_new = SeatCount.objects.update_or_create(page_id=page.pk, part=part, defaults=values)
    ListingChange.record(SeatCount)
    return count
