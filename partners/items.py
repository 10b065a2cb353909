"""Entries prepared for formats: with permanent ids, absolute links and only characters that XML allows."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from api.html import absolutise
from caching.memory import Memory
from cms.models import Entry

from .ids import tag_of_page
from .models import Syndicated

# Characters that XML 1.0 does not allow (section 2.2).
NOT_IN_XML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The date of pages without any: a constant, so that the answer stays the same.
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


# The items used last, by (state of the lists, page key): a new state makes them obsolete.
remembered = Memory(500)


def items_in(state, results, ids) -> list[Item]:
    """The items of the pages with these keys, in that order; recent ones come from memory."""
    items_by_pk = {pk: remembered.get((state, pk)) for pk in ids}
    entries = results.entries_of([pk for pk in ids if items_by_pk[pk] is None])
    for pk, item in zip(entries, items_of(entries.values()), strict=True):
        items_by_pk[pk] = item
        remembered.keep((state, pk), item)
    return [item for item in items_by_pk.values() if item]


def items_of(entries, has_content=True) -> list[Item]:
    """The items of these entries, with one query for their rows. Without content the body is not rendered."""
    entries = list(entries)
    if not entries:
        return []
    rows = Syndicated.objects.syndicated().filter(permanent_id__in=[uuid_of(entry) for entry in entries])
    rows_by_id = {str(row.permanent_id): row for row in rows}
    return [item_of(entry, rows_by_id.get(uuid_of(entry)), has_content) for entry in entries]


def uuid_of(entry):
    return entry.id.removeprefix("urn:uuid:")


def item_of(entry, row=None, has_content=True) -> Item:
    """One item. Without a row (a page just loaded by other means than Wagtail) it takes the dates of the page."""
    dates = entry.dates
    content = readable(absolutise(str(entry.body), entry.address)) if has_content else ""
    return Item(
        # Its own body holds on to the page.
        entry=entry._replace(title=readable(entry.title), summary=readable(entry.summary), body=content),
        id=tag_of_page(entry.id),
        published=dates.published,
        changed=row.changed_at if row else dates.updated or dates.published or LONG_AGO,
        version=row.version if row else 0,
        authors=authors_of(entry),
        content=content,
    )


def authors_of(entry) -> list[str]:
    """The names of its authors; without any, those of its platforms."""
    named = [readable(party.name) for party in entry.people if party.is_author]
    platforms = [readable(category.label) for category in entry.categories if category.scheme == "platform"]
    return named or platforms


def readable(text) -> str:
    """The text without characters that XML does not allow."""
    return NOT_IN_XML.sub("", text)
