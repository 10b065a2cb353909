"""Moments counted from the day of loading, so that what is upcoming still is when somebody loads it a year later."""

import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MOMENT = re.compile(
    r"(?P<unit>today|week|month|year)\s*(?P<count>[+-]\s*\d+)?(?:\s+(?P<day>[a-z]+day))?(?:\s+(?P<hour>\d{1,2}:\d{2}))?"
)
IN_TEXT = re.compile(r"\{((?:today|week|month|year)[^{}]*)\}")
# What a moment is known to, where nothing else says so.
PRECISIONS = {"year": "year", "month": "month"}


class Moment:
    """A moment as the files write it: today-2, week+3 tuesday, month-14, year-1; with an hour behind it if needed."""

    def __init__(self, text, today):
        match = MOMENT.fullmatch(text.strip().lower())
        if match is None:
            raise ValueError(f"“{text}” is no moment: write today-2, week+3 tuesday, month-14 or year-1")
        self.unit, self.today = match["unit"], today
        self.count = int((match["count"] or "0").replace(" ", ""))
        self.weekday, self.hour = match["day"], match["hour"]
        if self.weekday and (self.unit != "week" or self.weekday not in WEEKDAYS):
            raise ValueError(f"“{text}”: a day of the week goes with week, in English")

    @property
    def day(self):
        return getattr(self, f"_{self.unit}")()

    @property
    def time(self):
        return time.fromisoformat(self.hour.zfill(5)) if self.hour else None

    @property
    def precision(self):
        return PRECISIONS.get(self.unit, "day")

    def in_words(self):
        """As a Dutch sentence names it: dinsdag 15 december, oktober 2025, 2025."""
        if self.unit == "year":
            return str(self.day.year)
        if self.unit == "month":
            return date_format(self.day, "F Y")
        words = date_format(self.day, "l j F")
        return words if self.day.year == self.today.year else f"{words} {self.day.year}"

    def _today(self):
        return self.today + timedelta(days=self.count)

    def _week(self):
        monday = self.today - timedelta(days=self.today.weekday()) + timedelta(weeks=self.count)
        return monday + timedelta(days=WEEKDAYS.index(self.weekday or "monday"))

    def _month(self):
        months = self.today.year * 12 + self.today.month - 1 + self.count
        return date(months // 12, months % 12 + 1, 1)

    def _year(self):
        return date(self.today.year + self.count, 1, 1)


def day_of(value, today):
    """A date of TOML, or a moment, as a date."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int):
        return date(value, 1, 1)
    return Moment(value, today).day


def instant_of(value, today):
    """A date and hour of TOML, or a moment with an hour, on the clocks of here."""
    if isinstance(value, str):
        moment = Moment(value, today)
        value = datetime.combine(moment.day, moment.time or time(0))
    elif not isinstance(value, datetime):
        value = datetime.combine(value, time(0))
    return value if value.tzinfo else timezone.make_aware(value)


def year_of(value, today):
    return value if isinstance(value, int) else day_of(value, today).year


def written_out(text, today):
    """The text with each {week+3 tuesday} in it as Dutch words."""
    return IN_TEXT.sub(lambda match: Moment(match[1], today).in_words(), text)
