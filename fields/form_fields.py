"""Form fields that parse dates, times and numbers in Flemish notation; invalid input stays on the screen."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from fields.parsing.dates import (
    PartialDate,
    check_span,
    parse_date,
    parse_hour,
    parse_moment,
    parse_partial_date,
    written,
)
from fields.parsing.numbers import (
    NO_AMOUNT,
    NO_NUMBER,
    format_number,
    parse_amount,
    parse_number,
    parse_whole_number,
)

AS_FAR_AS_KNOWN = _("As far as you know it: 5-9-2017, september 2017 or 2017.")
# ISO 8601, perhaps with a zone, which Django parses.
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")


def stripped(value):
    """The text without surrounding spaces, None if that is empty; other values unchanged."""
    return value.strip() or None if isinstance(value, str) else value


class DateField(forms.DateField):
    """A date; with `is_partial` a year, or a month and year, is enough."""

    default_validators = [check_span]

    def __init__(self, *args, is_partial=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_partial = is_partial
        if is_partial and not self.help_text:
            self.help_text = AS_FAR_AS_KNOWN

    def to_python(self, value):
        value = stripped(value)
        if isinstance(value, str):
            return parse_partial_date(value) if self.is_partial else parse_date(value)
        return super().to_python(value)

    def prepare_value(self, value):
        """The date as people write it: 5-9-2017, september 2017 or 2017."""
        return short_date(value) if isinstance(value, PartialDate) else value

    def has_changed(self, initial, data):
        if not self.is_partial or not isinstance(initial, PartialDate):
            return super().has_changed(initial, data)
        try:
            return self.prepare_value(self.to_python(data)) != self.prepare_value(initial)
        except ValidationError:
            return True


class UnseenInput(forms.HiddenInput):
    """A widget that renders nothing; only programs send a value."""

    def render(self, name, value, attrs=None, renderer=None):
        return ""


class PrecisionField(forms.TypedChoiceField):
    """The precision of a date; unchanged if no value is sent."""

    def has_changed(self, initial, data):
        return bool(data) and super().has_changed(initial, data)


class PartialDateTextField(forms.CharField):
    """A date with a precision, stored as text: 09/2017 becomes september 2017."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.help_text:
            self.help_text = AS_FAR_AS_KNOWN

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return ""
        date = parse_partial_date(text)
        check_span(date)
        return written(date)


def short_date(date):
    """A PartialDate in short notation; `parse_partial_date` accepts the result."""
    return f"{date.day}-{date.month}-{date.year}" if date.precision == "day" else written(date)


class TimeField(forms.TimeField):
    """A time of day."""

    def to_python(self, value):
        value = stripped(value)
        return parse_hour(value) if isinstance(value, str) else super().to_python(value)


class DateTimeField(forms.DateTimeField):
    """A date and time in Belgian time."""

    default_validators = [check_span]

    def to_python(self, value):
        value = stripped(value)
        if isinstance(value, str) and not ISO_MOMENT.fullmatch(value):
            value = parse_moment(value)
        return super().to_python(value)


class NumberField(forms.DecimalField):
    """A number in a text input: a number input drops invalid text, and takes 1.250 for 1,25."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    message = NO_NUMBER

    def to_python(self, value):
        value = stripped(value)
        number = self.parse(value) if isinstance(value, str) else super().to_python(value)
        is_unlimited = number is None or self.decimal_places is None
        if isinstance(value, str) and not is_unlimited and -number.as_tuple().exponent > self.decimal_places:
            # 1,250 may well be meant as a thousand.
            raise ValidationError(self.message, code="unreadable")
        return number

    def parse(self, text):
        return parse_number(text, self.message)

    def prepare_value(self, value):
        return format_number(value) if isinstance(value, Decimal) else value


class AmountField(NumberField):
    """An amount in euro."""

    message = NO_AMOUNT

    def parse(self, text):
        return parse_amount(text)


class WholeNumberField(forms.IntegerField):
    """A whole number or a year."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value):
        value = stripped(value)
        return parse_whole_number(value) if isinstance(value, str) else super().to_python(value)
