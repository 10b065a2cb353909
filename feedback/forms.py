"""What a reader may write about a page."""

import re
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.guard import GuardForm
from cms.typed_text import refuse_national_number

from .models import LONGEST_TEXT

# A web address as people type it, whole, so that it counts once; not the host of an e-mail address.
LINK = re.compile(
    r"(?:https?:|www\.)\S*|(?<![\w@.-])[\w-]+(?:\.[\w-]+)*\.(?:be|com|net|org|nl|eu|info|ru|io)\b\S*",
    re.IGNORECASE,
)
CODE = re.compile(r"</?[a-z][^<>]*>|\[/?(?:url|link|img|b|i|u|code|email)\b[^\[\]]*\]", re.IGNORECASE)
MOST_LINKS = 1


def refuse_links(text) -> None:
    """Raises ValidationError for more than one web address: that is how advertising looks."""
    if len(LINK.findall(text)) > MOST_LINKS:
        raise ValidationError(
            _("Write at most one web address: texts with more of them are mostly advertising."), code="links"
        )


def refuse_codes(text) -> None:
    """Raises ValidationError for HTML and BBCode."""
    if CODE.search(text):
        raise ValidationError(_("Write plain text, without codes such as <a> or [url]."), code="codes")


class PlainTextField(forms.CharField):
    """Several lines. A line break counts as one character, as browsers count it; they send two."""

    widget = forms.Textarea(attrs={"rows": 7})

    def to_python(self, value):
        return super().to_python(str(value or "").replace("\r\n", "\n").replace("\r", "\n"))


class FeedbackForm(forms.Form):
    text = PlainTextField(
        label=_("What is not right, or what do you miss?"),
        max_length=LONGEST_TEXT,
        validators=[refuse_links, refuse_codes, refuse_national_number],
        help_text=_("1,000 characters at most. Leave out what is private, of you and of others."),
        error_messages={"required": _("Write what is not right, or what you miss.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Only if you want an answer."),
        error_messages={"invalid": _("Fill in a whole e-mail address, for example an@gemeente.be.")},
    )


class VoteGuard(GuardForm):
    """Of a form with nothing but a button, which people press sooner."""

    least = timedelta(seconds=1)
