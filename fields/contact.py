"""Phone numbers, enterprise numbers and web addresses: stored normalized, shown in Belgian notation."""

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat

from .web_addresses import own_address

LONGEST_ADDRESS = 2000

MOBILE_TYPES = {
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
}


def parse_phone(text, mobile=False) -> str:
    """The number as E.164 (+3215793981); without a country it is Belgian. Raises ValidationError for an invalid one."""
    try:
        number = phonenumbers.parse(text, "BE")
    except phonenumbers.NumberParseException:
        number = None
    # E.164 has no extensions: rejecting one is better than losing it.
    if number is None or number.extension or not phonenumbers.is_valid_number(number):
        raise ValidationError(_("Fill in a valid phone number, for example 015 79 39 81."), code="phone")
    if mobile and phonenumbers.number_type(number) not in MOBILE_TYPES:
        raise ValidationError(
            _("This is no mobile number. Put it in the field for the landline."), code="mobile"
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def format_phone(text) -> str:
    """+3215793981 as 015 79 39 81; a foreign number with its country code. Other text is returned unchanged."""
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return text
    belgian = number.country_code == 32
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if belgian else form.INTERNATIONAL)


def parse_enterprise_number(text) -> str:
    """The number as ten digits. Raises ValidationError if the check digits (mod 97, KBO) are wrong."""
    try:
        return vat.validate(text)
    except ValueError:  # stdnum's own errors, and Python's for thousands of digits
        message = _("Fill in a valid enterprise number, for example 0403.170.701.")
        raise ValidationError(message, code="enterprise_number") from None


def format_enterprise_number(digits) -> str:
    """0403170701 as 0403.170.701. Other text is returned unchanged."""
    if len(digits) != 10 or not digits.isdecimal():
        return digits
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


class NormalisedFormField(forms.CharField):
    """A form field that normalizes its input with `parse` and displays values with `show`."""

    def __init__(self, *args, parse, show, **kwargs):
        super().__init__(*args, **kwargs)
        self.parse, self.show = parse, show

    def prepare_value(self, value):
        return self.show(value) if isinstance(value, str) else value

    def clean(self, value):
        text = super().clean(value)
        return self.parse(text) if text else ""


class NormalisedField(models.CharField):
    """Text that is stored normalized; subclasses define `parse` and `show`."""

    def parse(self, text):
        raise NotImplementedError

    def show(self, text):
        raise NotImplementedError

    def clean(self, value, model_instance):
        # The normalized form has to fit in max_length, not the typed one.
        return super().clean(self.parse(value) if value else value, model_instance)

    def formfield(self, **kwargs):
        options = {"form_class": NormalisedFormField, "parse": self.parse, "show": self.show}
        return super().formfield(**{**options, **kwargs, "max_length": None})


class PhoneField(NormalisedField):
    """A phone number, stored as E.164. With `mobile`, a landline is refused."""

    def __init__(self, *args, mobile=False, **kwargs):
        self.mobile = mobile
        super().__init__(*args, **{"max_length": 16, "blank": True, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "mobile": self.mobile}

    def parse(self, text):
        return parse_phone(text, self.mobile)

    def show(self, text):
        return format_phone(text)


class EnterpriseNumberField(NormalisedField):
    """A Belgian enterprise number (KBO), stored as ten digits."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 10, "blank": True, **kwargs})

    def parse(self, text):
        return parse_enterprise_number(text)

    def show(self, text):
        return format_enterprise_number(text)


class WebsiteField(models.URLField):
    """A URL, long enough for Teams and SharePoint; https:// is added if it is missing.

    Kept as its owner gives it (`web_addresses.own_address`), whoever stores it.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": LONGEST_ADDRESS, **kwargs})

    def to_python(self, value):
        value = super().to_python(value)
        return own_address(value) if value else value

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "max_length": self.max_length}

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})


def postal_code_problem(postal_code, municipality) -> str | None:
    """An error message if the postal code is not one of the municipality's, else None.

    Only checked with a municipality of ours, because organisations in Brussels have none.
    """
    if not postal_code or municipality is None:
        return None
    codes = [code.code for code in municipality.postal_codes.all()]
    if postal_code in codes:
        return None
    return _("%(code)s is no postal code of %(municipality)s. That is: %(codes)s.") % {
        "code": postal_code,
        "municipality": municipality.name,
        "codes": ", ".join(codes),
    }
