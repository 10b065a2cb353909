"""Wagtail's field blocks with our form fields, which parse Flemish notation.

Migrations name Wagtail's own blocks, because parsing does not concern the database.
"""

from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from fields.contact import LONGEST_ADDRESS
from fields.form_fields import AmountField, DateField, PartialDateTextField, TimeField, WholeNumberField
from fields.web_addresses import own_address


class DeconstructsAsWagtail:
    """Makes migrations name Wagtail's own block. Must precede that block in the bases."""

    @property
    def canonical_module_path(self):
        path = super().canonical_module_path
        return f"wagtail.blocks.{self.wagtail_name}" if path.startswith(f"{__name__}.") else path


class DateBlock(DeconstructsAsWagtail, blocks.DateBlock):
    """A date."""

    wagtail_name = "DateBlock"

    @cached_property
    def field(self):
        return DateField(widget=AdminDateInput(format=self.format), **self.field_options)

    def to_python(self, value):
        return parsed_or_unchanged(super().to_python, value)


class PartialDateBlock(DeconstructsAsWagtail, blocks.CharBlock):
    """A date with a precision, as text: 2024, maart 2024 or 5 maart 2024."""

    wagtail_name = "CharBlock"

    def __init__(self, required=True, help_text=None, **kwargs):
        super().__init__(required, help_text, **kwargs)
        self.field = PartialDateTextField(required=required, help_text=help_text)


class TimeBlock(DeconstructsAsWagtail, blocks.TimeBlock):
    """A time of day."""

    wagtail_name = "TimeBlock"

    @cached_property
    def field(self):
        return TimeField(widget=AdminTimeInput(format=self.format), **self.field_options)

    def to_python(self, value):
        return parsed_or_unchanged(super().to_python, value)


def parsed_or_unchanged(parse, value):
    """The value, also if it can't be parsed: Wagtail would make that None, so validation would never reject it."""
    try:
        return value if parse(value) is None else parse(value)
    except ValueError:
        return value


class IntegerBlock(DeconstructsAsWagtail, blocks.IntegerBlock):
    """A number without a fraction."""

    wagtail_name = "IntegerBlock"

    def __init__(
        self, required=True, help_text=None, min_value=None, max_value=None, validators=(), **kwargs
    ):
        super().__init__(required, help_text, min_value, max_value, validators, **kwargs)
        self.field = WholeNumberField(
            required=required,
            help_text=help_text,
            min_value=min_value,
            max_value=max_value,
            validators=validators,
        )


class AmountBlock(DeconstructsAsWagtail, blocks.DecimalBlock):
    """An amount in euro."""

    wagtail_name = "DecimalBlock"

    def __init__(
        self, required=True, help_text=None, min_value=None, max_digits=None, decimal_places=None, **kwargs
    ):
        limits = {"min_value": min_value, "max_digits": max_digits, "decimal_places": decimal_places}
        super().__init__(required, help_text, **limits, **kwargs)
        self.field = AmountField(required=required, help_text=help_text, **limits)


class URLBlock(DeconstructsAsWagtail, blocks.URLBlock):
    """A URL, long enough for Teams and SharePoint; kept as its owner gives it (`web_addresses.own_address`)."""

    wagtail_name = "URLBlock"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": LONGEST_ADDRESS, **kwargs})

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return own_address(value) if value else value
