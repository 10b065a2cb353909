"""Parsers for each format. A format that is added here is in every test of all formats.

A reader takes the body of a response, as bytes, and returns the UUIDs of the pages in it, in their order.
"""

import csv
import io
import json
import re

import feedparser
from icalendar import Calendar


def uuid_of(tag):
    return tag.rpartition(":")[2]


def ids_of_feed(content):
    return [uuid_of(entry.id) for entry in feedparser.parse(content).entries]


def ids_of_json_feed(content):
    return [uuid_of(item["id"]) for item in json.loads(content)["items"]]


def rows_of_table(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True))


def ids_of_table(content):
    return [uuid_of(row["id"]) for row in rows_of_table(content)]


def events_of_calendar(content):
    return Calendar.from_ical(content).events


def ids_of_calendar(content):
    """Each page once, however many events it has."""
    return list(dict.fromkeys(str(event["uid"])[:36] for event in events_of_calendar(content)))


def ids_of_linked_data(content):
    return [uuid_of(page["dct:identifier"]) for page in json.loads(content)["dataFeedElement"]]


READERS = {
    "feed.atom": ids_of_feed,
    "feed.rss": ids_of_feed,
    "feed.json": ids_of_json_feed,
    "export.csv": ids_of_table,
    "export.jsonld": ids_of_linked_data,
    "agenda.ics": ids_of_calendar,
}
# Formats with pagination.
PAGED = ["feed.atom", "feed.rss", "feed.json"]
# Formats whose errors are problem details (RFC 9457).
FOR_PROGRAMS = ["feed.json", "export.jsonld"]


def split_names(cell):
    """The names in a cell, by the rule in docs/partners.md."""
    return [re.sub(r"\\(.)", r"\1", name) for name in re.findall(r"(?:[^|\\]|\\.)+", cell)]
