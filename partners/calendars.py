"""The agenda as calendars read it (RFC 5545, RFC 7986): an event for each time that something happens."""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur, vUri

from cms.structured_data import LANGUAGE

from .base import WholeFormat
from .items import readable

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
    tells_pages = True
    offer = _("in your own calendar")
    offered_as = "webcal"

    def headers(self, listing):
        return {"Content-Disposition": f'inline; filename="{listing.index.slug}.ics"'}

    def parts(self, listing):
        yield calendar(listing).to_ical().removesuffix(END)
        for items in listing.chunks():
            events = [event(item, told, listing) for item in items for told in item.entry.occurrences]
            yield b"".join(found.to_ical() for found in events)
        yield END


def calendar(listing):
    """What stands around the events."""
    made, name = Calendar(), clean(listing.title)
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("uid", listing.id)
    made.add("name", name, {"LANGUAGE": LANGUAGE})
    made.add("x-wr-calname", name)
    made.add("description", clean(listing.description), {"LANGUAGE": LANGUAGE})
    made.add("x-wr-timezone", ZONE)
    made.add("url", vUri(listing.page_address))
    made.add("source", vUri(listing.address(CalendarFormat.name)), {"VALUE": "URI"})
    made.add("refresh-interval", LOOK_AGAIN, {"VALUE": "DURATION"})
    # What Outlook reads.
    made.add("x-published-ttl", "PT6H")
    made.add_component(brussels())
    return made


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


def event(item, told, listing):
    """One time that an item happens. Its UID stays when it moves, its SEQUENCE rises with each real change."""
    entry, made, changed = item.entry, Event(), item.changed.replace(microsecond=0)
    made.add("uid", uid_of(item, told))
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    made.add("sequence", item.version)
    add_time(made, told)
    made.add("summary", clean(told.title), {"LANGUAGE": LANGUAGE})
    made.add("description", clean("\n".join([*told.notes, entry.summary, entry.address]).strip()))
    made.add("url", vUri(entry.address))
    if told.status:
        made.add("status", told.status)
    if told.place:
        made.add("location", clean(told.place))
    if told.online:
        made.add("conference", vUri(told.online), {"VALUE": "URI"})
    if themes := [clean(found.label) for found in entry.categories if found.scheme == "theme"]:
        made.add("categories", themes)
    made.add("organizer", organiser(item, listing))
    return made


def uid_of(item, told):
    """The permanent id of the page and the key of the time, at the name that was ours when we began (RFC 7986)."""
    uuid = item.entry.id.removeprefix("urn:uuid:")
    return f"{uuid}-{told.key}@{settings.TAG_AUTHORITY.partition(',')[0]}"


def add_time(made, told):
    """From when to when. Of whole days a calendar wants the day after the last; they don't make anybody busy."""
    if told.is_whole_day:
        made.add("dtstart", told.begins)
        made.add("dtend", max(told.ends or told.begins, told.begins) + timedelta(days=1))
        made.add("transp", "TRANSPARENT")
        return
    made.add("dtstart", told.begins.astimezone(BRUSSELS))
    if told.ends and told.ends > told.begins:
        made.add("dtend", told.ends.astimezone(BRUSSELS))


def organiser(item, listing):
    """Who organises, by name. The address has to be one: that of the site, never somebody’s mailbox."""
    address = vCalAddress(f"{listing.site.root_url}/")
    address.params["CN"] = clean(", ".join(item.authors) or listing.publisher_name).replace('"', "”")
    return address


def clean(text):
    """Text without what a calendar can't hold; a line ends in one way.

    The library takes `\\N` for the end of a line wherever it stands (icalendar 7.3): also in C:\\Nieuws.
    """
    return readable("\n".join(str(text).splitlines())).replace("\\N", "/N")
