"""Model fields for dates: within a plausible span, and optionally with a precision (month, year)."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from fields import form_fields
from fields.parsing.dates import PartialDate, check_span, check_year

# Far enough from Python's limits that a time zone or an extra day does not overflow.
EARLIEST, LATEST = datetime.date(1, 1, 3), datetime.date(9999, 12, 28)


class DatePrecision(models.TextChoices):
    """The precision of a date: seeds say “6 oktober”, “eind maart 2018” and “2018”."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")

    @classmethod
    def coarsest(cls, *precisions):
        return max(precisions, key=list(cls).index)


PARTS = {DatePrecision.YEAR: 1, DatePrecision.MONTH: 2, DatePrecision.DAY: 3}


def is_before(day, precision, other, other_precision) -> bool:
    """True if the first date is before the other, compared at the coarser precision: 2018 is not before March 2018."""
    parts = min(PARTS[precision], PARTS[other_precision])
    return day.timetuple()[:parts] < other.timetuple()[:parts]


def years(first, last) -> str:
    """A period as text: “2017”, “2017–2019”, “–2019”; each year may be None."""
    return f"{first or ''}–{last}" if last and last != first else str(first or "")


def within_calendar(value):
    """The value, moved within EARLIEST and LATEST; older data may hold dates at the limits of Python."""
    if value is None or EARLIEST.year < value.year < LATEST.year:
        return value
    day = datetime.date(value.year, value.month, value.day)
    nearest = min(max(day, EARLIEST), LATEST)
    return value if nearest == day else value.replace(year=nearest.year, month=nearest.month, day=nearest.day)


class DateField(models.DateField):
    """A date from 1900 to 2100. `precision` names the field of the model with its precision.

    Input sets both: 2017 sets the precision to “year”, 5-9-2017 to “day”. A program may also send the precision; the
    coarser one wins. Migrations write Django's own field, because validation does not concern the database.
    """

    default_validators = [check_span]

    def __init__(self, *args, precision="", **kwargs):
        super().__init__(*args, **kwargs)
        self.precision = precision

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def formfield(self, **kwargs):
        options = {"form_class": form_fields.DateField, "is_partial": bool(self.precision)}
        return super().formfield(**{**options, **kwargs})

    def clone(self):
        copy = super().clone()
        copy.precision = self.precision
        return copy

    def to_python(self, value):
        return within_calendar(super().to_python(value))

    def from_db_value(self, value, expression, connection):
        return within_calendar(value)

    def value_from_object(self, page):
        value = super().value_from_object(page)
        if not self.precision or not isinstance(value, datetime.date):
            return value
        return PartialDate.of(value, getattr(page, self.precision) or DatePrecision.DAY)

    def save_form_data(self, instance, data):
        """Sets the precision first; the precision field comes later in the model, so a value sent for it wins."""
        super().save_form_data(instance, data)
        if self.precision and isinstance(data, PartialDate):
            setattr(instance, self.precision, data.precision)

    def clean(self, value, model_instance):
        if isinstance(value, PartialDate):
            precision = getattr(model_instance, self.precision) or DatePrecision.DAY
            setattr(model_instance, self.precision, DatePrecision.coarsest(precision, value.precision))
            value = value.plain
        return super().clean(value, model_instance)


class PrecisionField(models.CharField):
    """The precision of a date. Migrations write Django's own field.

    It follows from the input of the date, so forms don't show it; the write API may send it.
    """

    def __init__(self, **kwargs):
        defaults = {"verbose_name": _("known to the"), "max_length": 5, "choices": DatePrecision}
        super().__init__(**{**defaults, **kwargs})

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs):
        options = {"choices_form_class": form_fields.PrecisionField, "widget": form_fields.UnseenInput}
        return super().formfield(**{**kwargs, **options, "required": False})

    def save_form_data(self, instance, data):
        if data:
            super().save_form_data(instance, data)


class DateTimeField(models.DateTimeField):
    """A date and time from 1900 to 2100. Migrations write Django's own field."""

    default_validators = [check_span]

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": form_fields.DateTimeField, **kwargs})

    def to_python(self, value):
        return within_calendar(super().to_python(value))

    def from_db_value(self, value, expression, connection):
        return within_calendar(value)


class YearField(models.PositiveSmallIntegerField):
    """A year from 1900 to 2100. Migrations write Django's own field."""

    default_validators = [check_year]

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": form_fields.WholeNumberField, **kwargs})
