"""The agenda as calendars read it (RFC 5545, RFC 7986): an event for each time that something happens."""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur, vUri

from cms.skipping import skip_failing
from cms.structured_data import LANGUAGE

from .base_format import WholeFormat
from .items import xml_text

ZONE = "Europe/Brussels"
BRUSSELS = ZoneInfo(ZONE)
# How often a calendar looks again by itself.
LOOK_AGAIN = timedelta(hours=6)
PRODUCT = "-//Streekwijzer//Streekwijzer//NL"
END = b"END:VCALENDAR\r\n"


class CalendarFormat(WholeFormat):
    """A list that somebody subscribes to, or one page that somebody puts in a calendar."""

    name = "agenda.ics"
    content_type = "text/calendar; charset=utf-8; method=PUBLISH"
    label = _("Calendar")
    kinds = ("events",)
    serves_pages = True
    is_for_readers = True
    offer = _("in your own calendar")
    offered_as = "webcal"

    def headers(self, listing):
        return {"Content-Disposition": f'inline; filename="{listing.index.slug}.ics"'}

    def parts(self, listing):
        yield calendar(listing).to_ical().removesuffix(END)
        for items in listing.chunks():
            pairs = [(item, occurrence) for item in items for occurrence in item.entry.occurrences]
            yield b"".join(skip_failing(lambda pair: event(*pair, listing).to_ical(), pairs, address_of))
        yield END


def address_of(pair):
    item, _occurrence = pair
    return item.entry.address


def calendar(listing):
    """The VCALENDAR around the events, with its time zone."""
    feed, name = Calendar(), clean(listing.title)
    feed.add("prodid", PRODUCT)
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("uid", listing.id)
    feed.add("name", name, {"LANGUAGE": LANGUAGE})
    feed.add("x-wr-calname", name)
    feed.add("description", clean(listing.description), {"LANGUAGE": LANGUAGE})
    feed.add("x-wr-timezone", ZONE)
    feed.add("url", vUri(listing.page_address))
    feed.add("source", vUri(listing.address(CalendarFormat.name)), {"VALUE": "URI"})
    feed.add("refresh-interval", LOOK_AGAIN, {"VALUE": "DURATION"})
    # What Outlook reads.
    feed.add("x-published-ttl", "PT6H")
    feed.add_component(brussels())
    return feed


@cache
def brussels():
    """The clocks of Belgium as the law has set them since 1996.

    By rule: the library writes out a list of days that ends, and an hour too late in spring (icalendar 7.3).
    """
    zone = Timezone()
    zone.add("tzid", ZONE)
    for part, name, month, hour, before, after in (
        (TimezoneDaylight(), "CEST", 3, 2, 1, 2),
        (TimezoneStandard(), "CET", 10, 3, 2, 1),
    ):
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, hour))
        part.add("rrule", vRecur(freq="yearly", bymonth=month, byday="-1su"))
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone


def event(item, occurrence, listing):
    """One time that an item happens. Its UID stays when it moves, its SEQUENCE rises with each real change."""
    entry, component, changed = item.entry, Event(), item.changed.replace(microsecond=0)
    component.add("uid", uid_of(item, occurrence))
    component.add("dtstamp", changed)
    component.add("last-modified", changed)
    component.add("sequence", item.version)
    add_time(component, occurrence)
    component.add("summary", clean(occurrence.title), {"LANGUAGE": LANGUAGE})
    component.add("description", clean("\n".join([*occurrence.notes, entry.summary, entry.address]).strip()))
    component.add("url", vUri(entry.address))
    if occurrence.status:
        component.add("status", occurrence.status)
    if occurrence.place:
        component.add("location", clean(occurrence.place))
    if occurrence.online:
        component.add("conference", vUri(occurrence.online), {"VALUE": "URI"})
    if themes := [clean(category.label) for category in entry.categories if category.scheme == "theme"]:
        component.add("categories", themes)
    component.add("organizer", organiser(item, listing))
    return component


def uid_of(item, occurrence):
    """The permanent id of the page and the key of the time, at the name that was ours when we began (RFC 7986)."""
    uuid = item.entry.id.removeprefix("urn:uuid:")
    return f"{uuid}-{occurrence.key}@{settings.TAG_AUTHORITY.partition(',')[0]}"


def add_time(component, occurrence):
    """Sets start and end. For whole days RFC 5545 wants the day after the last; they leave the calendar free."""
    if occurrence.is_whole_day:
        component.add("dtstart", occurrence.begins)
        component.add(
            "dtend", max(occurrence.ends or occurrence.begins, occurrence.begins) + timedelta(days=1)
        )
        component.add("transp", "TRANSPARENT")
        return
    component.add("dtstart", occurrence.begins.astimezone(BRUSSELS))
    if occurrence.ends and occurrence.ends > occurrence.begins:
        component.add("dtend", occurrence.ends.astimezone(BRUSSELS))


def organiser(item, listing):
    """Who organises, by name. The address has to be one: that of the site, never somebody’s mailbox."""
    address = vCalAddress(f"{listing.site.root_url}/")
    address.params["CN"] = clean(", ".join(item.authors) or listing.publisher_name).replace('"', "”")
    return address


def clean(text):
    """Text without what a calendar can't hold; a line ends in one way.

    The library takes `\\N` for the end of a line wherever it stands (icalendar 7.3): also in C:\\Nieuws.
    """
    return xml_text("\n".join(str(text).splitlines())).replace("\\N", "/N")
