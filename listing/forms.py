"""The filter form: validates the query string of a list, for the page, feeds, exports, embeds and the API alike."""

from urllib.parse import urlencode

from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Page, PageViewRestriction

from cms.bounds import LONGEST_TEXT, MOST_VALUES

from .current import current_index
from .facet_index import FacetIndex
from .query_form import QueryForm
from .results import Results


class FacetField(forms.Field):
    """The chosen values of a facet. A repeated parameter means “or”; an unknown value is rejected by name."""

    widget = forms.SelectMultiple
    default_error_messages = {
        "unknown": _("We don’t know “%(value)s”."),
        "many": _("At most %(most)s values at a time."),
    }

    def __init__(self, facet, options):
        super().__init__(label=facet.label, required=False)
        self.facet, self.values = facet, {option.value for option in options}

    def to_python(self, value):
        """The values without duplicates. Raises ValidationError above MOST_VALUES, before any is parsed."""
        parts = dict.fromkeys(part for text in value or [] for part in self.facet.split(text))
        if len(parts) > MOST_VALUES:
            raise forms.ValidationError(self.error_messages["many"], params={"most": MOST_VALUES})
        return list(dict.fromkeys(slug for part in parts for slug in self.facet.parse(part, self.values)))

    def validate(self, value):
        for text in value:
            if text not in self.values:
                raise forms.ValidationError(self.error_messages["unknown"], params={"value": text})


class FilterForm(QueryForm):
    """The filters of one kind of content. Subclasses set `model`, `facets` and `sorts`.

    Takes the query string as a QueryDict, and in `below` the tree path of the page whose descendants are listed.
    Different parameters mean “and”. Unknown ones are ignored; an unknown value makes the form invalid, and then the
    results are everything below that page.
    """

    model = ""
    # Other models of the pages, and what decides whether one is listed.
    more_models = ()
    facets = ()
    sorts = {}
    default_sort = "newest"
    # The order of feeds without a `sort` parameter, if that is another one: who follows a feed wants what is new.
    feed_sort = ""
    # With more changes than this, reading all pages again is faster.
    max_partial_changes = 500

    q = forms.CharField(label=_("Word in the text"), required=False, max_length=LONGEST_TEXT)
    sort = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(self, data=None, *, below, is_feed=False):
        super().__init__(QueryDict() if data is None else data)
        self.below, self.is_feed = below, is_feed
        self.index = self.index_of(below[: 2 * Page.steplen])
        self.fields["sort"].choices = [("relevance", _("Relevance")), *self.sort_choices()]
        for facet in self.facets:
            self.fields[facet.key] = FacetField(facet, self.index.options[facet.key])

    @classmethod
    def index_of(cls, root) -> FacetIndex:
        """The index of the site whose home page has this path."""
        return current_index(cls, root)

    @classmethod
    def parameter_names(cls) -> list[str]:
        """The query parameters that the form reads, in the order of its canonical query string."""
        return ["q", *[facet.key for facet in cls.facets], "sort"]

    @classmethod
    def sort_choices(cls) -> list[tuple]:
        """The sort orders that readers can choose, as `(name, label)`."""
        return [(name, sort.label) for name, sort in cls.sorts.items() if sort.label]

    @staticmethod
    def count_text(count) -> str:
        """A number of these pages in words."""
        return ngettext("%(number)s result", "%(number)s results", count) % {"number": count}

    @staticmethod
    def shown_last(index) -> int:
        """The mask of the pages that suggestions show after all others: what is over, or hardly described."""
        return 0

    @property
    def results_text(self) -> str:
        """The number of results in words."""
        return self.count_text(len(self.results))

    @classmethod
    def pages(cls) -> QuerySet:
        """The pages that may be listed; callers narrow them to `listed()`."""
        return apps.get_model(cls.model).objects.all()

    @classmethod
    def page_models(cls):
        """The models (classes or labels) that decide which pages are listed, in which order."""
        return [PageViewRestriction, *[model for model in (cls.model, *cls.more_models) if model]]

    @classmethod
    def models(cls):
        """The models (classes or labels) that an index of these pages reads."""
        return [*cls.page_models(), *[model for facet in cls.facets for model in facet.models()]]

    @classmethod
    def columns(cls):
        """The columns that facets and sort keys read."""
        of_facets = [column for facet in cls.facets for column in facet.columns]
        return [*of_facets, *[column for sort in cls.sorts.values() for column in sort.columns]]

    @cached_property
    def results(self) -> Results:
        return Results(self)

    @cached_property
    def chosen(self):
        """The values of each facet in use, by its key; empty when the form is invalid."""
        if not self.is_valid():
            return {}
        return {key: value for key, value in self.cleaned_data.items() if value and key not in {"q", "sort"}}

    @cached_property
    def text(self):
        return self.cleaned_data["q"] if self.is_valid() else ""

    @cached_property
    def chosen_order(self):
        """The `sort` parameter; empty for relevance without a text to match."""
        order = self.cleaned_data["sort"] if self.is_valid() else ""
        return "" if order == "relevance" and not self.text else order

    @property
    def default_order(self):
        """The order without a `sort` parameter: the best match first when there is a text, else that of the form."""
        if self.text:
            return "relevance"
        return (self.is_feed and self.feed_sort) or self.default_sort

    @property
    def order(self):
        return self.chosen_order or self.default_order

    def positions(self) -> list[int]:
        """The positions in the index of all its pages (by relevance: of the matches), in the order in use."""
        return self.results.ranked_positions if self.order == "relevance" else self.index.orders[self.order]

    def label_of(self, key, value) -> str:
        """The label of a valid value of a facet."""
        return str(next(option.label for option in self.index.options[key] if option.value == value))

    @property
    def is_filtered(self) -> bool:
        """Whether a text or a facet narrows the list."""
        return bool(self.text or self.chosen)

    @property
    def orders(self):
        """The orders to choose from: relevance only with a text to match."""
        return [choice for choice in self.fields["sort"].choices if self.text or choice[0] != "relevance"]

    @property
    def description(self) -> str:
        """The labels of the filters in use, for titles of pages and feeds."""
        labels = [self.label_of(key, value) for key, values in self.chosen.items() for value in values]
        return ", ".join([*([f"“{self.text}”"] if self.text else []), *labels])

    def active_query(self, **changes) -> QueryDict:
        """The canonical query of this form, with `changes` to some parameters; None drops one.

        In a fixed order and without unknown parameters, so that each list has one URL.
        """
        values = {**self.chosen, "q": self.text, "sort": self.chosen_order, **changes}
        query = QueryDict(mutable=True)
        for key in self.parameter_names():
            if value := values.get(key):
                query.setlist(key, value if isinstance(value, list) else [value])
        return query

    def address(self, **changes) -> str:
        """The same as a relative link; `?` alone is the unfiltered list."""
        return f"?{self.active_query(**changes).urlencode()}"

    def addresses(self, key, lists) -> list[str]:
        """As `address`, one for each of these lists of values of a parameter; faster than one by one."""
        query, names = self.active_query(**{key: None}), self.parameter_names()
        at = names.index(key)
        before, after = (
            urlencode([(name, query.getlist(name)) for name in part], doseq=True)
            for part in (names[:at], names[at + 1 :])
        )
        parts = [(before, urlencode({key: values}, doseq=True), after) for values in lists]
        return [f"?{'&'.join(filter(None, part))}" for part in parts]

    @property
    def unfiltered(self) -> str:
        """The link to this list without filters, in the same order."""
        return self.address(q=None, **dict.fromkeys(self.chosen))
