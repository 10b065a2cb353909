"""Forms for the query parameters of a format beside the filters of the list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from listing import QueryForm

DEFAULT_LIMIT, MAX_LIMIT = 20, 100


class ParameterForm(QueryForm):
    """The query parameters of a format beside the filters. Without fields: the whole list as one page."""

    # Whether the format is a feed, whose default order may differ from that of the list.
    is_of_feed = False
    # The number of entries on a page; None is all.
    page_size = None
    page_number = 1
    # Parameters that belong in the URL of the format unless they have these values; the page number is not one of them.
    defaults = {}

    @property
    def parameters(self) -> dict:
        """The parameters that differ from their default; empty if any value is invalid."""
        values = {name: self.cleaned_data[name] for name in self.defaults} if self.is_valid() else {}
        return {name: value for name, value in values.items() if value and value != self.defaults[name]}


class PagingForm(ParameterForm):
    """Pagination: the number of entries on a page, and which page. Validate it before reading the properties."""

    is_of_feed = True
    defaults = {"limit": DEFAULT_LIMIT}

    limit = forms.IntegerField(label=_("Number of items"), required=False, min_value=1, max_value=MAX_LIMIT)
    page = forms.IntegerField(label=_("Page"), required=False, min_value=1)

    @property
    def page_size(self) -> int:
        """The number of entries on a page."""
        return self.cleaned_data["limit"] or DEFAULT_LIMIT

    @property
    def page_number(self) -> int:
        """Counted from 1."""
        return self.cleaned_data["page"] or 1


class TableForm(ParameterForm):
    """The CSV dialect: RFC 4180, or the one that Excel opens with Belgian settings. Validate it before reading."""

    defaults = {"excel": "0"}

    excel = forms.ChoiceField(label=_("For Excel"), required=False, choices=[("0", _("no")), ("1", _("yes"))])

    @property
    def is_for_excel(self) -> bool:
        """Whether Excel's dialect was chosen."""
        return self.cleaned_data["excel"] == "1"
