"""What a partner may ask of a format beside the list's own filters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from listing import QueryForm

USUAL, MOST = 20, 100


class ParameterForm(QueryForm):
    """The query parameters of a format beside the filters. Without any: the whole list, in one piece."""

    page_size = None
    page_number = 1
    # Keys that belong to this list, whichever page of it, with the values that need not be said.
    usual = {}

    @property
    def parameters(self):
        """The keys that make this another answer than the usual one, with their values."""
        values = {name: self.cleaned_data[name] for name in self.usual} if self.is_valid() else {}
        return {name: value for name, value in values.items() if value and value != self.usual[name]}


class PagingForm(ParameterForm):
    """Which part of the list: so many entries, and which page of them."""

    usual = {"limit": USUAL}

    limit = forms.IntegerField(label=_("Number of items"), required=False, min_value=1, max_value=MOST)
    page = forms.IntegerField(label=_("Page"), required=False, min_value=1)

    @property
    def page_size(self):
        return self.cleaned_data["limit"] or USUAL

    @property
    def page_number(self):
        return self.cleaned_data["page"] or 1


class TableForm(ParameterForm):
    """How the table is written: as everybody reads it, or as Excel does in Belgium."""

    usual = {"excel": "0"}

    excel = forms.ChoiceField(label=_("For Excel"), required=False, choices=[("0", _("no")), ("1", _("yes"))])

    @property
    def is_for_excel(self):
        return self.cleaned_data["excel"] == "1"
