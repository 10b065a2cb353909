"""What every page says of itself in the same few fields, and in the words of schema.org.

Feeds, exports, embeds and search results read an entry and never a type of page, so that a new type gets them all.
"""

from datetime import date, datetime
from typing import NamedTuple

from django.db import models
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


class Dates(NamedTuple):
    """When an entry was published and changed, and the days on which what it tells of happens."""

    published: datetime | None
    updated: datetime | None
    begins: date | None = None
    ends: date | None = None


class Entry(NamedTuple):
    """A page as every format tells it: only what everybody may see. `body` is HTML, made when somebody reads it."""

    id: str
    title: str
    summary: str
    address: str
    dates: Dates
    people: list[Party]
    categories: list[Category]
    body: str


class Described(models.Model):
    """Stands left of `Page`: a page that can be told in other formats than its own template.

    A list of entries is loaded with `for_entries()` and `load_sections`: each type names in `entry_rows` what its
    entries read, and in `story` the fields of its running text.
    """

    entry_rows = ()
    story = ("body",)
    open_graph_type = "website"

    class Meta:
        abstract = True

    def as_entry(self):
        return Entry(
            id=self.permanent_id,
            title=self.title,
            summary=self.search_description,
            address=self.full_url or "",
            dates=self.entry_dates(),
            people=self.entry_people(),
            categories=self.entry_categories(),
            body=SimpleLazyObject(self.story_html),
        )

    @property
    def permanent_id(self):
        """Survives a move, a new title and a new address (docs/decisions/0006-permanent-id.md)."""
        return f"urn:uuid:{self.translation_key}"

    def entry_dates(self):
        return Dates(self.first_published_at, self.last_published_at or self.first_published_at)

    def entry_people(self):
        return []

    def entry_categories(self):
        """Themes and platform; types add what their own filters know."""
        themes = [Category("theme", theme.slug, theme.name) for theme in self.themes]
        platform = self.section
        return [*themes, *([Category("platform", platform.slug, platform.title)] if platform else [])]

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
        address = self.full_url or ""
        common = {"url": address, "identifier": self.permanent_id, "name": self.title}
        return filled(**{"id": f"{address}#this", **common, "description": self.search_description, **values})

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
