"""Related pages of all kinds of content: what shares a theme with a page, by masks, so that more content takes no more
queries. A suggestion of the site, not a fact of the page: it is in no format but HTML.
"""

from functools import cached_property
from typing import NamedTuple

from wagtail.models import Page, get_page_models

from caching.compiled import Prepared
from cms.models import IndexPage
from search.terms import place_words, term_of
from search.words import words

from .facets import MISSING, parent_themes
from .teasers import load_teasers

# How many pages of each kind are compared by their words, and how many are shown: of its own kind, of another kind, and
# of its own kind in other regions.
CANDIDATES = 12
MOST_OF_KIND, MOST_OF_OTHERS, MOST_ELSEWHERE = 3, 2, 2
# One facet each counts less than any theme, all together too.
BESIDE_THEMES = ("target_group", "region", "platform")
WEIGHT_OF_THEME = 2 + len(BESIDE_THEMES)


class Related(NamedTuple):
    """The teasers of related pages: `near` of all kinds, `elsewhere` of its own kind in other regions."""

    near: list
    elsewhere: list
    themes: list


def forms_of_content() -> list:
    """The filter forms of all lists of content, as partners get it; people and platforms have pages of their own."""
    models = [model for model in get_page_models() if issubclass(model, IndexPage) and model.kind]
    return [model.filter_form for model in models if "theme" in model.filter_form.parameter_names()]


@Prepared
def texts_of_pages(*, keys):
    return Page.objects.filter(pk__in=keys).values_list("pk", "title", "search_description")


def related_to(page) -> Related | None:
    """What is related to this page, without what it links to by itself; None without anything."""
    searches = searches_for(page)
    common = words_in_common(page, searches)
    elsewhere = [pk for search in searches for pk in search.best_elsewhere(common)]
    near = [pk for search in searches for pk in search.best(common, elsewhere)]
    teasers = {teaser.pk: teaser for teaser in load_teasers([*near, *elsewhere])}
    if not teasers:
        return None
    return Related(*(in_order(pks, teasers) for pks in (near, elsewhere)), page.themes)


def in_order(ids, teasers) -> list:
    """The teasers with these ids, in that order, what was cancelled after all others."""
    return sorted((teasers[pk] for pk in ids if pk in teasers), key=lambda teaser: teaser.is_off)


def related_of_kind(page) -> list:
    """The ids of the related pages of its own kind, for the API, which promised them once."""
    own = next((search for search in searches_for(page) if search.is_own_kind), None)
    if own is None:
        return []
    common = words_in_common(page, [own])
    elsewhere = own.best_elsewhere(common)
    return [*own.best(common, elsewhere), *elsewhere]


def searches_for(page) -> list:
    """A search for each kind of content, its own kind first; a page that is not listed (a draft) has none."""
    if not page.themes:
        return []
    root = page.path[: 2 * page.steplen]
    indexes = [(form, form.index_of(root)) for form in forms_of_content()]
    values = next((values_of(page, index) for _form, index in indexes if page.pk in index.positions), {})
    searches = [RelatedSearch(page, form, index, values) for form, index in indexes]
    return sorted(searches, key=lambda search: not search.is_own_kind)


def words_in_common(page, searches) -> dict:
    """The number of words that each candidate has in common with the page, by id."""
    candidates = {pk for search in searches for group in search.groups for pk in group}
    own = words_of(f"{page.title} {page.search_description}")
    texts = texts_of_pages(keys=list(candidates))
    return {pk: len(own & words_of(f"{title} {text}")) for pk, title, text in texts}


def values_of(page, index) -> dict:
    """The values of a page in each facet that counts beside the themes."""
    position = index.positions[page.pk]
    return {
        key: [value for value, mask in index.masks[key].items() if value != MISSING and mask >> position & 1]
        for key in BESIDE_THEMES
        if key in index.masks
    }


def words_of(text) -> set:
    """The stems of the words. The names of places are looked up once for all: a page has hundreds of words."""
    places = place_words()
    return {term_of(word, places) for word in words(text)}


class RelatedSearch:
    """The pages of one kind that share a theme with a page, the nearest first."""

    def __init__(self, page, form_class, index, values):
        self.page, self.form_class, self.index, self.values = page, form_class, index, values
        self.is_own_kind = page.pk in index.positions

    @cached_property
    def theme_masks(self) -> list:
        """The masks of its themes; those with the theme above it count once."""
        slugs, parents = [theme.slug for theme in self.page.themes], parent_themes()
        above = {parents[slug] for slug in slugs if parents.get(slug)}.difference(slugs)
        masks = [self.index.mask("theme", [slug]) for slug in slugs]
        return [*masks * WEIGHT_OF_THEME, *[self.index.mask("theme", [slug]) for slug in above]]

    @cached_property
    def masks(self) -> list:
        """What a page may have in common with it: one mask for each theme, as often as it counts, and each facet."""
        return [*self.theme_masks, *[mask for mask in self.masks_of_values.values() if mask]]

    @cached_property
    def masks_of_values(self) -> dict:
        """For each facet, the pages that share a value with it."""
        return {
            key: self.index.mask(key, self.values.get(key, ()))
            for key in BESIDE_THEMES
            if key in self.index.masks
        }

    @cached_property
    def within(self) -> int:
        """The pages with a theme of it, less itself and what it links to."""
        mask = 0
        for of_theme in self.theme_masks:
            mask |= of_theme
        for pk in [self.page.pk, *(linked.pk for linked in self.page.linked_pages)]:
            if pk in self.index.positions:
                mask &= ~self.index.with_aliases(pk)
        return mask & self.index.all_pages

    @cached_property
    def groups(self) -> tuple:
        """The nearest pages: those to offer first, those to offer last, and those of its kind in other regions."""
        last, near = self.form_class.shown_last(self.index), self.masks_of_values.get("region", 0)
        first = self.within & ~last
        elsewhere = first & ~near if near and self.is_own_kind else 0
        return tuple(
            self.index.nearest(self.masks, CANDIDATES, within=mask) if mask else []
            for mask in (first, self.within & last, elsewhere)
        )

    def best(self, common, without) -> list:
        """The ids of the best ones. `common` is the number of words in common, by id."""
        most = MOST_OF_KIND if self.is_own_kind else MOST_OF_OTHERS
        first, last, _elsewhere = (self.sorted(group, common) for group in self.groups)
        return [pk for pk in [*first, *last] if pk not in without][:most]

    def best_elsewhere(self, common) -> list:
        return self.sorted(self.groups[2], common)[:MOST_ELSEWHERE]

    def sorted(self, ids, common) -> list:
        """By what they have in common with the page, then by words; the newest first among equals."""

        def likeness(pk):
            position = self.index.positions[pk]
            return -sum(mask >> position & 1 for mask in self.masks), -common.get(pk, 0)

        return sorted(ids, key=likeness)
