"""The lines of people who wait, and the numbers of people by state and part."""

from typing import NamedTuple

from django.db.models import Count

from cms.registering import WHOLE
from registrations.models import ACTIVE, Place, Registration, State


def positions_in(page) -> dict:
    """The best place in a line of who has no seat yet, by key of the registration."""
    places = Place.objects.filter(
        registration__page=page, registration__state__in=ACTIVE, state=Place.State.WAITING
    )
    lengths, best = {}, {}
    rows = places.order_by("number", "pk").values_list("part", "registration_id", "registration__state")
    for part, key, state in rows:
        lengths[part] = lengths.get(part, 0) + 1
        if state == State.WAITING:
            best[key] = min(lengths[part], best.get(key, lengths[part]))
    return best


def number_by_state(page) -> list[tuple[State, int]]:
    """The states in which there is somebody, in their order, with how many."""
    rows = Registration.objects.filter(page=page).order_by().values_list("state").annotate(Count("pk"))
    numbers = dict(rows)
    return [(state, numbers[state]) for state in State if numbers.get(state)]


class PartCount(NamedTuple):
    """How many people have a place in a track or session, and wait for one. `seats` is None without a limit."""

    key: str
    label: str
    taken: int
    waiting: int
    seats: int | None


def part_counts(page, terms) -> list[PartCount]:
    """The numbers for each track or session, also for one that is gone while people have a place in it."""
    places = Place.objects.filter(registration__page=page, registration__state__in=ACTIVE).exclude(part=WHOLE)
    numbers, labels = {}, {part.key: part.label for part in terms.parts}
    rows = places.order_by().values_list("part", "label", "state").annotate(Count("pk"))
    for key, label, state, number in rows:
        labels.setdefault(key, label)
        numbers[key, state] = numbers.get((key, state), 0) + number
    return [
        PartCount(
            key,
            label,
            numbers.get((key, Place.State.CONFIRMED), 0),
            numbers.get((key, Place.State.WAITING), 0),
            part.seats if (part := terms.part(key)) else None,
        )
        for key, label in labels.items()
        if key
    ]
