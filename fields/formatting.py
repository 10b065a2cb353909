"""Formats dates, times and amounts in Flemish notation."""

import re

from django.template.defaultfilters import date as format_date

PRECISION_FORMATS = {"day": "j F Y", "month": "F Y", "year": "Y"}


def precise(date, precision) -> str:
    """The date at its precision: 6 oktober 2021, oktober 2021 or 2021."""
    return format_date(date, PRECISION_FORMATS.get(precision, "j F Y")) if date else ""


def hour(time) -> str:
    """A time: 8.45, 10.00."""
    return format_date(time, "G.i") if time else ""


def oclock(moment) -> str:
    """A time in running text: 12, 8.45."""
    return format_date(moment, "G.i" if moment.minute else "G") if moment else ""


def euro(amount) -> str:
    """An amount in euro, without cents if they are zero: € 70, € 0,42, € 12.500."""
    if amount is None:
        return ""
    text = f"{amount:,.2f}".removesuffix(".00")
    return "€\xa0" + text.translate(str.maketrans(",.", ".,"))


NO_BREAK = "\xa0"
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
# The space before what belongs to a number: € 25.000, 26 november 2026, 8.45 uur. Two letters of each word come first:
# that is three times as fast, in pages with thousands of spaces.
BEFORE_WORD = re.compile(
    rf" (?=[jfmasondu12][aepuko90i])(?=(?:{'|'.join(MONTHS)}|uur|min|(?:19|20)[0-9][0-9])\b)"
)
AFTER_EURO = re.compile(r"€ (?=[0-9])")
# What a browser shows or runs letter by letter.
VERBATIM = re.compile(r"<(script|style|textarea|pre|code)\b.*?</\1>", re.DOTALL)


def with_hard_spaces(html) -> str:
    """The HTML with a space that does not break between a number and its word. Attributes and scripts stay as they are.

    For pages only, as the last thing: the same words go into tables, calendars and APIs, with the space of a keyboard.
    """
    verbatim = [part.span() for part in VERBATIM.finditer(html)]

    def is_text(start):
        is_attribute = html.rfind("<", 0, start) > html.rfind(">", 0, start)
        return not is_attribute and not any(first < start < last for first, last in verbatim)

    def before_word(match):
        start = match.start()
        is_year = html[start + 1].isdigit()
        belongs = html.endswith(MONTHS, 0, start) if is_year else html[start - 1].isdigit()
        return NO_BREAK if belongs and is_text(start) else " "

    # Each replacement is as long as what it replaces, so places in `html` are places in what is made of it.
    html_of_words = BEFORE_WORD.sub(before_word, html)
    return AFTER_EURO.sub(lambda match: f"€{NO_BREAK}" if is_text(match.start()) else match[0], html_of_words)
