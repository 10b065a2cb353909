"""The calendar entry that a mail carries (RFC 5545, RFC 5546): the meetings of one registration.

PUBLISH and CANCEL, never REQUEST: nobody is invited, and no calendar mails an answer.
"""

from email.mime.text import MIMEText

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vUri

from cms.calendars import PRODUCT_ID, add_time, brussels_timezone, calendar_text

PUBLISH, CANCEL = "PUBLISH", "CANCEL"
NAMES = {PUBLISH: "afspraak.ics", CANCEL: "annulatie.ics"}


def attachment(method, registration, page, occurrences, organiser) -> MIMEText | None:
    """A file for a mail; None without a date. `organiser` is the address that answers go to."""
    if not occurrences:
        return None
    content = calendar(method, registration, page, occurrences, organiser).to_ical().decode()
    part = MIMEText(content, "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename=NAMES[method])
    return part


def calendar(method, registration, page, occurrences, organiser) -> Calendar:
    entry = Calendar()
    entry.add("prodid", PRODUCT_ID)
    entry.add("version", "2.0")
    entry.add("method", method)
    entry.add_component(brussels_timezone())
    for occurrence in occurrences:
        entry.add_component(event(method, registration, page, occurrence, organiser))
    return entry


def event(method, registration, page, occurrence, organiser) -> Event:
    """A VEVENT: its UID stays the same whatever changes, its SEQUENCE rises with the version of the registration.

    The private link is not in it: colleagues see each other's calendars. Nor are notes, which say how to register.
    """
    component = Event()
    component.add("uid", uid_of(registration, occurrence))
    component.add("dtstamp", timezone.now())
    component.add("sequence", registration.version)
    add_time(component, occurrence)
    component.add("summary", calendar_text(occurrence.title))
    component.add("status", "CANCELLED" if method == CANCEL else occurrence.status or "CONFIRMED")
    component.add("organizer", vCalAddress(f"mailto:{organiser}"))
    if page.full_url:
        component.add("description", calendar_text(page.full_url))
        component.add("url", vUri(page.full_url))
    if occurrence.place:
        component.add("location", calendar_text(occurrence.place))
    if occurrence.online:
        component.add("conference", vUri(occurrence.online), {"VALUE": "URI"})
    return component


def uid_of(registration, occurrence) -> str:
    """At a host of our own (RFC 7986); a substitute has a registration, and so an entry, of the own."""
    host = settings.TAG_AUTHORITY.partition(",")[0]
    return f"registration-{registration.pk}-{occurrence.key}@{host}"
