"""How the tests read each format: adding one here takes it into every test of all formats.

A reader gets the bytes of an answer, and gives the UUIDs of the pages in it, in their order.
"""

import csv
import io
import json
import re

import feedparser
from icalendar import Calendar


def uuid_of(tag):
    return tag.rpartition(":")[2]


def of_feed(content):
    return [uuid_of(entry.id) for entry in feedparser.parse(content).entries]


def of_json_feed(content):
    return [uuid_of(item["id"]) for item in json.loads(content)["items"]]


def rows_of_table(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True))


def of_table(content):
    return [uuid_of(row["id"]) for row in rows_of_table(content)]


def events_of_calendar(content):
    return Calendar.from_ical(content).events


def of_calendar(content):
    """Each page once, whatever the number of its events."""
    return list(dict.fromkeys(str(event["uid"])[:36] for event in events_of_calendar(content)))


def of_linked_data(content):
    return [uuid_of(thing["dct:identifier"]) for thing in json.loads(content)["dataFeedElement"]]


READERS = {
    "feed.atom": of_feed,
    "feed.rss": of_feed,
    "feed.json": of_json_feed,
    "export.csv": of_table,
    "export.jsonld": of_linked_data,
    "agenda.ics": of_calendar,
}
# Formats that give the list in pages, as the list page does.
PAGED = ["feed.atom", "feed.rss", "feed.json"]
# Formats that explain a bad value to a program.
FOR_PROGRAMS = ["feed.json", "export.jsonld"]


def taken_apart(cell):
    """The names in a cell, as docs/partners.md says to read them."""
    return [re.sub(r"\\(.)", r"\1", name) for name in re.findall(r"(?:[^|\\]|\\.)+", cell)]
