"""What a program may ask of the API beside the filters of a list. What can't be read is an error that names it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.filters import QueryForm
from cms.filters.form import FacetField

USUAL, MOST = 20, 100
# What `include` may cost: so many relations, on pages of so many items.
MOST_INCLUDED, MOST_WITH_INCLUDED = 3, 50


class NamesField(forms.CharField):
    """Names with commas between them, out of a closed list."""

    def __init__(self, known, **options):
        super().__init__(required=False, max_length=500, **options)
        self.known = known

    def clean(self, value):
        names = list(dict.fromkeys(name.strip() for name in super().clean(value).split(",") if name.strip()))
        for name in names:
            if name not in self.known:
                message = _("“%(name)s” is not there. These are: %(known)s.")
                raise forms.ValidationError(message, params={"name": name, "known": ", ".join(self.known)})
        return names


class PartsForm(QueryForm):
    """Which parts of an item: `fields` trims, `include` puts the summaries of related pages in it."""

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
    """Which page of how many items."""

    page = forms.IntegerField(required=False, min_value=1)
    page_size = forms.IntegerField(required=False, min_value=1, max_value=MOST)

    @property
    def size(self):
        return self.cleaned_data["page_size"] or USUAL

    @property
    def number(self):
        return self.cleaned_data["page"] or 1


class NamedForm(PagingForm):
    """Words of a closed list, by a part of their name."""

    q = forms.CharField(required=False, max_length=100)


class SearchForm(PagingForm):
    """A question, of which type of page, and whether a correction is refused."""

    q = forms.CharField(max_length=100)
    type = forms.ChoiceField(required=False)
    exact = forms.ChoiceField(required=False, choices=[("1", "1")])

    def __init__(self, data, types):
        super().__init__(data)
        self.fields["type"].choices = [(name, name) for name in types]


class ListForm(PartsForm, PagingForm):
    """Which parts of which items."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("include") and (cleaned.get("page_size") or USUAL) > MOST_WITH_INCLUDED:
            message = _("With “include” a page has at most %(most)s items.")
            self.add_error("page_size", forms.ValidationError(message, params={"most": MOST_WITH_INCLUDED}))
        return cleaned


def relations_of(schema):
    """The names of the fields that lead to other pages."""
    return [name for name, field in schema.model_fields.items() if "PageRef" in str(field.annotation)]


def errors_in(query, *read):
    """What is wrong with a query string, as `{"parameter", "detail"}`: unknown keys, twice one key, bad values.

    `read` are the forms that read it: each key of theirs is known.
    """
    known = {name for form in read for name in form.fields}
    found = [
        {"parameter": key, "detail": str(_("There is no such parameter."))}
        for key in query
        if key not in known
    ]
    found += [
        {"parameter": key, "detail": str(_("Give it once."))} for key in query if is_twice(key, query, read)
    ]
    for form in read:
        for name, messages in form.errors.items():
            found += [{"parameter": name, "detail": str(message)} for message in messages]
    return found


def is_twice(key, query, read):
    """Are there several values where one is read? Which of them is meant, nobody knows."""
    fields = [form.fields[key] for form in read if key in form.fields]
    return len(query.getlist(key)) > 1 and not any(isinstance(field, FacetField) for field in fields)
