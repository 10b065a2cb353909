"""The page of a theme: what each list of the site has on it, read through the filter form of that list."""

from functools import cached_property
from typing import NamedTuple

from django.http import QueryDict
from wagtail.models import Page, PageViewRestriction, get_page_models

from caching.functions import cached_until_change
from cms.models import IndexPage, Person, Theme
from cms.querysets import deduplicated, listed
from search.words import fold

from .answers import Answer
from .facets import public_themes
from .teasers import load_teasers

KEY = "theme"
# Of each list; the others are one click away.
MOST_SHOWN = 4


class Figure(NamedTuple):
    """How many pages of the theme have each value of a facet; `rows` are `(label, count, address)`."""

    label: str
    rows: list


def models_of_lists() -> list:
    """The types of lists that filter by theme: those with figures first, people and platforms last."""
    models = [
        model
        for model in get_page_models()
        if issubclass(model, IndexPage) and model.filter_form and KEY in model.filter_form.parameter_names()
    ]
    return sorted(models, key=lambda model: (not model.figures, not model.kind))


@cached_until_change(Page, PageViewRestriction, Person)
def lists_below(path) -> list:
    """The listed lists that filter by theme right below the home page with this path; don't change them."""
    pages = Page.objects.filter(path__startswith=path, depth=len(path) // Page.steplen + 1)
    models = models_of_lists()
    lists = deduplicated(listed(pages), path).type(*models).order_by("path").specific()
    return sorted(lists, key=lambda page: models.index(type(page)))


class ListOnTheme:
    """What a list of the site has on a theme."""

    def __init__(self, index, slug):
        self.index = index
        query = QueryDict(mutable=True)
        query[KEY] = slug
        self.form = index.filtered(query)

    @cached_property
    def total(self) -> int:
        """0 for a theme that is so new that the list does not know it yet: its form would give everything."""
        return len(self.form.results) if self.form.chosen else 0

    @property
    def count_text(self) -> str:
        return self.form.count_text(self.total)

    @cached_property
    def teasers(self) -> list:
        return load_teasers(self.form.results.ids(0, MOST_SHOWN)) if self.total else []

    @property
    def has_more(self) -> bool:
        return self.total > MOST_SHOWN

    @property
    def address(self) -> str:
        """The list, filtered by the theme."""
        return f"{self.index.get_url()}?{self.form.active_query().urlencode()}"

    @property
    def figures(self) -> list[Figure]:
        figures = [self.figure(self.form.index.facet(key)) for key in self.index.figures if self.total]
        return [figure for figure in figures if figure.rows]

    def figure(self, facet) -> Figure:
        """The counts of a facet, in its own order and without zeros."""
        home, group = self.index.get_url(), self.form.results.group(facet)
        rows = [
            (choice.label, choice.count, f"{home}{self.form.address(**{facet.key: [choice.value]})}")
            for choice, _parts in group.choices
            if choice.count
        ]
        return Figure(group.label, rows)


class ThemeOnSite:
    """A theme on the site whose home page has this path: its parts, and what each list has on it."""

    def __init__(self, theme, path):
        self.theme, self.path = theme, path

    @cached_property
    def lists(self) -> list[ListOnTheme]:
        """The lists that have something on it."""
        lists = [ListOnTheme(index, self.theme.slug) for index in lists_below(self.path)]
        return [each for each in lists if each.total]

    @property
    def is_empty(self) -> bool:
        return not self.lists

    @cached_property
    def parts(self) -> list[Theme]:
        """Its sub-themes that are on public pages."""
        return [part for part in self.theme.children.all() if part.slug in public_themes()]

    @property
    def summary(self) -> str:
        """The number of pages in each list, in words: “34 praktijken, 2 activiteiten”."""
        return ", ".join(each.count_text for each in self.lists)


class ThemeRow(NamedTuple):
    """A theme in the list of all themes, with how much each list has on it, and its parts."""

    theme: Theme
    counts: str
    parts: list


def all_themes(path) -> list[ThemeRow]:
    """The themes on public pages, in two levels, with their counts. Takes no more queries for more pages."""
    themes = {theme.slug: theme for theme in Theme.objects.filter(slug__in=public_themes())}
    counts = counts_of_themes(path)
    parts_of = {slug: [] for slug in themes}
    for slug, theme in themes.items():
        if theme.parent_id:
            parent = next(top.slug for top in themes.values() if top.pk == theme.parent_id)
            parts_of[parent].append(ThemeRow(theme, counts.get(slug, ""), []))
    return [
        ThemeRow(theme, counts.get(slug, ""), parts_of[slug])
        for slug, theme in themes.items()
        if not theme.parent_id
    ]


def counts_of_themes(path) -> dict:
    """How much each list has on each theme, in words, by the theme's slug."""
    texts = {}
    for index in lists_below(path):
        form = index.filtered(None)
        for top, parts in form.results.group(form.index.facet(KEY)).choices:
            for choice in [top, *parts]:
                if choice.count:
                    texts.setdefault(choice.value, []).append(form.count_text(choice.count))
    return {slug: ", ".join(counts) for slug, counts in texts.items()}


def answer_of_theme(path, query) -> Answer | None:
    """For the site search: the theme with this name, if public pages have it."""
    name = fold(query)
    theme = next((each for each in Theme.objects.all() if fold(each.name) == name), None) if name else None
    if theme is None or theme.slug not in public_themes():
        return None
    return Answer("listing/theme_answer.html", ThemeOnSite(theme, path))
