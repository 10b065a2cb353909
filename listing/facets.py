"""The facets of lists: each gives its options, and the values of each page."""

from collections import defaultdict
from typing import NamedTuple

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction

from caching.compiled import Prepared
from caching.functions import cached_until_change
from cms.models import PageTheme, Theme
from cms.querysets import listed
from cms.sections import platform_model

MISSING = "none"


class Option(NamedTuple):
    """A value of a facet, as in the query string, with its label. `parent` is the value one level up, if any."""

    value: str
    label: str
    parent: str = ""


class Facet:
    """A filter with closed values. `key` is its query parameter; `example` is a value for the OpenAPI document."""

    # Whether the options are listed with their counts; otherwise people type a value.
    has_counts = True
    # Whether it is unfolded while nothing is chosen.
    is_open = False
    # Whether its options are tiles of the map above the list.
    is_on_map = False
    # The columns of a page that `load` reads.
    columns = ()
    # Whether an option also stands for those above it.
    is_at_least = False
    # Whether every value that a listed page has is an option; otherwise `options` gives them.
    has_values_of_pages = False

    def __init__(self, key, label, example=""):
        self.key, self.label, self.example = key, label, example

    def options(self, root):
        """The options, in the order of display, for the site whose home page has this path."""
        raise NotImplementedError

    def models(self):
        """The models (classes or labels) that `options` and `load` read, besides the pages and their rows.

        A facet with any needs no more of a page than its `pk` and `path`.
        """
        return []

    def is_shown(self, masks, value):
        """Whether readers see this option; vocabularies hide words that no public page uses.

        A hidden option stays valid in a query string, so that a shared link survives the last page with it.
        """
        return True

    def option(self, value):
        """The option for a value of a page, for a facet that `has_values_of_pages`."""
        return Option(value, value)

    def mask(self, masks, value):
        """The mask of the pages for an option, given the mask of each stored value."""
        return masks.get(value, 0)

    def split(self, text):
        """The parts of one query parameter: itself, unless people may type several values in it."""
        return [text] if text.strip() else []

    def parse(self, text, values):
        """The values that such a part stands for; `values` are those of the options."""
        return [text]

    def load(self, root, ids=None):
        """A function from a page (a dict of its columns) to its values; loaded for all pages, or for these ids."""
        raise NotImplementedError


class ColumnFacet(Facet):
    """A facet that reads a column of the page itself."""

    def __init__(self, key, label, column, example=""):
        super().__init__(key, label, example)
        self.column, self.columns = column, (column,)


class ChoiceFacet(ColumnFacet):
    """The choices of a field of the model. The value of an empty field is `none`."""

    def __init__(self, key, label, column, choices, value_of=str, example="", is_open=False):
        super().__init__(key, label, column, example or value_of(next(iter(choices))))
        self.choices, self.value_of, self.is_open = choices, value_of, is_open

    def options(self, root):
        options = [Option(self.value_of(choice), choice.label) for choice in self.choices]
        return [*options, Option(MISSING, _("Not filled in yet"))]

    def load(self, root, ids=None):
        values = {choice.value: self.value_of(choice) for choice in self.choices}
        return lambda page: [values.get(page[self.column], MISSING)]


class AtLeastFacet(ChoiceFacet):
    """The choices of a field that is a ladder, from the top down: each finds its own level and those above it."""

    is_at_least = True

    def options(self, root):
        top, *lower, missing = super().options(root)
        at_least = [option._replace(label=_("At least %s") % lower_first(option.label)) for option in lower]
        return [top, *at_least, missing]

    def mask(self, masks, value):
        levels = [self.value_of(choice) for choice in self.choices]
        own = masks.get(value, 0)
        if value not in levels:
            return own
        for higher in levels[: levels.index(value)]:
            own |= masks.get(higher, 0)
        return own


class YearFacet(ColumnFacet):
    """The year of a date, the latest first."""

    has_values_of_pages = True

    def load(self, root, ids=None):
        return lambda page: [str(page[self.column].year)] if page[self.column] else []


class MonthFacet(ColumnFacet):
    """The month of a date, 1 to 12, in any year."""

    def options(self, root):
        return [Option(str(number), name) for number, name in MONTHS.items()]

    def load(self, root, ids=None):
        return lambda page: [str(page[self.column].month)] if page[self.column] else []


class RowFacet(Facet):
    """Child rows that point at a vocabulary. `row` is their model's label, `relation` their foreign key.

    Pages without such a row have the value `none`, unless the facet is `optional`.
    """

    def __init__(self, key, label, row, relation, optional=False, example=""):
        super().__init__(key, label, example)
        self.row, self.relation = row, relation
        self.missing_values = [] if optional else [MISSING]

    @property
    def row_model(self):
        return apps.get_model(self.row)

    @property
    def vocabulary(self):
        return self.row_model._meta.get_field(self.relation).related_model

    def models(self):
        return [self.vocabulary]

    def options(self, root):
        options = [Option(word.slug, word.name) for word in self.vocabulary.objects.all()]
        return [*options, *[Option(value, _("Not filled in yet")) for value in self.missing_values]]

    def is_shown(self, masks, value):
        return value == MISSING or bool(masks.get(value))

    def load(self, root, ids=None):
        values = values_by_page(self.row_model, f"{self.relation}__slug", ids)
        return lambda page: values.get(page["pk"], self.missing_values)


@cached_until_change(Page, PageViewRestriction, "cms.Person", Theme)
def public_themes():
    """The slugs of the themes of listed pages of any type, and of the parents of those themes."""
    return frozenset(slug for row in themes_of_listed() for slug in row if slug)


@Prepared
def themes_of_listed():
    pages = listed(Page.objects.filter(page_themes__theme=OuterRef("pk")))
    return Theme.objects.filter(Exists(pages)).values_list("slug", "parent__slug")


class ThemeFacet(Facet):
    """The themes of the page. A theme includes its parts."""

    is_open = True

    def __init__(self):
        super().__init__("theme", _("Theme"), example="wonen")

    def models(self):
        return [Theme]

    def options(self, root):
        themes = list(Theme.objects.select_related("parent"))
        return [
            Option(theme.slug, theme.name, top.slug if theme is not top else "")
            for top in themes
            if top.parent is None
            for theme in [top, *[part for part in themes if part.parent_id == top.pk]]
        ]

    def is_shown(self, masks, value):
        return bool(masks.get(value)) or value in public_themes()

    def load(self, root, ids=None):
        values, parents = values_by_page(PageTheme, "theme__slug", ids), parent_themes()
        return lambda page: with_parents(values.get(page["pk"], []), parents)


class PlatformFacet(Facet):
    """The platform whose section the page is in."""

    def __init__(self):
        super().__init__("platform", _("Platform"), example="welzijnsband-meetjesland")

    def models(self):
        return ["platforms.PlatformPage"]

    def options(self, root):
        platforms = [platform for platform in listed_platforms(root).values() if platform.slug]
        return [Option(p.slug, p.title) for p in sorted(platforms, key=lambda p: p.title.casefold())]

    def load(self, root, ids=None):
        slugs = {path: platform.slug for path, platform in listed_platforms(root).items()}
        return lambda page: [slug for slug in [first_above(page["path"], slugs)] if slug]


def lower_first(text) -> str:
    """The text with a small first letter, as it stands in a sentence."""
    return f"{str(text)[:1].lower()}{str(text)[1:]}"


def with_parents(slugs, parents) -> set:
    """The slugs of these themes and of their parents; `parents` maps a slug to its parent's."""
    return {*slugs, *[parents[slug] for slug in slugs if parents.get(slug)]}


def values_by_page(row_model, column, ids) -> dict:
    """A dict from a page's id to the values in this column of its rows, without nulls; for all pages, or for `ids`."""
    rows = row_model.objects.exclude(**{column: None})
    if ids is not None:
        rows = rows.filter(page_id__in=ids)
    values = defaultdict(list)
    for page_id, value in rows.values_list("page_id", column).iterator(chunk_size=5000):
        values[page_id].append(value)
    return values


@cached_until_change("platforms.PlatformPage", PageViewRestriction)
def listed_platforms(root) -> dict:
    """The listed platforms of the site whose home page has this path, by their path."""
    platforms = platform_model().objects.filter(path__startswith=root).listed().defer_streamfields()
    return {platform.path: platform for platform in platforms}


@cached_until_change(Theme)
def parent_themes() -> dict:
    """The slug of the parent of each theme, by the theme's slug; empty without one."""
    return {slug: parent or "" for slug, parent in Theme.objects.values_list("slug", "parent__slug")}


def first_above(path, by_path):
    """The value for the nearest page above this path; `by_path` maps paths to values."""
    for end in range(len(path) - Page.steplen, 0, -Page.steplen):
        if path[:end] in by_path:
            return by_path[path[:end]]
    return None
