"""Ways to reach people and organisations, stored in one form and shown the Belgian way."""

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat

MOBILE_TYPES = {
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
}


def parse_phone(text, mobile=False):
    """The text as E.164 (+3215793981); a number without country is Belgian. ValidationError if it is none."""
    try:
        number = phonenumbers.parse(text, "BE")
    except phonenumbers.NumberParseException:
        number = None
    # An extension has no place in what we store: better refused than lost.
    if number is None or number.extension or not phonenumbers.is_valid_number(number):
        raise ValidationError(_("Fill in a valid phone number, for example 015 79 39 81."), code="phone")
    if mobile and phonenumbers.number_type(number) not in MOBILE_TYPES:
        raise ValidationError(
            _("This is no mobile number. Put it in the field for the landline."), code="mobile"
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def format_phone(text):
    """+3215793981 as 015 79 39 81; a foreign number keeps its country. Other text comes back as it is."""
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return text
    belgian = number.country_code == 32
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if belgian else form.INTERNATIONAL)


def parse_enterprise_number(text):
    """The text as ten digits; ValidationError when its check digits (mod 97, KBO) are wrong."""
    try:
        return vat.validate(text)
    except ValueError:  # stdnum's own errors, and Python's for thousands of digits
        message = _("Fill in a valid enterprise number, for example 0403.170.701.")
        raise ValidationError(message, code="enterprise_number") from None


def format_enterprise_number(digits):
    """0403170701 as 0403.170.701. Other text comes back as it is."""
    if len(digits) != 10 or not digits.isdecimal():
        return digits
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


class NormalisedFormField(forms.CharField):
    """Reads what people type, shows what people read."""

    def __init__(self, *args, parse, show, **kwargs):
        super().__init__(*args, **kwargs)
        self.parse, self.show = parse, show

    def prepare_value(self, value):
        return self.show(value) if isinstance(value, str) else value

    def clean(self, value):
        text = super().clean(value)
        return self.parse(text) if text else ""


class NormalisedField(models.CharField):
    """Text that is stored in one form only. Subclasses say how it is read and shown."""

    def parse(self, text):
        raise NotImplementedError

    def show(self, text):
        raise NotImplementedError

    def clean(self, value, model_instance):
        # People type spaces, dots and slashes: the stored form is what must fit.
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
    """A web address; https:// is added where people leave it out."""

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})


def postal_code_problem(postal_code, municipality):
    """What is wrong with the pair, or None. Checked only where one of our municipalities is chosen:
    organisations in Brussels exist."""
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
