"""What every page says of itself in the same few fields, and in the words of schema.org.

Feeds, exports, embeds and search results read an entry and never a type of page, so that a new type gets them all.
"""

from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urljoin

from django.db import models
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from wagtail.rich_text import expand_db_html

from cms.structured_data import LANGUAGE, filled, stamp


class Category(NamedTuple):
    """What an entry is about: the key and value that the filters of lists use for it, and what people call it."""

    scheme: str
    term: str
    label: str


class Party(NamedTuple):
    """A person or organisation with a part in an entry: by name, and as what."""

    name: str
    role: str = ""
    is_person: bool = False
    is_author: bool = False


class Dates(NamedTuple):
    """When an entry was published and changed, and the days on which what it tells of happens."""

    published: datetime | None
    updated: datetime | None
    begins: date | None = None
    ends: date | None = None


class Occurrence(NamedTuple):
    """A time at which what an entry tells of happens, as calendars want to know it.

    `key` tells it from the others of the entry, and stays its own when it moves. Days instead of moments are whole
    days, and the last one counts. `status` is one of `CONFIRMED` and `CANCELLED`, or nothing.
    """

    key: str
    title: str
    begins: date | datetime
    ends: date | datetime | None = None
    status: str = ""
    notes: tuple[str, ...] = ()
    place: str = ""
    online: str = ""

    @property
    def is_whole_day(self):
        return not isinstance(self.begins, datetime)


class Entry(NamedTuple):
    """A page as every format tells it: only what everybody may see. `body` is HTML, made when somebody reads it.

    `type` never changes for a type of page; `licence` is empty where that of the whole site holds (`Licence`).
    The last three are how lists show it: the slug of the region whose colour it carries, the day in words, and the
    word that must not be missed (cancelled). Each may be empty.
    """

    id: str
    type: str
    title: str
    summary: str
    address: str
    dates: Dates
    people: list[Party]
    categories: list[Category]
    licence: str
    body: str
    occurrences: list[Occurrence]
    region: str = ""
    day: str = ""
    notice: str = ""


class Described(models.Model):
    """Stands left of `Page`: a page that can be told in other formats than its own template.

    A list of entries is loaded with `for_entries()` and `load_sections`: each type names in `entry_rows` what its
    entries read, and in `story` the fields of its running text. With `for_data()` also `structured_data` costs nothing
    more: `data_rows` and `data_streams` are what it reads.
    """

    entry_rows = ()
    data_rows = ()
    data_streams = ()
    story = ("body",)
    # Does it happen on days, so that it belongs in a calendar?
    happens = False
    open_graph_type = "website"

    class Meta:
        abstract = True

    def as_entry(self):
        return Entry(
            id=self.permanent_id,
            type=self._meta.model_name.removesuffix("page"),
            title=self.title,
            summary=self.search_description,
            address=self.full_url or "",
            dates=self.entry_dates(),
            people=self.entry_people(),
            categories=self.entry_categories(),
            licence=getattr(self, "licence", ""),
            body=SimpleLazyObject(self.story_html),
            occurrences=self.entry_occurrences(),
            region=self.entry_region(),
            day=self.entry_day(),
            notice=self.entry_notice(),
        )

    @property
    def permanent_id(self):
        """Survives a move, a new title and a new address (docs/decisions/0006-permanent-id.md)."""
        return f"urn:uuid:{self.translation_key}"

    @property
    def permanent_address(self):
        """Leads to where the page is now. Data names the page by it."""
        path = reverse("permanent_address", args=[self.translation_key])
        return urljoin(self.full_url, path) if self.full_url else ""

    def entry_dates(self):
        return Dates(self.first_published_at, self.last_published_at or self.first_published_at)

    def entry_people(self):
        return []

    def entry_region(self):
        """That of its platform; a platform is its own."""
        region = self.section.region if self.section else None
        return region.slug if region else ""

    def entry_day(self):
        """The day that stands above it in lists; most types have none."""
        return ""

    def entry_notice(self):
        """The word without which it would mislead."""
        return ""

    def entry_categories(self):
        """Themes and platform; types add what their own filters know."""
        themes = [Category("theme", theme.slug, theme.name) for theme in self.themes]
        platform = self.section
        return [*themes, *([Category("platform", platform.slug, platform.title)] if platform else [])]

    def entry_occurrences(self):
        """When it happens, as far as that is known to the day; nothing for what does not happen but is."""
        return []

    def story_html(self):
        values = [getattr(self, name, "") for name in self.story]
        return "".join(
            expand_db_html(value) if isinstance(value, str) else str(value.render_as_block())
            for value in values
            if value
        )

    def structured_data(self):
        """What the page is in the words of schema.org, read from what its template shows."""
        return self.work_data(type="WebPage")

    def thing_data(self, **values):
        """What schema.org asks of any thing, with the values of this type."""
        return filled(
            **{
                "id": self.permanent_address,
                "url": self.full_url or "",
                "identifier": self.permanent_id,
                "name": self.title,
                "description": self.search_description,
                **values,
            }
        )

    def work_data(self, **values):
        """The same for what somebody wrote: its language and dates, and what it is about."""
        dates = self.entry_dates()
        return self.thing_data(
            inLanguage=LANGUAGE,
            datePublished=stamp(dates.published),
            dateModified=stamp(dates.updated),
            about=[{"@type": "Thing", "name": theme.name} for theme in self.themes],
            **values,
        )
