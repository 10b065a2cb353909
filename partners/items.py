"""An entry as it is told outside: with ids that last, and texts that mean the same away from the site."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from cms.models import Entry
from cms.rest.html import abroad
from cms.rest.memory import Memory

from .ids import tag_of_page
from .models import Syndicated

# What no XML document may hold (XML 1.0, 2.2), and no reader misses.
UNSPEAKABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# For what was never published by an editor: a date that stays the same.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Item(NamedTuple):
    """An entry with what only formats need."""

    entry: Entry
    id: str
    published: datetime | None
    changed: datetime
    version: int
    authors: list[str]
    content: str


# The last that were asked for, each with the state of the lists in which it was made: in another it counts no more.
remembered = Memory(500)


def items_in(state, results, ids):
    """The items of these pages, in that order. Who asks for what another format told a moment ago makes nothing."""
    known = {pk: remembered.get((state, pk)) for pk in ids}
    entries = results.entries_of([pk for pk in ids if known[pk] is None])
    for pk, item in zip(entries, items_of(entries.values()), strict=True):
        known[pk] = item
        remembered.keep((state, pk), item)
    return [item for item in known.values() if item]


def items_of(entries, has_content=True):
    """The entries, with what was told of them: one query for all. Without content the running text is not made."""
    entries = list(entries)
    if not entries:
        return []
    rows = Syndicated.objects.told().filter(permanent_id__in=[uuid_of(entry) for entry in entries])
    told = {str(row.permanent_id): row for row in rows}
    return [item_of(entry, told.get(uuid_of(entry)), has_content) for entry in entries]


def uuid_of(entry):
    return entry.id.removeprefix("urn:uuid:")


def item_of(entry, told=None, has_content=True):
    """Without a row (a page that somebody loaded past Wagtail, a minute ago) the dates of the page have to do."""
    dates = entry.dates
    content = readable(abroad(str(entry.body), entry.address)) if has_content else ""
    return Item(
        # Its own body holds on to the page.
        entry=entry._replace(title=readable(entry.title), summary=readable(entry.summary), body=content),
        id=tag_of_page(entry.id),
        published=dates.published,
        changed=told.changed_at if told else dates.updated or dates.published or LONG_AGO,
        version=told.version if told else 0,
        authors=authors_of(entry),
        content=content,
    )


def authors_of(entry):
    """Who wrote or did it, by name; else the platform that tells it."""
    named = [readable(party.name) for party in entry.people if party.is_author]
    platforms = [readable(found.label) for found in entry.categories if found.scheme == "platform"]
    return named or platforms


def readable(text):
    return UNSPEAKABLE.sub("", text)
