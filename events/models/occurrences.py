"""When an event or a trajectory happens, for calendars."""

import datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.models import DatePrecision, Occurrence
from events.templatetags.events_tags import oclock

from .days import is_midnight
from .session import EventSession

Status = EventSession.Status
# In the words of calendars (RFC 5545, 3.8.1.11). What is planned is neither sure nor in doubt.
STATES = {
    Status.CONFIRMED: "CONFIRMED",
    Status.MOVED: "CONFIRMED",
    Status.FULL: "CONFIRMED",
    Status.CANCELLED: "CANCELLED",
}


def of_event(page):
    """One for each session that has a date."""
    sessions = [session for session in page.shown_sessions if session.starts_at]
    return [of_session(page, session, is_only=len(sessions) == 1) for session in sessions]


def of_session(page, session, is_only):
    begins, ends = session.starts_at, session.ends_at
    if is_midnight(begins) and (not ends or is_midnight(ends)):
        begins, ends = (moment and timezone.localdate(moment) for moment in (begins, ends))
    return Occurrence(
        key=str(session.pk),
        title=title_of(page, session, is_only),
        begins=begins,
        ends=ends,
        status=STATES.get(session.status, ""),
        notes=notes_of(session, is_whole_day=not isinstance(begins, datetime.datetime)),
        place=", ".join(
            part for part in (session.venue_name or page.venue_name, address_of(page, session)) if part
        ),
        online=session.online_url,
    )


def title_of(page, session, is_only):
    """What is off says so first: not every calendar shows more than the title."""
    name = "" if is_only else session.label or session.heading
    title = f"{page.title}: {name}" if name else page.title
    if not session.is_off:
        return title
    return _("%(state)s: %(title)s") % {"state": capfirst(session.get_status_display()), "title": title}


def address_of(page, session):
    """The address belongs to the place of the event: a session elsewhere has only a name."""
    return "" if session.venue_name else page.venue_address


def notes_of(session, is_whole_day):
    """What a reader of the calendar has to know of this session, in sentences."""
    notes = []
    if session.status == Status.MOVED and session.previous_starts_at:
        words = {"day": day(session.previous_starts_at), "hour": hour(session.previous_starts_at)}
        notes.append(_("First planned for %(day)s, %(hour)s o'clock.") % words)
    if session.status == Status.FULL:
        notes.append(_("There are no places left."))
    if session.end_is_informal and session.ends_at:
        notes.append(_("Until about %(end)s o'clock.") % {"end": hour(session.ends_at)})
    elif not session.end_is_known and not is_whole_day:
        notes.append(_("The end is not fixed."))
    return tuple(notes)


def of_trajectory(page):
    """The period, when it is known to the day: a month or a year is no day of a calendar.

    Of a trajectory without an end only the day on which it begins is known.
    """
    if page.period_precision != DatePrecision.DAY or not page.period_start:
        return []
    title = page.title if page.period_end else _("Begins: %(title)s") % {"title": page.title}
    return [
        Occurrence(
            key="period",
            title=title,
            begins=page.period_start,
            ends=page.period_end,
            place=", ".join(part for part in (page.venue_name, page.venue_address) if part),
        )
    ]


def day(moment):
    return format_date(timezone.localtime(moment), "l j F Y")


def hour(moment):
    return oclock(timezone.localtime(moment))
