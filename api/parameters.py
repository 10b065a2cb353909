"""Validates the query parameters of the API other than filters. Each error names its parameter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.bounds import LONGEST_TEXT
from listing import QueryForm
from listing.forms import FacetField

USUAL, MOST = 20, 100
# The most relations that `include` takes, and the largest `page_size` with it: each costs queries.
MOST_INCLUDED, MOST_WITH_INCLUDED = 3, 50


class NamesField(forms.CharField):
    """Comma-separated names from a closed list; cleans to a list without duplicates."""

    def __init__(self, names, **options):
        super().__init__(required=False, max_length=500, **options)
        self.names = names

    def clean(self, value):
        names = list(dict.fromkeys(name.strip() for name in super().clean(value).split(",") if name.strip()))
        for name in names:
            if name not in self.names:
                message = _("“%(name)s” is not there. These are: %(known)s.")
                raise forms.ValidationError(message, params={"name": name, "known": ", ".join(self.names)})
        return names


class PartsForm(QueryForm):
    """The parts of an item: `fields` selects them, `include` expands references to pages into summaries."""

    def __init__(self, data, schema):
        super().__init__(data)
        self.fields["fields"] = NamesField(list(schema.model_fields))
        self.fields["include"] = NamesField(relations_of(schema))

    def clean_include(self):
        names = self.cleaned_data["include"]
        if len(names) > MOST_INCLUDED:
            raise forms.ValidationError(
                _("At most %(most)s relations at a time."), params={"most": MOST_INCLUDED}
            )
        return names


class PagingForm(QueryForm):
    """The page of a list, and its size."""

    page = forms.IntegerField(required=False, min_value=1)
    page_size = forms.IntegerField(required=False, min_value=1, max_value=MOST)

    @property
    def size(self):
        return self.cleaned_data["page_size"] or USUAL

    @property
    def number(self):
        return self.cleaned_data["page"] or 1


class NamedForm(PagingForm):
    """A page of a vocabulary; `q` is a part of the name."""

    q = forms.CharField(required=False, max_length=LONGEST_TEXT)


class SearchForm(PagingForm):
    """A site search: the query, the type of page, and `exact=1` to refuse a correction."""

    q = forms.CharField(max_length=LONGEST_TEXT)
    type = forms.ChoiceField(required=False)
    exact = forms.ChoiceField(required=False, choices=[("1", "1")])

    def __init__(self, data, types):
        super().__init__(data)
        self.fields["type"].choices = [(name, name) for name in types]


class ListForm(PartsForm, PagingForm):
    """A page of a list, with the parts of its items."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("include") and (cleaned.get("page_size") or USUAL) > MOST_WITH_INCLUDED:
            message = _("With “include” a page has at most %(most)s items.")
            self.add_error("page_size", forms.ValidationError(message, params={"most": MOST_WITH_INCLUDED}))
        return cleaned


def relations_of(schema) -> list[str]:
    """The names of the fields that refer to other pages."""
    return [name for name, field in schema.model_fields.items() if "PageRef" in str(field.annotation)]


def errors_in(query, *query_forms) -> list[dict]:
    """The errors in a query string, as `{"parameter", "detail"}`: unknown or repeated parameters, invalid values.

    `query_forms` are those that validate it; together they know all parameters.
    """
    names = {name for form in query_forms for name in form.fields}
    errors = [
        {"parameter": key, "detail": str(_("There is no such parameter."))}
        for key in query
        if key not in names
    ]
    errors += [
        {"parameter": key, "detail": str(_("Give it once."))}
        for key in query
        if is_repeated(key, query, query_forms)
    ]
    for form in query_forms:
        for name, messages in form.errors.items():
            errors += [{"parameter": name, "detail": str(message)} for message in messages]
    return errors


def is_repeated(key, query, query_forms) -> bool:
    """Whether a parameter that takes one value has several."""
    fields = [form.fields[key] for form in query_forms if key in form.fields]
    return len(query.getlist(key)) > 1 and not any(isinstance(field, FacetField) for field in fields)
