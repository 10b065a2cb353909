"""iCalendar (RFC 5545, RFC 7986) of events and trajectories: a VEVENT for each occurrence of an entry."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Event, vCalAddress, vUri

from cms.calendars import PRODUCT_ID, TIMEZONE_NAME, add_time, brussels_timezone, calendar_text
from cms.skipping import skip_failing
from cms.structured_data import LANGUAGE

from .base_format import WholeFormat

# How often subscribed calendars should fetch it again.
REFRESH_INTERVAL = timedelta(hours=6)
CALENDAR_END = b"END:VCALENDAR\r\n"


class CalendarFormat(WholeFormat):
    """A list to subscribe to, or the calendar of one page."""

    name = "agenda.ics"
    content_type = "text/calendar; charset=utf-8; method=PUBLISH"
    label = _("Calendar")
    kinds = ("events",)
    serves_pages = True
    is_for_reader_apps = True
    link_text = _("in your own calendar")
    link_scheme = "webcal"

    def headers(self, listing) -> dict[str, str]:
        """The file name: the slug of the page."""
        return {"Content-Disposition": f'inline; filename="{listing.index.slug}.ics"'}

    def serialize_parts(self, listing) -> Iterator[bytes]:
        """Leaves out and logs occurrences that can't be serialized."""
        yield make_calendar(listing).to_ical().removesuffix(CALENDAR_END)
        for items in listing.chunks():
            pairs = [(item, occurrence) for item in items for occurrence in item.entry.occurrences]
            yield b"".join(skip_failing(lambda pair: make_event(*pair, listing).to_ical(), pairs, address_of))
        yield CALENDAR_END


def address_of(pair) -> str:
    """The URL of the entry, for the log."""
    item, _occurrence = pair
    return item.entry.address


def make_calendar(listing) -> Calendar:
    """The VCALENDAR without events, with its VTIMEZONE."""
    feed, name = Calendar(), calendar_text(listing.title)
    feed.add("prodid", PRODUCT_ID)
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("uid", listing.id)
    feed.add("name", name, {"LANGUAGE": LANGUAGE})
    feed.add("x-wr-calname", name)
    feed.add("description", calendar_text(listing.description), {"LANGUAGE": LANGUAGE})
    feed.add("x-wr-timezone", TIMEZONE_NAME)
    feed.add("url", vUri(listing.page_address))
    feed.add("source", vUri(listing.address(CalendarFormat.name)), {"VALUE": "URI"})
    feed.add("refresh-interval", REFRESH_INTERVAL, {"VALUE": "DURATION"})
    # Outlook reads this one instead.
    feed.add("x-published-ttl", "PT6H")
    feed.add_component(brussels_timezone())
    return feed


def make_event(item, occurrence, listing) -> Event:
    """The VEVENT of an occurrence. UID stays the same when it moves; SEQUENCE rises with each change of content."""
    entry, component, changed = item.entry, Event(), item.changed.replace(microsecond=0)
    component.add("uid", uid_of(item, occurrence))
    component.add("dtstamp", changed)
    component.add("last-modified", changed)
    component.add("sequence", item.version)
    add_time(component, occurrence)
    component.add("summary", calendar_text(occurrence.title), {"LANGUAGE": LANGUAGE})
    component.add(
        "description", calendar_text("\n".join([*occurrence.notes, entry.summary, entry.address]).strip())
    )
    component.add("url", vUri(entry.address))
    if occurrence.status:
        component.add("status", occurrence.status)
    if occurrence.place:
        component.add("location", calendar_text(occurrence.place))
    if occurrence.online:
        component.add("conference", vUri(occurrence.online), {"VALUE": "URI"})
    if themes := [
        calendar_text(category.label) for category in entry.categories if category.scheme == "theme"
    ]:
        component.add("categories", themes)
    component.add("organizer", organizer_address(item, listing))
    return component


def uid_of(item, occurrence) -> str:
    """The UID (RFC 7986): the UUID of the page and the key of the occurrence, at the domain of TAG_AUTHORITY."""
    uuid = item.entry.id.removeprefix("urn:uuid:")
    return f"{uuid}-{occurrence.key}@{settings.TAG_AUTHORITY.partition(',')[0]}"


def organizer_address(item, listing) -> vCalAddress:
    """The ORGANIZER: the names as CN. The required URI is that of the site, so that no e-mail address is published."""
    address = vCalAddress(f"{listing.site.root_url}/")
    address.params["CN"] = calendar_text(", ".join(item.authors) or listing.publisher_name).replace('"', "”")
    return address
