"""Items: entries prepared for formats, with permanent ids, absolute links and only characters that XML allows."""

from datetime import UTC, datetime
from typing import NamedTuple

from api.html import absolutise
from caching.functions import cached_until_change
from cms.models import Entry
from cms.xml_text import xml_text
from listing.results import entries_by_id

from .ids import page_tag_uri
from .models import Syndicated

# For pages without any date. A constant, so that the response and its ETag stay the same.
FALLBACK_DATE = datetime(1970, 1, 1, tzinfo=UTC)


class Item(NamedTuple):
    """An entry with the values that only formats need.

    `id` is a tag URI; `changed` is when the content last changed, `version` how often; `authors` are names; `content`
    is the body as HTML with absolute links, empty if it was left out (`make_items`).
    """

    entry: Entry
    id: str
    published: datetime | None
    changed: datetime
    version: int
    authors: list[str]
    content: str


@cached_until_change(most=500)
def items_by_id(ids, form_class) -> dict[int, Item]:
    """The items of the listed pages with these ids, by id, in that order, without broken ones. Call `many`."""
    entries = entries_by_id(form_class, ids)
    return dict(zip(entries, make_items(entries.values()), strict=True))


def make_items(entries, has_content=True) -> list[Item]:
    """The items of these entries, with one query for their `Syndicated` rows. Without content no body is rendered."""
    entries = list(entries)
    if not entries:
        return []
    rows = Syndicated.objects.syndicated().filter(permanent_id__in=[uuid_of(entry) for entry in entries])
    columns = rows.values_list("permanent_id", "changed_at", "version", named=True)
    rows_by_id = {str(row.permanent_id): row for row in columns}
    return [make_item(entry, rows_by_id.get(uuid_of(entry)), has_content) for entry in entries]


def uuid_of(entry) -> str:
    """The UUID in the URN of an entry."""
    return entry.id.removeprefix("urn:uuid:")


def make_item(entry, row=None, has_content=True) -> Item:
    """The item of an entry and its `Syndicated` row.

    Without a row (a page that was imported without Wagtail's signals) it has the dates of the page and version 0.
    """
    dates = entry.dates
    content = xml_text(absolutise(str(entry.body), entry.address)) if has_content else ""
    return Item(
        # The rendered body replaces the lazy one, which would keep the whole page in memory.
        entry=entry._replace(title=xml_text(entry.title), summary=xml_text(entry.summary), body=content),
        id=page_tag_uri(entry.id),
        published=dates.published,
        changed=row.changed_at if row else dates.updated or dates.published or FALLBACK_DATE,
        version=row.version if row else 0,
        authors=author_names(entry),
        content=content,
    )


def author_names(entry) -> list[str]:
    """The names of the authors of an entry; without any, those of its platforms."""
    authors = [xml_text(party.name) for party in entry.people if party.is_author]
    platforms = [xml_text(category.label) for category in entry.categories if category.scheme == "platform"]
    return authors or platforms
