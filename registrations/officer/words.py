"""Sentences about registrations for the officer."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations.models import State

# By what `seats.why_nobody_moves_up` answers.
WHY_NOBODY_MOVES_UP = {
    "unpublished": gettext_lazy("Nobody moves up from the waiting list now, as the page is not online."),
    "cancelled": gettext_lazy("Nobody moves up from the waiting list, as this is cancelled."),
    "begun": gettext_lazy("Nobody moves up from the waiting list any more, as it has begun."),
    "officer": gettext_lazy(
        "Nobody moves up from the waiting list by itself, as you chose to do that. When there is a place, open somebody"
        " and choose “Let in”."
    ),
}
# By the reason of a RefusedError.
REFUSALS = {
    "seats": gettext_lazy(
        "There is no free place. Add places to the event, or cancel another registration first."
    ),
    "begun": gettext_lazy("This is not possible (any more): it has begun, or the event does not allow it."),
    "taken": gettext_lazy("Somebody with this name and this address is registered already."),
    State.WAITING: gettext_lazy("Who is on the waiting list has no place yet, so can't be present."),
    State.CANCELLED: gettext_lazy("This registration was cancelled."),
    State.CANCELLED_CHARGED: gettext_lazy("This registration was cancelled."),
    State.REPLACED: gettext_lazy("A colleague has this place now."),
}


def refusal_in_words(refusal) -> str:
    return str(REFUSALS.get(refusal.reason, _("This is not possible (any more).")))


def state_in_words(row, position=None) -> str:
    """The state of a registration or place; of who waits with the place in the line."""
    if position is None:
        return row.get_state_display()
    return _("waiting list, place %(position)s") % {"position": position}


def people(number) -> str:
    return ngettext("%(number)s person", "%(number)s people", number) % {"number": number}
