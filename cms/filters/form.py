"""The one reader of a list's query string: page, feeds, export, embed and API all ask it."""

from django import forms
from django.apps import apps
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .index import FacetIndex
from .query import QueryForm
from .results import Results

LONGEST_TEXT = 100


class FacetField(forms.Field):
    """The chosen values of a facet. Repeated keys mean “or”; an unknown value is an error that names it."""

    widget = forms.SelectMultiple
    default_error_messages = {"unknown": _("We don’t know “%(value)s”.")}

    def __init__(self, facet, options):
        super().__init__(label=facet.label, required=False)
        self.facet, self.known = facet, {option.value for option in options}

    def to_python(self, value):
        """Each value once, as the address writes it."""
        typed = [text for text in value or [] if text.strip()]
        return list(dict.fromkeys(found for text in typed for found in self.facet.read(text, self.known)))

    def validate(self, value):
        for text in value:
            if text not in self.known:
                raise forms.ValidationError(self.error_messages["unknown"], params={"value": text})


class FilterForm(QueryForm):
    """The filters of one kind of content. Subclasses name their `model`, `facets` and `sorts`.

    Bound to a query string (a QueryDict) and to the path of the page below which everything is listed. Different
    keys mean “and”. Unknown keys are ignored; an unknown value makes the form invalid, and then the results are the
    whole section's.
    """

    model = ""
    facets = ()
    sorts = {}
    default_sort = "newest"
    # With more changes than this, reading everything again is faster.
    most_missed = 500

    q = forms.CharField(label=_("Word in the text"), required=False, max_length=LONGEST_TEXT)
    sort = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(self, data=None, *, below):
        super().__init__(QueryDict() if data is None else data)
        self.below = below
        self.index = self.index_of(below[: 2 * Page.steplen])
        self.fields["sort"].choices = [("relevance", _("Relevance")), *self.sort_choices()]
        for facet in self.facets:
            self.fields[facet.key] = FacetField(facet, self.index.options[facet.key])

    @classmethod
    def index_of(cls, root):
        """What is listed on the site whose home page has this path."""
        return FacetIndex.current(cls, root)

    @classmethod
    def keys(cls):
        """The keys of a query string that say something, in the order of its one address."""
        return ["q", *[facet.key for facet in cls.facets], "sort"]

    @classmethod
    def sort_choices(cls):
        return [(name, sort.label) for name, sort in cls.sorts.items() if sort.label]

    @classmethod
    def pages(cls):
        return apps.get_model(cls.model).objects.all()

    @classmethod
    def columns(cls):
        """The columns that facets and orders read."""
        of_facets = [facet.column for facet in cls.facets if hasattr(facet, "column")]
        return [*of_facets, *[column for sort in cls.sorts.values() for column in sort.columns]]

    @cached_property
    def results(self):
        return Results(self)

    @cached_property
    def chosen(self):
        """The values of each filter that is used: a dictionary; nothing while the query string can't be read."""
        if not self.is_valid():
            return {}
        return {key: value for key, value in self.cleaned_data.items() if value and key not in {"q", "sort"}}

    @cached_property
    def text(self):
        return self.cleaned_data["q"] if self.is_valid() else ""

    @cached_property
    def asked_order(self):
        """The order that was asked for; relevance means nothing where no text was asked."""
        asked = self.cleaned_data["sort"] if self.is_valid() else ""
        return "" if asked == "relevance" and not self.text else asked

    @property
    def usual_order(self):
        """How the results are sorted when nobody asks: the best match first, or the newest."""
        return "relevance" if self.text else self.default_sort

    @property
    def order(self):
        return self.asked_order or self.usual_order

    def places(self):
        """All pages of the index in the order that was asked, as places in its bits."""
        return self.results.ranked if self.order == "relevance" else self.index.orders[self.order]

    def label_of(self, key, value):
        return str(next(option.label for option in self.index.options[key] if option.value == value))

    @property
    def is_used(self):
        """Does it narrow the list down?"""
        return bool(self.text or self.chosen)

    @property
    def orders(self):
        """The orders that make sense: the best match comes first only where a text was asked."""
        return [choice for choice in self.fields["sort"].choices if self.text or choice[0] != "relevance"]

    @property
    def description(self):
        """The filters in use, in words: for titles of pages and feeds."""
        labels = [self.label_of(key, value) for key, values in self.chosen.items() for value in values]
        return ", ".join([*([f"“{self.text}”"] if self.text else []), *labels])

    def asked(self, **changes):
        """What this form was asked, with other values for some keys; None drops a key.

        Always in the same order, and without what the form doesn't know: one address for one list.
        """
        values = {**self.chosen, "q": self.text, "sort": self.asked_order, **changes}
        query = QueryDict(mutable=True)
        for key in self.keys():
            if value := values.get(key):
                query.setlist(key, value if isinstance(value, list) else [value])
        return query

    def address(self, **changes):
        """The same as a link on the list's own page. `?` alone is the list without any filter."""
        return f"?{self.asked(**changes).urlencode()}"

    @property
    def unfiltered(self):
        return self.address(q=None, **dict.fromkeys(self.chosen))
