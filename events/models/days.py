"""Spans of dates with a precision of day, month or year, and how lists show them."""

import calendar
import datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from fields.dates import DatePrecision


def span_of(date, precision) -> tuple:
    """The first and last day of a date with this precision: the 1st and 31st for March 2018."""
    if date is None:
        return None, None
    if precision == DatePrecision.YEAR:
        return date.replace(month=1, day=1), date.replace(month=12, day=31)
    if precision == DatePrecision.MONTH:
        return date.replace(day=1), date.replace(day=calendar.monthrange(date.year, date.month)[1])
    return date, date


def is_midnight(moment) -> bool:
    """Whether only a day was filled in: forms then give 00:00."""
    return bool(moment) and timezone.localtime(moment).time() == datetime.time.min


def card_day(first, last) -> tuple[str, str]:
    """A period in two texts, large and small: (12, nov. 2019), (12–14, nov. 2019), (jan.–mrt., 2018)."""
    first, last = first or last, last or first
    if first is None:
        return "", _("no date yet")
    if first.year != last.year:
        return f"{first.year}–{last.year}", ""
    if (first.month, last.month) == (1, 12) and (last - first).days > 360:
        return str(first.year), ""
    if first.month != last.month:
        return f"{short_month(first)}–{short_month(last)}", str(first.year)
    days = str(first.day) if first == last else f"{first.day}–{last.day}"
    return days, f"{short_month(first)} {first.year}"


def short_month(date):
    """The Dutch abbreviation of a month: nov., but mei."""
    short = format_date(date, "N").rstrip(".")
    return short if short == format_date(date, "F") else f"{short}."
