"""Entries: what every page type has in common, and its schema.org data.

Feeds, exports, embeds and search results read an entry and never a concrete page type, so a new type gets them all.
"""

from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urljoin

from django.db import models
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext

from cms.structured_data import LANGUAGE, filled, stamp
from rich_text.output import html_to_show


class Category(NamedTuple):
    """A filter value that applies to an entry: the filter's key (`scheme`), its value (`term`) and the label for
    people.
    """

    scheme: str
    term: str
    label: str


class Party(NamedTuple):
    """A person or organisation involved in an entry, with the role as text."""

    name: str
    role: str = ""
    is_person: bool = False
    is_author: bool = False


class Dates(NamedTuple):
    """When an entry was published and last changed, and the first and last day of what it is about."""

    published: datetime | None
    updated: datetime | None
    begins: date | None = None
    ends: date | None = None


class Occurrence(NamedTuple):
    """One occurrence of an event, for calendars.

    `key` is unique within the entry and stays the same when the occurrence moves. Dates instead of datetimes mean whole
    days, the last one included. `status` is `CONFIRMED`, `CANCELLED` or empty.
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
    def is_whole_day(self) -> bool:
        return not isinstance(self.begins, datetime)


class Fact(NamedTuple):
    """A field of an entry that no filter uses but a table has a column for: its key and its values as text."""

    key: str
    texts: tuple[str, ...]


class Entry(NamedTuple):
    """A page in the form that all formats read; holds public data only. `body` is HTML, rendered when first read.

    `type` never changes for a page type; `licence` is empty where the site's own applies (`Licence`). Lists show
    `region` (the slug of the region whose colour the page has), `day` (the day in words) and `notice` (a word that must
    not be missed, such as cancelled); each may be empty. `facts` are some of `IndexPage.facts`. Of a stub
    little is known yet.
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
    facts: tuple[Fact, ...] = ()
    is_stub: bool = False


class EntryMixin(models.Model):
    """Gives a page its entry and its schema.org data. Must precede `Page` in the bases.

    Load a list of entries with `for_entries()` and `load_sections`: a type names the relations its entry reads in
    `entry_rows`, and its rich text and stream fields in `story`. `for_data()` also loads what `structured_data` reads:
    `data_rows` and `data_streams`.
    """

    entry_rows = ()
    data_rows = ()
    data_streams = ()
    story = ("body",)
    # True if it happens on days, so that it belongs in a calendar.
    happens = False
    open_graph_type = "website"

    class Meta:
        abstract = True

    def as_entry(self) -> Entry:
        return Entry(
            id=self.permanent_id,
            type=self._meta.model_name.removesuffix("page"),
            title=self.title,
            summary=capfirst(self.search_description),
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
            facts=tuple(fact for fact in self.entry_facts() if fact.texts),
            is_stub=getattr(self, "is_stub", False),
        )

    @property
    def permanent_id(self) -> str:
        """A URN that survives a move, a new title and a new address (docs/decisions/0006-permanent-id.md)."""
        return f"urn:uuid:{self.translation_key}"

    @property
    def permanent_address(self) -> str:
        """The URL that redirects to where the page is now; identifies the page in linked data."""
        path = reverse("permanent_address", args=[self.translation_key])
        return urljoin(self.full_url, path) if self.full_url else ""

    def entry_dates(self) -> Dates:
        return Dates(self.first_published_at, self.last_published_at or self.first_published_at)

    def entry_people(self) -> list[Party]:
        return []

    def entry_region(self) -> str:
        """The slug of its platform's region, or an empty string; a platform has its own."""
        region = self.section.region if self.section else None
        return region.slug if region else ""

    def entry_day(self) -> str:
        """The day to show above it in lists; empty for most types."""
        return ""

    def entry_place(self) -> str:
        """Where it belongs, in words, for lists of all kinds of content: its platform, unless a type knows better."""
        return self.section.title if self.section else ""

    def entry_notice(self) -> str:
        """A word that lists have to show: that it is an example, or cancelled."""
        return gettext("Example") if self.is_example else ""

    def entry_facts(self) -> list[Fact]:
        """The facts of this entry: fields that no filter uses."""
        return []

    def review_facts(self) -> list[Fact]:
        """When somebody last looked whether it is still true, and by when somebody has to."""
        days = {"reviewed_on": self.reviewed_on, "review_by": self.review_by}
        return [Fact(key, (stamp(day),)) for key, day in days.items() if day]

    def entry_categories(self) -> list[Category]:
        """Themes and platform; page types add the categories of their own filters."""
        themes = [Category("theme", theme.slug, theme.name) for theme in self.themes]
        platform = self.section
        return [*themes, *([Category("platform", platform.slug, platform.title)] if platform else [])]

    def entry_occurrences(self) -> list[Occurrence]:
        """The occurrences whose day is known; empty for what is no event."""
        return []

    def registration_terms(self):
        """The `RegistrationTerms`, or None if one can't register here."""
        return None

    def story_html(self) -> str:
        values = [getattr(self, name, "") for name in self.story]
        return "".join(
            html_to_show(value) if isinstance(value, str) else str(value.render_as_block())
            for value in values
            if value
        )

    def structured_data(self) -> dict:
        """The schema.org data of the page, as a dict; reads only what its template shows."""
        return self.work_data(type="WebPage", lastReviewed=stamp(self.reviewed_on))

    def thing_data(self, **values) -> dict:
        """The properties of schema.org's Thing, with these values added."""
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

    def work_data(self, about=(), **values) -> dict:
        """The properties of schema.org's CreativeWork. `about` are subjects beside the themes."""
        dates = self.entry_dates()
        return self.thing_data(
            inLanguage=LANGUAGE,
            datePublished=stamp(dates.published),
            dateModified=stamp(dates.updated),
            about=[*[{"@type": "Thing", "name": theme.name} for theme in self.themes], *about],
            **values,
        )
