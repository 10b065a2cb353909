"""Dates and times in Flemish notation are parsed as meant or rejected, never misread."""

import contextlib
import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from fields.form_fields import short_date
from fields.parsing.dates import (
    MONTHS,
    WEEKDAYS,
    PartialDate,
    parse_date,
    parse_hour,
    parse_moment,
    parse_partial_date,
    written,
)

FIFTH = datetime.date(2017, 9, 5)
dates = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "5 september 2017",
        "5 SEPT. 2017",
        "5 sep '17",
        "5e september 2017",
        "di 5 sept 2017",
        "dinsdag, 5 september 2017",
        "5/9/2017",
        "05/09/17",
        "5-9-17",
        "5.9.2017",
        " 5 - 9 - 2017 ",
        "5\u00a0september\u00a02017",
        "2017-09-05",
        "2017/9/5",
    ],
)
def test_a_date_is_read_the_belgian_way(text):
    assert parse_date(text) == FIFTH


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("2017", (2017, 1, 1), "year"),
        ("september 2017", (2017, 9, 1), "month"),
        ("sept. 2017", (2017, 9, 1), "month"),
        ("sept '17", (2017, 9, 1), "month"),
        ("september ’17", (2017, 9, 1), "month"),
        ("09/2017", (2017, 9, 1), "month"),
        ("9-2017", (2017, 9, 1), "month"),
        ("2017-09", (2017, 9, 1), "month"),
        ("mrt 2018", (2018, 3, 1), "month"),
        ("5 september 2017", (2017, 9, 5), "day"),
    ],
)
def test_less_than_a_day_is_read_where_a_precision_stands_beside(text, date, precision):
    partial = parse_partial_date(text)

    assert (partial.plain, partial.precision) == (datetime.date(*date), precision)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("31-11-2017", "exist"),
        ("29-2-2025", "exist"),
        ("5/13/2017", "exist"),
        ("0-0-0000", "exist"),
        ("31-11", "year"),
        ("6 oktober", "year"),
        ("2017", "day"),
        ("september 2017", "day"),
        ("ma 5 september 2017", "Tuesday"),
        ("xx 5 september 2017", "5-9-2017"),
        ("5 ju 2017", "5-9-2017"),
        ("5 jux 2017", "5-9-2017"),
        ("20", "5-9-2017"),
        ("201", "5-9-2017"),
        ("5-9-201", "5-9-2017"),
        ("gisteren", "5-9-2017"),
        ("12-11-2019 x", "5-9-2017"),
    ],
)
def test_what_is_no_date_is_refused_with_a_right_example(text, word):
    with pytest.raises(ValidationError) as refusal:
        parse_date(text)

    assert word in in_english(refusal.value)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("gisteren", "read"),
        ("sept 17", "read"),
        ("'17", "read"),
        ("5 jux 2017", "read"),
        ("32/13/2020", "exist"),
        ("2017-13", "exist"),
        ("31 februari 2020", "exist"),
    ],
)
def test_where_less_than_a_day_will_do_the_refusal_says_so(text, word):
    with pytest.raises(ValidationError) as refusal:
        parse_partial_date(text)

    assert word in in_english(refusal.value)
    assert "5-9-2017, september 2017 or 2017" in in_english(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "9u30",
        "9.30",
        "9:30",
        "9h30",
        "09u30",
        "9 u 30",
        "9.30 uur",
        "9.30 u.",
        "9:30u",
        "9u30 min",
        "09:30:00",
    ],
)
def test_an_hour_is_read_the_belgian_way(text):
    assert parse_hour(text) == datetime.time(9, 30)


@pytest.mark.parametrize(("text", "hour"), [("9u", 9), ("9 uur", 9), ("12u", 12), ("0u00", 0), ("23 u.", 23)])
def test_a_whole_hour_is_read(text, hour):
    assert parse_hour(text) == datetime.time(hour)


@pytest.mark.parametrize(
    "text", ["24u", "24:00", "25u", "9u60", "9", "930", "9.3", "9u5", "half tien", "9u30u30", "9 am"]
)
def test_an_hour_that_is_none_or_not_sure_is_refused(text):
    with pytest.raises(ValidationError) as refusal:
        parse_hour(text)

    assert "9u30" in in_english(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "12-11-2019 8u45",
        "12 november 2019, 8.45 uur",
        "dinsdag 12 november 2019 om 8.45 u.",
        "12/11/19 8:45",
        "2019-11-12 08:45",
        "12 11 2019 8 u 45",
    ],
)
def test_a_moment_is_a_date_and_an_hour(text):
    assert parse_moment(text) == datetime.datetime(2019, 11, 12, 8, 45)


def test_a_date_alone_is_its_first_minute():
    assert parse_moment("12 november 2019") == datetime.datetime(2019, 11, 12)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("8u45", "hour"),
        ("12-11-2019 25u", "hour"),
        ("31-11-2019 8u45", "exist"),
        ("november 2019 8u45", "day"),
        ("12-11 8u45", "year"),
        ("ma 12-11-2019", "12-11-2019 is a Tuesday"),
    ],
)
def test_a_moment_that_is_none_is_refused(text, word):
    with pytest.raises(ValidationError) as refusal:
        parse_moment(text)

    assert word in in_english(refusal.value)


@given(
    dates,
    st.sampled_from(
        ["{0.day} {1} {0.year}", "{2} {0.day} {1} {0.year}", "{0.day}/{0.month}/{0.year}", "{0:%Y-%m-%d}"]
    ),
)
def test_every_date_is_read_as_it_was_written(date, notation):
    text = notation.format(date, MONTHS[date.month - 1], WEEKDAYS[date.weekday()][:2])

    assert parse_date(text) == date


@given(dates, st.sampled_from(["day", "month", "year"]), st.sampled_from([written, short_date]))
def test_every_date_that_we_write_is_read_again_as_far_as_it_was_known(date, precision, write):
    partial = PartialDate.of(
        date.replace(**{"day": {}, "month": {"day": 1}, "year": {"month": 1, "day": 1}}[precision]), precision
    )

    again = parse_partial_date(write(partial))

    assert (again.plain, again.precision) == (partial.plain, precision)


@given(st.times(), st.sampled_from(["{0.hour}u{0.minute:02}", "{0:%H.%M} uur", "{0.hour}:{0.minute:02}"]))
def test_every_hour_is_read_as_it_was_written(time, notation):
    assert parse_hour(notation.format(time)) == time.replace(second=0, microsecond=0)


@given(st.text(max_size=25) | st.text("0123456789-/.: uhjanseptmr'", max_size=20))
def test_anything_else_is_refused_and_never_an_error(text):
    for parse in (parse_date, parse_partial_date, parse_hour, parse_moment):
        with contextlib.suppress(ValidationError):
            parse(text)


def in_english(error):
    """Error messages in English, whatever the catalogue says."""
    with translation.override("en"):
        return " ".join(map(str, error.messages))
