"""When and where somebody is expected: the occurrences of a page for one registration, in words."""

import datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from fields.formatting import oclock

from .models import Place
from .wording import moment_in_words

CANCELLED = "CANCELLED"


def meetings_of(registration, page) -> list:
    """The occurrences that this person has a place in or waits for; all of the page where nobody chooses."""
    keys = registration.places.exclude(state=Place.State.CANCELLED).values_list("part", flat=True)
    return chosen(page.entry_occurrences(), set(keys))


def left_meetings(registration, page) -> list:
    """The occurrences that this person had a place in, and has not any more."""
    places = list(registration.places.all())
    kept = {place.part for place in places if place.state != Place.State.CANCELLED}
    left = {place.part for place in places} - kept
    return [each for each in page.entry_occurrences() if each.key in left]


def chosen(occurrences, keys) -> list:
    of_parts = [each for each in occurrences if each.key in keys]
    return of_parts or list(occurrences)


def day_in_words(moment) -> str:
    """The day here: “donderdag 12 november 2026”."""
    day = timezone.localtime(moment) if isinstance(moment, datetime.datetime) else moment
    return format_date(day, "l j F Y")


def when_in_words(begins, ends=None) -> str:
    """A time from begin to end, on the clock here. Dates instead of datetimes mean whole days."""
    if not isinstance(begins, datetime.datetime):
        if not ends or ends == begins:
            return day_in_words(begins)
        return _("%(first)s up to and including %(last)s") % {
            "first": day_in_words(begins),
            "last": day_in_words(ends),
        }
    if not ends or ends <= begins:
        return moment_in_words(begins)
    if timezone.localdate(begins) != timezone.localdate(ends):
        values = {"first": moment_in_words(begins), "last": moment_in_words(ends)}
        return _("from %(first)s to %(last)s") % values
    values = {
        "day": day_in_words(begins),
        "from": oclock(timezone.localtime(begins)),
        "to": oclock(timezone.localtime(ends)),
    }
    return _("%(day)s, from %(from)s to %(to)s o'clock") % values


def place_in_words(place, status="") -> str:
    """A place, with how sure it is: “Stadhuis, Brugge (onder voorbehoud)”."""
    if not place:
        return str(status)
    return _("%(place)s (%(status)s)") % {"place": place, "status": status} if status else place
