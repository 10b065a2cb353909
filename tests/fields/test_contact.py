"""Contact details are checked, normalized and shown in Belgian notation."""

import re

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.test import SimpleTestCase
from django.utils.translation import gettext as _
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.be import vat

from cms.models import Organisation, Person
from fields.contact import (
    EnterpriseNumberField,
    PhoneField,
    WebsiteField,
    format_enterprise_number,
    format_phone,
    postal_code_problem,
)
from tests.cases import SiteTestCase
from tests.factories import MunicipalityFactory

ANYTHING = st.one_of(
    st.text(),
    st.text("0123456789+/.-() ext;x#,\x00", max_size=40),
    st.integers(10**6, 10**12).map(str),
)


def read(field, text):
    """The stored value, or the error messages."""
    try:
        return field.formfield().clean(text)
    except ValidationError as refusal:
        return refusal.messages


class PhoneTests(SimpleTestCase):
    def test_reads_what_people_write(self):
        for typed, stored, formatted in [
            ("015 79 39 81", "+3215793981", "015 79 39 81"),
            ("+32 15 79 39 81", "+3215793981", "015 79 39 81"),
            ("0032 15 79 39 81", "+3215793981", "015 79 39 81"),
            ("+32 (0)15 79 39 81", "+3215793981", "015 79 39 81"),
            ("050/40 70 16", "+3250407016", "050 40 70 16"),
            ("0472/53 39 51", "+32472533951", "0472 53 39 51"),
            ("0478.49.23.81", "+32478492381", "0478 49 23 81"),
            ("0800 12 345", "+3280012345", "0800 12 345"),
            ("+31 20 123 4567", "+31201234567", "+31 20 123 4567"),
        ]:
            with self.subTest(typed):
                self.assertEqual(read(PhoneField(), typed), stored)
                self.assertEqual(format_phone(stored), formatted)

    def test_one_message_says_what_to_type(self):
        for typed in [
            "12",
            "bel maar",
            "015 79 39 81 of 0478 49 23 81",
            "015 79 39 81 ext 5",
            "9" * 10_000,
        ]:
            with self.subTest(typed[:40]):
                self.assertEqual(
                    read(PhoneField(), typed), [_("Fill in a valid phone number, for example 015 79 39 81.")]
                )

    def test_a_landline_is_no_mobile(self):
        self.assertEqual(read(PhoneField(mobile=True), "0478 49 23 81"), "+32478492381")
        self.assertEqual(
            read(PhoneField(mobile=True), "015 79 39 81"),
            [_("This is no mobile number. Put it in the field for the landline.")],
        )

    def test_nothing_is_nothing(self):
        self.assertEqual(read(PhoneField(), "   "), "")
        self.assertEqual(format_phone(""), "")

    @given(ANYTHING)
    @example("\x00")
    @example("0" * 10_240)
    def test_anything_is_a_number_or_one_message(self, text):
        result = read(PhoneField(), text)

        if isinstance(result, list):
            self.assertEqual(len(result), 1)
        elif result:
            self.assertRegex(result, r"^\+[1-9]\d{6,14}$")
            self.assertEqual(read(PhoneField(), format_phone(result)), result)

    @given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)), st.booleans())
    def test_a_number_of_any_country_survives_showing(self, country, is_mobile):
        kind = phonenumbers.PhoneNumberType.MOBILE if is_mobile else phonenumbers.PhoneNumberType.FIXED_LINE
        number = phonenumbers.example_number_for_type(country, kind)
        if number is None:
            return
        stored = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

        self.assertEqual(read(PhoneField(), format_phone(stored)), stored)

    def test_the_form_shows_what_people_read_and_keeps_what_they_typed(self):
        class PhoneForm(forms.ModelForm):
            class Meta:
                model = Person
                fields = ["phone"]

        stored = PhoneForm(instance=Person(phone="+3215793981"))
        typed = PhoneForm({"phone": "015 bel maar"})

        self.assertIn('value="015 79 39 81"', str(stored["phone"]))
        self.assertFalse(typed.is_valid())
        self.assertIn('value="015 bel maar"', str(typed["phone"]))

    def test_code_stores_the_same_form(self):
        person = Person(first_name="An", last_name="Peeters", phone="0032 (0)15 79 39 81")

        person.clean_fields()

        self.assertEqual(person.phone, "+3215793981")

    def test_migrations_know_the_field(self):
        _name, _path, args, kwargs = PhoneField("gsm", mobile=True).deconstruct()

        self.assertEqual(PhoneField(*args, **kwargs).mobile, True)


class EnterpriseNumberTests(SimpleTestCase):
    def test_reads_what_people_write(self):
        for typed in ["0403.170.701", "0403170701", "BE 0403.170.701", "BE0403170701", "0403 170 701"]:
            with self.subTest(typed):
                self.assertEqual(read(EnterpriseNumberField(), typed), "0403170701")

    def test_check_digits_are_checked(self):
        message = _("Fill in a valid enterprise number, for example 0403.170.701.")

        self.assertEqual(read(EnterpriseNumberField(), "0403.170.702"), [message])
        self.assertEqual(vat.validate(re.search(r"[\d.]{12}", message)[0]), "0403170701")

    @given(ANYTHING)
    @example("\x00")
    @example("0" * 10_240)
    def test_anything_is_a_number_or_one_message(self, text):
        result = read(EnterpriseNumberField(), text)

        if isinstance(result, list):
            self.assertEqual(len(result), 1)
        elif result:
            self.assertTrue(vat.is_valid(result))

    @given(st.integers(2_000_000, 19_999_999))
    def test_a_number_survives_showing(self, first):
        number = f"{first:08}{97 - first % 97:02}"

        self.assertEqual(read(EnterpriseNumberField(), format_enterprise_number(number)), number)

    @given(st.text(max_size=12))
    def test_other_text_is_shown_as_it_is(self, text):
        if not re.fullmatch(r"\d{10}", text):
            self.assertEqual(format_enterprise_number(text), text)


class WebsiteTests(SimpleTestCase):
    def test_https_is_added(self):
        self.assertEqual(read(WebsiteField(), "www.voorbeeld.be"), "https://www.voorbeeld.be")
        self.assertEqual(read(WebsiteField(), "http://voorbeeld.be/a"), "http://voorbeeld.be/a")

    @given(st.text())
    @example("javascript:alert(1)")
    @example("\x00")
    def test_anything_is_an_address_or_messages(self, text):
        result = read(WebsiteField(blank=True), text)

        if isinstance(result, str) and result:
            self.assertRegex(result, r"^(https?|ftps?)://")


class PostalCodeTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.mechelen = MunicipalityFactory(name="Mechelen", codes=["2800", "2801"])

    def test_a_code_belongs_to_the_chosen_municipality(self):
        problem = postal_code_problem("9000", self.mechelen)

        for word in ("9000", "Mechelen", "2800, 2801"):
            self.assertIn(word, problem)
        self.assertIsNone(postal_code_problem("2801", self.mechelen))

    def test_nothing_is_asked_without_both(self):
        self.assertIsNone(postal_code_problem("1000", None))
        self.assertIsNone(postal_code_problem("", self.mechelen))

    def test_the_message_stands_beside_the_code(self):
        person = Person(first_name="An", last_name="Peeters", postal_code="9000", municipality=self.mechelen)

        with self.assertRaises(ValidationError) as refusal:
            person.full_clean()

        self.assertEqual(list(refusal.exception.message_dict), ["postal_code"])

    def test_an_organisation_keeps_its_number_in_one_form(self):
        organisation = Organisation(name="CAW", enterprise_number="BE 0403.170.701")

        organisation.full_clean()

        self.assertEqual(organisation.enterprise_number, "0403170701")
