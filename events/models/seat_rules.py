"""What publishing asks of the seats of a page: nobody who is registered loses a place or a session by it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.models import SeatCount
from cms.publishing import Problem
from cms.registering import WHOLE


def seat_problems(page, rows):
    """Yields the problems of the places, and of what would be taken from people who are registered."""
    limit, held = page.seat_limit(rows), page.held_seats or 0
    if held and limit is None:
        yield Problem("held_seats", _("Fill in how many places there are, or empty this."))
    elif held and held > limit:
        yield Problem("held_seats", _("That is more than there are places."))
    # One query, and only for pages that people can have registered for.
    counts = SeatCount.objects.of(page) if page.pk else {}
    if any(map(people_in, counts.values())):
        yield from problems_with_people(page, rows, counts)


def people_in(count) -> int:
    """Who is registered or waits."""
    return count.taken + count.waiting if count else 0


def problems_with_people(page, rows, counts):
    if not page.has_form:
        message = ngettext(
            "%(count)s person is registered with the form, so it has to stay. Close it with a date instead.",
            "%(count)s people are registered with the form, so it has to stay. Close it with a date instead.",
            people_in(counts.get(WHOLE)),
        )
        yield Problem("registration_mode", message % {"count": people_in(counts.get(WHOLE))})
        return
    limits = page.part_limits(rows)
    yield from removed_parts(page, limits.keys(), counts)
    yield from too_few_seats(page, {WHOLE: page.seats_for_public(rows), **limits}, counts)


def removed_parts(page, keys, counts):
    """A session or track that people chose stays on the page, cancelled if need be."""
    removed = {
        key: people_in(count)
        for key, count in counts.items()
        if key not in {WHOLE, *keys} and people_in(count)
    }
    labels = page.stored_labels() if removed else {}
    for key, people in removed.items():
        message = ngettext(
            "%(count)s person chose “%(part)s”, so it stays: say there that it is cancelled. Is it gone from the form?"
            " Go back to an earlier version, in the history.",
            "%(count)s people chose “%(part)s”, so it stays: say there that it is cancelled. Is it gone from the form?"
            " Go back to an earlier version, in the history.",
            people,
        )
        yield Problem(page.field_of_parts, message % {"count": people, "part": labels.get(key, key)})


def too_few_seats(page, limits, counts):
    """Fewer places than people, unless the editor wrote down how many people keep theirs."""
    is_less = any(limits.get(key) is not None and count.taken > limits[key] for key, count in counts.items())
    taken = max(count.taken for count in counts.values())
    if is_less and (page.registered_confirmed or 0) < taken:
        message = ngettext(
            "%(count)s person is registered, and there are fewer places. Nobody loses the place. If that is what you"
            " want, fill in %(count)s here.",
            "%(count)s people are registered, and there are fewer places. Nobody loses the place. If that is what you"
            " want, fill in %(count)s here.",
            taken,
        )
        yield Problem("registered_confirmed", message % {"count": taken})
