"""Formats dates, times and amounts in Flemish notation."""

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
