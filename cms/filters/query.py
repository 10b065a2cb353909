"""A form that reads a query string."""

from django import forms
from django.utils.translation import gettext


class QueryForm(forms.Form):
    """Reads what stands behind the `?` of an address, and says in words what it could not read."""

    @property
    def problems(self):
        """What could not be read, in sentences for people."""
        return [
            gettext("%(filter)s: %(problem)s") % {"filter": self.fields[name].label, "problem": error}
            for name, errors in self.errors.items()
            for error in errors
        ]
