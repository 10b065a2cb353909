"""Parses dates and times in Flemish notation: 5 september 2017, 5/9/17, 9u30, 9.30 uur.

Raises ValidationError, with a correct example in the message, for text that can't be parsed, does not exist (31
November, 25 o'clock) or is incomplete. Nothing is guessed or rounded.
"""

import datetime
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2100

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
WEEKDAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
WEEKDAY_NAMES = [
    _("a Monday"),
    _("a Tuesday"),
    _("a Wednesday"),
    _("a Thursday"),
    _("a Friday"),
    _("a Saturday"),
    _("a Sunday"),
]
# Two digits stand for 1970 to 2069, as in POSIX.
PIVOT = 70

BETWEEN = r"(?:\s*[-/.]\s*|\s+)"
DAY = r"(?:(?P<weekday>[a-z]{2,9})\.?,?\s+)?(?P<day>[0-9]{1,2})(?:e|de|ste)?"
MONTH = r"(?P<month>[0-9]{1,2}|[a-z]{3,9}\.?)"
FULL_DATE = re.compile(rf"{DAY}{BETWEEN}{MONTH}{BETWEEN}['’]?(?P<year>[0-9]{{4}}|[0-9]{{2}})")
ISO_DATE = re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})")
MONTH_ALONE = re.compile(rf"{MONTH}{BETWEEN}(?P<year>[0-9]{{4}})")
# The apostrophe marks a year: “sept 17” may be a day.
MONTH_SHORT_YEAR = re.compile(r"(?P<month>[a-z]{3,9}\.?)\s*['’](?P<year>[0-9]{2})")
ISO_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})")
YEAR_ALONE = re.compile(r"(?P<year>[0-9]{4})")
WITHOUT_YEAR = re.compile(rf"{DAY}{BETWEEN}{MONTH}")
HOUR = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:\s*(?:[.:]|u\.?|h|uur)\s*(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    r"(?:\s*(?:u\.?|uur|h|min\.?))?|\s*(?:u\.?|uur|h))"
)
BEFORE_HOUR = re.compile(r"\s*,\s*|\s+(?:om\s+)?")

NO_DATE = _("This is no date that we can read. Write it as in 5-9-2017 or 5 september 2017.")
NO_SUCH_DATE = _("This date does not exist. Write a date as in 5-9-2017 or 5 september 2017.")
NO_PARTIAL_DATE = _("This is no date that we can read. Write it as in 5-9-2017, september 2017 or 2017.")
NO_SUCH_PARTIAL_DATE = _("This date does not exist. Write a date as in 5-9-2017, september 2017 or 2017.")
NO_YEAR = _("Write the year too, as in 5-9-2017.")
NO_DAY = _("Write the day, the month and the year, as in 5-9-2017.")
OTHER_WEEKDAY = _("%(date)s is %(weekday)s. Correct the date, or leave the day of the week out.")
NO_HOUR = _("Write the hour as in 9.30 or 9u30, from 0.00 to 23.59.")
NO_MOMENT = _("Write the day and the hour, as in 5-9-2017 9.30.")
OUT_OF_SPAN = _("Fill in a date from %(first)s to %(last)s.")


class PartialDate(datetime.date):
    """A date with a precision; parts beyond the precision are 1."""

    precision = "day"

    @classmethod
    def of(cls, date, precision):
        partial = cls(date.year, date.month, date.day)
        partial.precision = precision
        return partial

    @property
    def plain(self):
        return datetime.date(self.year, self.month, self.day)


def reject(message, **values):
    raise ValidationError(message, code="unreadable", params=values)


def tidy(text) -> str:
    """The text in lower case with single spaces."""
    return " ".join(text.split()).casefold()


def parse_date(text) -> datetime.date:
    """The text as a date. Raises ValidationError without a day."""
    date = parse_any_date(text)
    if date.precision != "day":
        reject(NO_DAY)
    return date.plain


def parse_partial_date(text) -> PartialDate:
    """The text as a PartialDate: 5 september 2017, september 2017 or 2017."""
    try:
        return parse_any_date(text)
    except ValidationError as error:
        for message, replacement in ((NO_DATE, NO_PARTIAL_DATE), (NO_SUCH_DATE, NO_SUCH_PARTIAL_DATE)):
            if error.message == message:
                reject(replacement)
        raise


def parse_any_date(text):
    """The text as a PartialDate; error messages are those for whole dates."""
    text = tidy(text)
    if match := ISO_DATE.fullmatch(text) or FULL_DATE.fullmatch(text):
        return PartialDate.of(full_date(**match.groupdict()), "day")
    if match := ISO_MONTH.fullmatch(text) or MONTH_ALONE.fullmatch(text) or MONTH_SHORT_YEAR.fullmatch(text):
        return PartialDate.of(make_date(match["year"], match["month"]), "month")
    if match := YEAR_ALONE.fullmatch(text):
        return PartialDate.of(make_date(match["year"]), "year")
    return reject(NO_YEAR if WITHOUT_YEAR.fullmatch(text) else NO_DATE)


def written(date) -> str:
    """A PartialDate in full: 5 september 2017; `parse_partial_date` accepts the result."""
    parts = [str(date.day), MONTHS[date.month - 1], str(date.year)]
    return " ".join(parts[{"day": 0, "month": 1, "year": 2}[date.precision] :])


def full_date(year, month, day, weekday=None):
    date = make_date(year, month, day)
    if weekday:
        check_weekday(date, weekday)
    return date


def make_date(year, month="1", day="1"):
    try:
        return datetime.date(year_of(year), month_of(month), int(day))
    except ValueError:
        return reject(NO_SUCH_DATE)


def year_of(text):
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year < PIVOT else 1900 + year


def month_of(text):
    """The number of a month: 9, september, sept. or sep. Raises ValidationError for other words."""
    if text.isdigit():
        return int(text)
    name = text.rstrip(".")
    numbers = [3] if name == "mrt" else [n for n, month in enumerate(MONTHS, 1) if month.startswith(name)]
    return numbers[0] if len(numbers) == 1 else reject(NO_DATE)


def check_weekday(date, word):
    """Raises ValidationError if the weekday is not that of the date."""
    if not any(name.startswith(word) for name in WEEKDAYS):
        reject(NO_DATE)
    if not WEEKDAYS[date.weekday()].startswith(word):
        reject(
            OTHER_WEEKDAY, date=f"{date.day}-{date.month}-{date.year}", weekday=WEEKDAY_NAMES[date.weekday()]
        )


def parse_hour(text) -> datetime.time:
    """The text as a time: 9u30, 9.30, 9:30, 9 uur."""
    match = HOUR.fullmatch(tidy(text))
    try:
        return datetime.time(*[int(part or 0) for part in match.group("hour", "minute", "second")])
    except (AttributeError, ValueError):
        return reject(NO_HOUR)


def parse_moment(text) -> datetime.datetime:
    """The text as a naive datetime; a date alone is midnight."""
    text = tidy(text)
    for split in BEFORE_HOUR.finditer(text):
        if HOUR.fullmatch(text[split.end() :]):
            day, hour = parse_date(text[: split.start()]), parse_hour(text[split.end() :])
            return datetime.datetime.combine(day, hour)
    try:
        return datetime.datetime.combine(parse_date(text), datetime.time.min)
    except ValidationError as error:
        if error.message == NO_DATE:
            reject(NO_MOMENT)
        raise


def check_span(value) -> None:
    """Raises ValidationError for a date outside FIRST_YEAR to LAST_YEAR: probably a typing error."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        reject(OUT_OF_SPAN, first=FIRST_YEAR, last=LAST_YEAR)


def check_year(year) -> None:
    """Raises ValidationError for a year outside FIRST_YEAR to LAST_YEAR."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        reject(_("Fill in a year between %(first)s and %(last)s."), first=FIRST_YEAR, last=LAST_YEAR)
