"""The choice of a municipality: hundreds of options, for each person in the form."""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from caching.functions import cached_until_change
from cms.models import Municipality

OF_TODAY = Municipality.objects.filter(valid_until=None)
OPTION = '<option value="{}">{}</option>'


@cached_until_change(Municipality)
def options() -> dict:
    """The HTML of each option by its value; the first is empty."""
    return {
        "": format_html(OPTION, "", ""),
        **{str(town.pk): format_html(OPTION, town.pk, town) for town in OF_TODAY.all()},
    }


class MunicipalitySelect(forms.Select):
    """As Django's, whose template for each option takes longer than all else of the form."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = "" if value is None else str(value)
        lines = (
            line.replace(">", " selected>", 1) if key == chosen else line for key, line in options().items()
        )
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        inner = mark_safe("".join(lines))  # noqa: S308 - each is escaped
        return format_html("<select{}>{}</select>", attributes, inner)
