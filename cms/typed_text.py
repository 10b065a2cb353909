"""What people may type into a line of text that others read."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.be import nn

ADDRESS = re.compile(r"https?:|www\.|://|\b[\w-]+\.(?:be|com|net|org|nl|eu|info|ru|io)\b", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
ELEVEN_DIGITS = re.compile(r"(?<!\d)\d{2}[. ]?\d{2}[. ]?\d{2}[- .]?\d{3}[. ]?\d{2}(?!\d)")


def refuse_advertising(text) -> None:
    """Raises ValidationError for a web address or a control character: names are mailed and printed."""
    if ADDRESS.search(text):
        raise ValidationError(_("Leave web addresses out of this field."), code="address")
    if CONTROLS.search(text):
        raise ValidationError(_("Type this on one line."), code="line")


def refuse_national_number(text) -> None:
    """Raises ValidationError for a national number: nobody here may use it."""
    if any(nn.is_valid(match) for match in ELEVEN_DIGITS.findall(text)):
        raise ValidationError(
            _("Don't fill in a national number (rijksregisternummer): we may not keep it."), code="national"
        )


LINE = [refuse_advertising, refuse_national_number]
