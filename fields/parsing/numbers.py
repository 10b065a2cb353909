"""Parses numbers and amounts in Belgian notation: 1.250, 1 250, 12,5, € 1.250,50, € 70,-."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NO_NUMBER = _("Write a number, as in 1.250 or 12,5.")
NO_WHOLE_NUMBER = _("Write a whole number, as in 12 or 1.250.")
NO_AMOUNT = _("Write an amount in euro, as in 1.250,50.")

GROUPED = r"[1-9][0-9]{0,2}(?P<gap>[. '’])[0-9]{3}(?:(?P=gap)[0-9]{3})*"
NUMBER = re.compile(
    rf"(?P<sign>[-−–]?) ?(?P<whole>{GROUPED}|[0-9]+)(?:(?P<point>[.,])(?P<fraction>[0-9]+|[-–]{{1,2}}))?"
)
EURO = re.compile(r"(?:€|eur|euro)? ?(?P<number>.*?) ?(?:€|eur|euro)?", re.IGNORECASE)


def parse_number(text, message=NO_NUMBER) -> Decimal:
    """The text as a Decimal. Groups of three digits are thousands (1.250); a comma begins the fraction (12,5).

    So does a point that no group of three follows (12.5). Raises ValidationError with `message` for other text.
    """
    match = NUMBER.fullmatch(" ".join(text.split()))
    if not match or (match["gap"] == "." and match["point"] == "."):
        raise ValidationError(message, code="unreadable")
    whole, fraction = (re.sub("[^0-9]", "", part or "") for part in match.group("whole", "fraction"))
    number = Decimal(f"{whole}.{fraction}" if fraction else whole)
    return -number if match["sign"] else number


def parse_whole_number(text) -> int:
    number = parse_number(text, NO_WHOLE_NUMBER)
    if number != number.to_integral_value() or "," in text:
        raise ValidationError(NO_WHOLE_NUMBER, code="unreadable")
    return int(number)


def parse_amount(text) -> Decimal:
    """An amount in euro, with or without its sign."""
    return parse_number(EURO.fullmatch(" ".join(text.split()))["number"], NO_AMOUNT)


def format_number(number) -> str:
    """The number with a comma, without a zero fraction: 12,50, 12."""
    whole, _point, fraction = f"{number:f}".partition(".")
    return whole if not fraction.strip("0") else f"{whole},{fraction}"
