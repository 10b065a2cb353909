"""The results of a filter form: their number, the pages, and the count beside each choice."""

from typing import NamedTuple

from django.utils.functional import cached_property

from caching.compiled import Prepared
from cms.models.card_pictures import load_card_pictures
from cms.sections import load_sections
from cms.skipping import check_entry, skip_failing
from search.queries import correct_query, ranked_ids, search

from .folding import MANY, fold

MOST_NEAREST = 3
# A map of fewer regions has nothing to choose.
LEAST_REGIONS = 2


def toggled(values, value) -> list:
    """The values without this one if it is among them, else with it."""
    return [other for other in values if other != value] if value in values else [*values, value]


@Prepared
def listed_pages(form_class, loading, *, keys):
    """The listed pages with these ids, in no order. `loading` names the queryset method that loads what is shown."""
    return getattr(form_class.pages().filter(pk__in=keys).listed(), loading)()


def load_pages(form_class, ids, loading="for_cards") -> list:
    """The listed pages with these ids, in that order, with their sections.

    The database decides what is listed: the index may be a moment old.
    """
    pages = {page.pk: page for page in listed_pages(form_class, loading, keys=list(ids))}
    return load_sections(pages[pk] for pk in ids if pk in pages)


def entries_by_id(form_class, ids, loading="for_entries") -> dict:
    """The entries of the pages with these ids, by id, in that order; unlisted and broken pages are left out."""
    pages = load_pages(form_class, ids, loading)
    return dict(skip_failing(lambda page: (page.pk, check_entry(page.as_entry())), pages))


class Choice(NamedTuple):
    """An option of a facet, with the number of results it would give beside the other filters."""

    key: str
    value: str
    label: str
    parent: str
    count: int
    is_chosen: bool


class Tile(NamedTuple):
    """A region on the map above the list: its choice, its count in words, and the link that chooses it or drops it."""

    choice: Choice
    count_text: str
    query: str


class Group(NamedTuple):
    """A facet with its choices as `(choice, choices one level down)`; `chosen` is the number of chosen ones.

    The same choices are in `open_choices`, or in `folded_choices` behind “All …” (`folding.fold`).
    """

    key: str
    label: str
    choices: list
    chosen: int
    is_open: bool
    open_choices: list
    folded_choices: list

    @property
    def is_long(self) -> bool:
        """Whether there are so many choices that people search in them."""
        return self.total > MANY

    @property
    def total(self) -> int:
        """The number of choices."""
        return sum(1 + len(parts) for _choice, parts in self.choices)


class TextFacet(NamedTuple):
    """A facet with too many options to list: people type its values. `text` holds the labels of the chosen ones."""

    key: str
    label: str
    text: str


class Chip(NamedTuple):
    """The label of a value in use, and the link to the list without it."""

    label: str
    query: str


class Relaxation(NamedTuple):
    """A filter that could be dropped, the link to the list without it, and the number of results there."""

    label: str
    query: str
    count: int


class Results:
    """The pages that match a filter form, in its order. Has a length and takes slices, for a Paginator.

    The masks are those of `FacetIndex`: integers with a bit for each page.
    """

    def __init__(self, form):
        self.form, self.index = form, form.index
        self.section_mask = self.index.below(form.below)
        self.facet_masks = {key: self.index.mask(key, values) for key, values in form.chosen.items()}

    @cached_property
    def ranked_positions(self):
        """The positions in the index of the pages that match the text, the best first."""
        positions = self.index.positions
        return [positions[pk] for pk in ranked_ids(self.form.text, self._kept)]

    @cached_property
    def text_mask(self):
        return self.index.mask_at(self.ranked_positions)

    def mask_without(self, *keys):
        """The pages that match all filters but those of these query parameters; aliases included."""
        mask = self.section_mask
        if self.form.text and "q" not in keys:
            mask &= self.text_mask
        for key, facet_mask in self.facet_masks.items():
            if key not in keys:
                mask &= facet_mask
        return mask

    @cached_property
    def mask(self):
        """The pages that match all filters, each once even if an alias lists it in a second place."""
        return self.index.without_aliases(self.mask_without())

    def __len__(self):
        return self.mask.bit_count()

    def ids(self, start, stop) -> list:
        """The ids of a slice of the results."""
        return self.index.ids_in_order(self.mask, self.form.positions(), start, stop)

    def __getitem__(self, part):
        """The pages of this slice, loaded for cards. Those that are no longer listed are left out."""
        return load_card_pictures(self.load(self.ids(part.start or 0, part.stop)))

    def entries(self, start, stop) -> list:
        """The entries of a slice of the results."""
        return list(entries_by_id(type(self.form), self.ids(start, stop)).values())

    def load(self, ids, loading="for_cards") -> list:
        """As `load_pages`."""
        return load_pages(type(self.form), ids, loading)

    @cached_property
    def groups(self):
        return [self.group(facet) for facet in self.form.facets if facet.has_counts]

    @property
    def panel(self) -> list:
        """The groups in the order of the filter panel: those with a chosen value first."""
        return sorted((group for group in self.groups if group.choices), key=lambda group: not group.chosen)

    @cached_property
    def tiles(self):
        """The tiles of the map above the list; none where all its pages are in one region."""
        facet = next((facet for facet in self.form.facets if facet.is_on_map), None)
        if not facet or self.values_in_section(facet) < LEAST_REGIONS:
            return []
        (group,) = [group for group in self.groups if group.key == facet.key]
        choices = [choice for choice, _parts in group.choices]
        chosen = self.form.chosen.get(facet.key, [])
        links = self.form.addresses(facet.key, [toggled(chosen, choice.value) for choice in choices])
        return [
            Tile(choice, self.form.count_text(choice.count), link)
            for choice, link in zip(choices, links, strict=True)
        ]

    def values_in_section(self, facet) -> int:
        """How many values of this facet the list has without filters."""
        return sum(1 for mask in self.index.masks[facet.key].values() if mask & self.section_mask)

    @property
    def text_facets(self):
        return [
            TextFacet(facet.key, facet.label, ", ".join(self.labels(facet.key)))
            for facet in self.form.facets
            if not facet.has_counts
        ]

    def labels(self, key):
        return [self.form.label_of(key, value) for value in self.form.chosen.get(key, [])]

    def group(self, facet):
        """A facet with its counts. Its own chosen values don't narrow them: choosing a second one means “or”."""
        base, masks = self.mask_without(facet.key), self.index.masks[facet.key]
        chosen = self.form.chosen.get(facet.key, [])
        choices = [
            Choice(
                facet.key,
                option.value,
                option.label,
                option.parent,
                self.index.without_aliases(base & facet.mask(masks, option.value)).bit_count(),
                option.value in chosen,
            )
            for option in self.index.options[facet.key]
            if option.value in chosen or facet.is_shown(masks, option.value)
        ]
        tops = [
            (choice, [part for part in choices if part.parent == choice.value])
            for choice in choices
            if not choice.parent
        ]
        has_results = any(choice.count for choice in choices)
        is_open = bool(chosen) or (facet.is_open and has_results)
        return Group(facet.key, facet.label, tops, len(chosen), is_open, *fold(tops))

    def top_choices(self, key, most):
        """At most `most` choices of a facet, those with the most results first. Parts replace the choice above them."""
        group = self.group(self.index.facet(key))
        choices = [
            choice
            for top, parts in group.choices
            for choice in ([part for part in parts if part.count] or [top])
            if choice.count
        ]
        return sorted(choices, key=lambda choice: -choice.count)[:most]

    @cached_property
    def chips(self):
        text = [Chip(f"“{self.form.text}”", self.form.address(q=None))] if self.form.text else []
        return text + [
            Chip(
                self.form.label_of(key, value),
                self.form.address(**{key: [other for other in values if other != value]}),
            )
            for key, values in self.form.chosen.items()
            for value in values
        ]

    @cached_property
    def relaxations(self):
        """For an empty result: the filters to drop, the one that gives most results first."""
        keys = [*(["q"] if self.form.text else []), *self.form.chosen]
        relaxations = [
            Relaxation(
                self.form.fields[key].label,
                self.form.address(**{key: None}),
                self.index.without_aliases(self.mask_without(key)).bit_count(),
            )
            for key in keys
        ]
        return sorted(
            [relaxation for relaxation in relaxations if relaxation.count],
            key=lambda relaxation: -relaxation.count,
        )

    @cached_property
    def correction(self) -> Chip | None:
        """For an empty result: the text without its typing errors, and the link that searches for that."""
        if not self.form.text or self.ranked_positions:
            return None
        text = correct_query(self.form.text, self._kept)
        return Chip(text, self.form.address(q=text)) if text else None

    @cached_property
    def nearest(self):
        """For an empty result: the pages that match the most filters; with a text, of those with most of its words.

        With a theme chosen only pages with that theme are near.
        """
        within = self.section_mask & self.facet_masks.get("theme", self.section_mask)
        if not self.form.text:
            return self.load(self.index.nearest(self.facet_masks.values(), MOST_NEAREST, within=within))
        text = self.correction.label if self.correction else self.form.text
        near = [self.index.positions[pk] for pk in search(text, self._kept)]
        within = self.index.without_aliases(within)
        near = [position for position in near if within >> position & 1]
        near.sort(key=lambda position: -sum(mask >> position & 1 for mask in self.facet_masks.values()))
        return self.load([self.index.ids[position] for position in near[:MOST_NEAREST]])

    def _kept(self, ids) -> set:
        """Those of the ids of pages that are in the index."""
        return self.index.positions.keys() & ids
