"""The occurrences of events and trajectories, for calendars."""

import datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.models import Occurrence
from fields.dates import DatePrecision
from fields.formatting import oclock

from .days import is_midnight
from .registration_words import note_for_calendars, note_on_seats
from .session import EventSession

Status = EventSession.Status
# The STATUS of RFC 5545, 3.8.1.11; a planned session has none: it is neither confirmed nor tentative.
STATES = {
    Status.CONFIRMED: "CONFIRMED",
    Status.MOVED: "CONFIRMED",
    Status.FULL: "CONFIRMED",
    Status.CANCELLED: "CANCELLED",
}


def of_event(page):
    """One occurrence for each session with a date."""
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
        notes=(
            *notes_of(session, is_whole_day=not isinstance(begins, datetime.datetime)),
            *registering_notes(page, session),
        ),
        place=", ".join(
            part for part in (session.venue_name or page.venue_name, address_of(page, session)) if part
        ),
        online=session.online_url,
    )


def title_of(page, session, is_only):
    """The title, with “cancelled” or “moved” first: some calendars show only the title."""
    name = "" if is_only else session.label or session.heading
    title = f"{page.title}: {name}" if name else page.title
    if not session.is_off:
        return title
    return _("%(state)s: %(title)s") % {"state": capfirst(session.get_status_display()), "title": title}


def address_of(page, session):
    """The address of the event's venue; empty for a session at another place, of which only the name is known."""
    return "" if session.venue_name else page.venue_address


def notes_of(session, is_whole_day):
    """Sentences about a change, full capacity and an informal end."""
    notes = []
    if session.status == Status.MOVED and session.previous_starts_at:
        start = {"day": day(session.previous_starts_at), "hour": hour(session.previous_starts_at)}
        notes.append(_("First planned for %(day)s, %(hour)s o'clock.") % start)
    if session.end_is_informal and session.ends_at:
        notes.append(_("Until about %(end)s o'clock.") % {"end": hour(session.ends_at)})
    elif not session.end_is_known and not is_whole_day:
        notes.append(_("The end is not fixed."))
    return tuple(notes)


def registering_notes(page, session=None):
    """Whether there are places left, until when to register and where; none for what is cancelled.

    The same at any hour of the day, so that calendars that have it need not fetch it again.
    """
    if session and session.status == Status.CANCELLED:
        return ()
    is_chosen = bool(session) and page.sessions_are_chosen
    left = page.seats_left_in(str(session.pk)) if is_chosen else page.seats_left
    if session and session.status == Status.FULL:
        left = 0
    notes = [note_on_seats(left, page.has_waitlist), note_for_calendars(page)]
    return tuple(note for note in notes if note)


def of_trajectory(page):
    """One occurrence for the period, if its start is precise to the day; else none.

    If the end is less precise, the occurrence is the first day alone.
    """
    if page.period_start_precision != DatePrecision.DAY or not page.period_start:
        return []
    ends = page.period_end if page.period_end_precision == DatePrecision.DAY else None
    title = page.title if ends else _("Begins: %(title)s") % {"title": page.title}
    return [
        Occurrence(
            key="period",
            title=title,
            begins=page.period_start,
            ends=ends,
            notes=registering_notes(page),
            place=", ".join(part for part in (page.venue_name, page.venue_address) if part),
        )
    ]


def day(moment):
    return format_date(timezone.localtime(moment), "l j F Y")


def hour(moment):
    return oclock(timezone.localtime(moment))
