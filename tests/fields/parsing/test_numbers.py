"""Numbers and amounts in Belgian notation."""

import contextlib
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from fields.parsing.numbers import format_number, parse_amount, parse_number, parse_whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.250", "1250"),
        ("1 250", "1250"),
        ("1\u00a0250", "1250"),
        ("1.234,56", "1234.56"),
        ("1 234 567,8", "1234567.8"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1250.50", "1250.50"),
        ("0,42", "0.42"),
        ("-3", "-3"),
        ("0", "0"),
    ],
)
def test_a_number_is_read_the_belgian_way(text, number):
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["€ 70", "70 euro", "€70,-", "70,00 EUR", "€\u00a070"])
def test_an_amount_may_have_its_sign(text):
    assert parse_amount(text) == 70


@pytest.mark.parametrize(
    "text",
    ["12,5 %", "1,234.56", "1.25.5", "12 5", "0.250.000", "zeventig", "€ 70", "70 km", "1e3", "nan", "", "٣"],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValidationError):
        parse_number(text)


@pytest.mark.parametrize("text", ["12,5 %", "$ 70", "70 of 80", "€"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValidationError):
        parse_amount(text)


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("1.250", 1250), ("2017", 2017)])
def test_a_whole_number_is_read(text, number):
    assert parse_whole_number(text) == number


@pytest.mark.parametrize("text", ["12,5", "1,250", "1.25", "12.5"])
def test_a_fraction_is_no_whole_number(text):
    with pytest.raises(ValidationError):
        parse_whole_number(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_what_is_shown_is_read_back_as_the_same(number):
    assert parse_number(format_number(number)) == number


@given(st.text(max_size=20) | st.text("0123456789., €-'", max_size=15))
def test_anything_else_is_refused_and_never_an_error(text):
    for parse in (parse_number, parse_amount, parse_whole_number):
        with contextlib.suppress(ValidationError):
            parse(text)
