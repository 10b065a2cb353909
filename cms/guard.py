"""Holds off bots and double posting without cookie, script or third party.

Each form carries a key, used once and signed with its time: a form that is sent again shows the same receipt, one that
comes within seconds or after a day is shown again, never lost. A field that people don't see and browsers don't fill in
shows a bot.
"""

import secrets
from datetime import timedelta

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

# From before the module moved here: with another salt, forms that are open during an upgrade have to be sent twice.
SALT = "registrations.guard"
LEAST, LONGEST = timedelta(seconds=3), timedelta(days=1)


def new_key() -> str:
    return signing.TimestampSigner(salt=SALT).sign(secrets.token_urlsafe(16))


class GuardForm(forms.Form):
    """The key, and the trap: its name means nothing, so that no password manager fills it in."""

    # The least time between opening the form and sending it.
    least = LEAST

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)
    vak7 = forms.CharField(required=False, max_length=200, label=_("Leave this field empty"))

    def __init__(self, data=None, **kwargs):
        super().__init__(data, prefix="g", **kwargs)
        self.fields["vak7"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}
        self.fields["key"].initial = new_key()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("vak7"):
            raise forms.ValidationError(
                _(
                    "There is text in a field that has to stay empty. It is empty again now: send the form once more."
                )
            )
        self.check_key(cleaned.get("key", ""))
        return cleaned

    def check_key(self, key):
        signer = signing.TimestampSigner(salt=SALT)
        try:
            signer.unsign(key, max_age=LONGEST)
        except signing.BadSignature:
            raise forms.ValidationError(
                _("This form has been open for long. Look at it once more, and send it again.")
            ) from None
        if is_younger_than(signer, key, self.least):
            raise forms.ValidationError(
                _("That went very fast, as programs do. Look at it once more, and send it again."),
                code="fast",
            )

    @property
    def one_time_key(self) -> str:
        """What stands for this form: without the signature, which may be renewed."""
        return self.cleaned_data["key"].partition(":")[0]

    def renewed(self):
        """The form to show again: with the same key while that can still be used, so that it goes on counting once."""
        form = type(self)()
        key = self.data.get("g-key", "") if self.is_bound else ""
        try:
            signing.TimestampSigner(salt=SALT).unsign(key, max_age=LONGEST)
        except signing.BadSignature:
            return form
        form.fields["key"].initial = key
        return form


def is_younger_than(signer, key, age) -> bool:
    try:
        signer.unsign(key, max_age=age)
    except signing.SignatureExpired:
        return False
    return True
