from django import forms
from django.utils.translation import gettext_lazy as _


class LinkForm(forms.Form):
    """Asks for the address of which the private link is lost."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
