"""What a filter form finds: how many, which, and how many there would be with one choice more or less."""

from html import escape
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.safestring import mark_safe

from cms.models.base import load_sections
from cms.prepared import Prepared
from cms.search.queries import ranked

MOST_NEAREST = 3


@Prepared
def listed_pages(form_class, loading, *, keys):
    """Those of the pages of a form that everybody may see, with all that is shown loaded, in no order."""
    return getattr(form_class.pages().filter(pk__in=keys).listed(), loading)()


class Choice(NamedTuple):
    """An option of a facet, with how many results it would give beside the other filters."""

    key: str
    value: str
    label: str
    parent: str
    count: int
    is_chosen: bool

    @property
    def field(self):
        """The box to tick, its words and its count. Without results it can't be ticked, but always be let go.

        Written here and not as a template: a list shows a hundred, and a template took most of the page's time.
        """
        state = " checked" if self.is_chosen else "" if self.count else " disabled"
        box = f'<input type="checkbox" name="{escape(self.key)}" value="{escape(self.value)}"{state}>'
        words = f'<span>{escape(self.label)}</span><span class="c">{self.count}</span>'
        return mark_safe(f"<label>{box}{words}</label>")  # noqa: S308 - escaped in the lines above


class Group(NamedTuple):
    """A facet with its choices: those of the first level, each with those below it."""

    key: str
    label: str
    choices: list
    chosen: int
    is_open: bool


class Typed(NamedTuple):
    """A facet with too many choices to show: people type what they mean."""

    key: str
    label: str
    text: str


class Chip(NamedTuple):
    """A filter in use, and the query string without it."""

    label: str
    query: str


class Way(NamedTuple):
    """A filter that could be dropped, the query string without it, and how many results that gives."""

    label: str
    query: str
    count: int


class Results:
    """The pages that a filter form finds, in its order. Has a length and takes slices, as a Paginator asks."""

    def __init__(self, form):
        self.form, self.index = form, form.index
        self.everything = self.index.below(form.below)
        self.of_filter = {key: self.index.mask(key, values) for key, values in form.chosen.items()}

    @cached_property
    def ranked(self):
        """The places of the pages that hold the text, best first."""
        known = self.index.position
        return [known[pk] for pk in ranked(self.form.text) if pk in known]

    @cached_property
    def of_text(self):
        return self.index.mask_at(self.ranked)

    def mask(self, without=()):
        """The pages that answer to all filters, except these."""
        found = self.everything
        if self.form.text and "q" not in without:
            found &= self.of_text
        for key, mask in self.of_filter.items():
            if key not in without:
                found &= mask
        return found

    @cached_property
    def found(self):
        return self.mask()

    def __len__(self):
        return self.found.bit_count()

    def ids(self, start, stop):
        return self.index.cut(self.found, self.form.places(), start, stop)

    def __getitem__(self, wanted):
        """The pages of this slice with all that a card shows, their sections too.

        The database is asked once more whether everybody may see them: the index counts, it does not decide.
        """
        return self.load(self.ids(wanted.start or 0, wanted.stop))

    def entries(self, start, stop):
        """The same pages as feeds and exports tell them."""
        return list(self.entries_of(self.ids(start, stop)).values())

    def entries_of(self, ids):
        """The entries of these pages by their ids, in that order; without those that not everybody may see."""
        pages = self.load(ids, "for_entries")
        return {page.pk: page.as_entry() for page in pages}

    def load(self, ids, loading="for_cards"):
        """The pages with these ids, in their order, less those that not everybody may see."""
        found = {page.pk: page for page in listed_pages(type(self.form), loading, keys=list(ids))}
        return load_sections(found[pk] for pk in ids if pk in found)

    @cached_property
    def groups(self):
        return [self.group(facet) for facet in self.form.facets if facet.has_counts]

    @property
    def typed(self):
        return [
            Typed(facet.key, facet.label, ", ".join(self.labels(facet.key)))
            for facet in self.form.facets
            if not facet.has_counts
        ]

    def labels(self, key):
        return [self.form.label_of(key, value) for value in self.form.chosen.get(key, [])]

    def group(self, facet):
        """Counted under the other filters: what this one has already chosen doesn't shut out its neighbours."""
        base, masks = self.mask(without=[facet.key]), self.index.masks[facet.key]
        chosen = self.form.chosen.get(facet.key, [])
        choices = [
            Choice(
                facet.key,
                option.value,
                option.label,
                option.parent,
                (base & facet.mask(masks, option.value)).bit_count(),
                option.value in chosen,
            )
            for option in self.index.options[facet.key]
        ]
        tops = [
            (choice, [part for part in choices if part.parent == choice.value])
            for choice in choices
            if not choice.parent
        ]
        has_results = any(choice.count for choice in choices)
        return Group(
            facet.key, facet.label, tops, len(chosen), bool(chosen) or (facet.is_open and has_results)
        )

    def most_found(self, key, most):
        """The choices of a facet that most results answer to. A choice with parts is too wide: its parts count."""
        group = self.group(self.index.facet(key))
        narrow = [
            choice
            for top, parts in group.choices
            for choice in ([part for part in parts if part.count] or [top])
            if choice.count
        ]
        return sorted(narrow, key=lambda choice: -choice.count)[:most]

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
    def ways_out(self):
        """When nothing is found: what each filter holds back, the one that holds back most first."""
        keys = [*(["q"] if self.form.text else []), *self.form.chosen]
        ways = [
            Way(
                self.form.fields[key].label,
                self.form.address(**{key: None}),
                self.mask(without=[key]).bit_count(),
            )
            for key in keys
        ]
        return sorted([way for way in ways if way.count], key=lambda way: -way.count)

    @cached_property
    def nearest(self):
        """When nothing is found: the pages that answer to the most filters."""
        masks = [*self.of_filter.values(), *([self.of_text] if self.form.text else [])]
        return self.load(self.index.nearest(masks, MOST_NEAREST, within=self.everything))
