"""The reminder on the day before, with the place as it is then."""

import datetime

from django.utils import timezone
from wagtail.models import Page

from cms.one_by_one import one_by_one

from .facts import days_of, facts_by_page
from .mailing import write
from .meetings import CANCELLED, meetings_of
from .models import Registration, State
from .seats import locked

# From this hour on the clock here; also on the days that the clock changes.
FROM_HOUR = 9
ONE_DAY = datetime.timedelta(days=1)


def send_due() -> None:
    """Reminds who has a place in something that begins tomorrow, once for each day; not who registered today."""
    here = timezone.localtime()
    if here.hour < FROM_HOUR:
        return
    one_by_one(remind, pages_that_begin_on(here.date() + ONE_DAY))


def pages_that_begin_on(day):
    """The published pages with somebody to remind; their facts say which, so that the others are not loaded."""
    registrations = Registration.objects.filter(state=State.CONFIRMED, anonymised_at=None)
    keys = registrations.order_by().values_list("page", flat=True).distinct()
    keys = [key for key, facts in facts_by_page(keys).items() if day in days_of(facts)]
    return Page.objects.live().filter(pk__in=keys).specific()


def remind(page) -> None:
    """Writes to who has a place in what begins tomorrow."""
    day = timezone.localdate() + ONE_DAY
    if not who_to_remind(page, day):
        return
    with locked(page.pk) as seats:
        if not seats.terms.is_cancelled:
            for registration in who_to_remind(seats.page, day):
                write("reminder", registration, seats, version=day.isoformat())


def who_to_remind(page, day) -> list[Registration]:
    registrations = Registration.objects.filter(page=page, state=State.CONFIRMED, anonymised_at=None)
    reminded = registrations.filter(mails__kind="reminder", mails__version=day.isoformat())
    today = timezone.make_aware(datetime.datetime.combine(day - ONE_DAY, datetime.time.min))
    people = registrations.filter(registered_at__lt=today).exclude(pk__in=reminded.values("pk"))
    return [each for each in people.exclude(email="") if begins_on(each, page, day)]


def begins_on(registration, page, day) -> bool:
    """Whether something that this person has a place in begins on this day."""
    meetings = meetings_of(registration, page)
    moments = [each.begins for each in meetings if each.status != CANCELLED]
    if not meetings and (terms := page.registration_terms()):
        moments = [terms.begins_at]
    return any(day_of(moment) == day for moment in moments if moment)


def day_of(moment) -> datetime.date:
    return timezone.localdate(moment) if isinstance(moment, datetime.datetime) else moment
