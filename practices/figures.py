"""The public figures: how many practices each region, theme, state and level of evidence has, and who took them over.

Counts are those of the filters on the list of practices; nothing is counted here but adoptions.
"""

from collections import Counter
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.querysets import deduplicated
from cms.structured_data import cut
from fields.formatting import precise
from listing import MISSING, places

from .models import Adoption, PracticePage

# The newest adoptions that are loaded and counted.
MOST_ADOPTIONS = 1000
ADOPTION = "adoption"
# Rows of a table that a page shows at once.
MOST_UNFOLDED = 10


class Row(NamedTuple):
    """A number of practices or adoptions: what it counts, and where the things counted are listed.

    `parent` is the value one level up, if any.
    """

    value: str
    label: str
    count: int
    address: str
    parent: str = ""


class Figure(NamedTuple):
    """A table of numbers. `is_map` if the values are regions; `note` says what to know when reading them."""

    key: str
    title: str
    note: str
    rows: list[Row]
    is_map: bool = False

    @property
    def is_short(self) -> bool:
        """Whether its table stays unfolded."""
        return len(self.rows) <= MOST_UNFOLDED

    @property
    def tops(self) -> list[Row]:
        """The rows that the drawing has."""
        return [row for row in self.rows if not row.parent]


class TakenOver(NamedTuple):
    """An organisation that took a practice over: where, since when, and its own practice page if that is listed."""

    organisation: str
    town: str
    region: str
    since: str
    since_iso: str
    practice: PracticePage
    own_page: PracticePage | None


# The title and the note of the figure of each facet.
OF_FACETS = {
    "region": (
        _("Practices in each region"),
        _("A practice that works in several regions counts in each. The region is that of its working area."),
    ),
    "theme": (
        _("Practices on each theme"),
        _("A practice can have several themes. A theme includes the parts below it."),
    ),
    "status": (_("State of the practices"), ""),
    "evidence": (
        _("Evidence of the practices"),
        _("Each level of the ladder; the page of a practice explains its own."),
    ),
    "assessment": (
        _("Who judged the evidence"),
        _("Only of practices that have a level of evidence."),
    ),
}
KEYS = (*OF_FACETS, ADOPTION)


class Figures:
    """The figures about the practices of a list."""

    def __init__(self, practice_list):
        self.list = practice_list
        self.form = practice_list.filtered(None)

    @cached_property
    def total(self) -> int:
        return len(self.form.results)

    @cached_property
    def all(self) -> list[Figure]:
        return [self.get(key) for key in KEYS]

    def get(self, key) -> Figure:
        """The figure with this key, one of `KEYS`."""
        return self.adoptions_by_region if key == ADOPTION else self.of_facet(key)

    def of_facet(self, key) -> Figure:
        facet = self.form.index.facet(key)
        choices = [
            choice for top, parts in self.form.results.group(facet).choices for choice in (top, *parts)
        ]
        rows = [
            Row(choice.value, choice.label, choice.count, self.address_of(key, choice.value), choice.parent)
            for choice in choices
            if choice.count or choice.value != MISSING
        ]
        title, note = OF_FACETS[key]
        return Figure(key, str(title), str(note), rows, facet.is_on_map)

    def address_of(self, key, value) -> str:
        return self.list.get_url() + self.form.address(**{key: [value]})

    @cached_property
    def adoptions_by_region(self) -> Figure:
        counts = Counter(adoption.region for adoption in self.adoptions)
        here = reverse("practice_figures")
        rows = [
            Row(slug, name, counts[slug], f"{here}#{anchor_of(slug)}")
            for slug, name in sorted(places().region_names.items(), key=lambda pair: pair[1])
        ]
        if counts[""]:
            rows.append(Row(MISSING, gettext("Place not known"), counts[""], f"{here}#{anchor_of('')}"))
        note = gettext(
            "Each organisation that took a practice over, in the region where that organisation is."
        )
        return Figure(ADOPTION, gettext("Practices that were taken over"), note, rows, is_map=True)

    @cached_property
    def adoptions(self) -> list[TakenOver]:
        """The newest adoptions of listed practices, the latest first; never a person's data."""
        practices = deduplicated(self.listed_practices(), self.root)
        rows = (
            Adoption.objects.filter(page__in=practices.values("pk"), organisation__isnull=False)
            .select_related("organisation__municipality")
            .order_by("-started_on", "-pk")[:MOST_ADOPTIONS]
        )
        rows = list(rows)
        pages = self.listed_practices().in_bulk(
            {row.page_id for row in rows} | {row.adopted_page_id for row in rows} - {None}
        )
        return [taken_over(row, pages) for row in rows if row.page_id in pages]

    def adoptions_in(self, region) -> list[TakenOver]:
        return [adoption for adoption in self.adoptions if adoption.region == region]

    @property
    def adoptions_by_place(self) -> list[tuple[Row, str, list[TakenOver]]]:
        """The regions with adoptions, each with its anchor and its adoptions."""
        slugs = {row: "" if row.value == MISSING else row.value for row in self.adoptions_by_region.rows}
        return [(row, anchor_of(slug), self.adoptions_in(slug)) for row, slug in slugs.items() if row.count]

    @property
    def root(self) -> str:
        """The tree path of the home page."""
        return self.list.path[: 2 * self.list.steplen]

    def listed_practices(self):
        pages = PracticePage.objects.filter(path__startswith=self.root).listed()
        return pages.only("title", "url_path", "path", "slug", "content_type", "locale")


def anchor_of(region) -> str:
    return f"overgenomen-{region or 'elders'}"


def taken_over(row, pages) -> TakenOver:
    town, flanders = row.organisation.municipality, places()
    return TakenOver(
        organisation=row.organisation.name,
        town=town.name if town else "",
        region=flanders.region_of.get(flanders.current[town.pk], "") if town else "",
        since=precise(row.started_on, row.started_on_precision),
        since_iso=cut(row.started_on, row.started_on_precision),
        practice=pages[row.page_id],
        own_page=pages.get(row.adopted_page_id),
    )
