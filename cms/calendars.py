"""What every iCalendar file of ours has (RFC 5545): the time zone of Belgium, times in it, text that it takes."""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from cms.xml_text import xml_text

TIMEZONE_NAME = "Europe/Brussels"
BRUSSELS = ZoneInfo(TIMEZONE_NAME)
PRODUCT_ID = "-//Streekwijzer//Streekwijzer//NL"


@cache
def brussels_timezone() -> Timezone:
    """The VTIMEZONE of Belgium, with the rules for summer time since 1996, now Directive 2000/84/EC.

    Not the one that icalendar 7.3 generates: that lists transitions up to some year, and those in spring an hour late.
    """
    zone = Timezone()
    zone.add("tzid", TIMEZONE_NAME)
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


def add_time(component, occurrence) -> None:
    """Sets DTSTART and DTEND. For whole days DTEND is the day after the last (RFC 5545), and they don't block time."""
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


def calendar_text(text) -> str:
    """The text without characters that calendars don't allow and with `\\n` as the only line break.

    `\\N` becomes `/N`: icalendar 7.3 takes it for a line break anywhere, also in C:\\Nieuws.
    """
    return xml_text("\n".join(str(text).splitlines())).replace("\\N", "/N")
