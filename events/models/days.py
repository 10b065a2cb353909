"""Days as they are known: to the day, the month or the year; and as lists show them."""

import calendar
import datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from cms.models import DatePrecision


def span_of(date, precision):
    """The first and last day that a date may mean: March 2018 is the 1st to the 31st."""
    if date is None:
        return None, None
    if precision == DatePrecision.YEAR:
        return date.replace(month=1, day=1), date.replace(month=12, day=31)
    if precision == DatePrecision.MONTH:
        return date.replace(day=1), date.replace(day=calendar.monthrange(date.year, date.month)[1])
    return date, date


def is_midnight(moment):
    """Was only a day filled in? Forms then say 00:00."""
    return bool(moment) and timezone.localtime(moment).time() == datetime.time.min


def card_day(first, last):
    """A period in two parts, the first one shown large: (12, nov. 2019), (12–14, nov. 2019), (jan.–mrt., 2018)."""
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
    """A month as Dutch shortens it: nov., but mei."""
    short = format_date(date, "N").rstrip(".")
    return short if short == format_date(date, "F") else f"{short}."
