"""The base of forms that validate a query string."""

from django import forms
from django.utils.translation import gettext


class QueryForm(forms.Form):
    """A form bound to a query string."""

    @property
    def problems(self) -> list[str]:
        """The validation errors as sentences for readers, each with the label of its filter."""
        return [
            gettext("%(filter)s: %(problem)s") % {"filter": self.fields[name].label, "problem": error}
            for name, errors in self.errors.items()
            for error in errors
        ]
