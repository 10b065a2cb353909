"""Spaces that don't break, in pages and nowhere else."""

import re
from decimal import Decimal

import pytest

from fields.formatting import MONTHS, euro, with_hard_spaces
from partners.tables import join_names

SOFT = re.compile(rf"€ \d|\d (?:uur|{'|'.join(MONTHS)})\b|(?:{'|'.join(MONTHS)}) \d{{4}}")


@pytest.mark.parametrize(
    "text",
    [
        "van € 25.000 tot € 100.000",
        "op 26 november 2026, om 8.45 uur",
        "sinds maart 2018",
        "1 mei en 31 augustus",
        "<b>12 uur</b>",
        "30 min.",
    ],
)
def test_a_number_and_its_word_stay_on_one_line(text):
    shown = with_hard_spaces(f"<p>{text}</p>")

    assert not SOFT.search(shown)
    assert shown.replace("\xa0", " ") == f"<p>{text}</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<input value="26 november 2026">',
        '<a href="mailto:?body=om 8.45 uur" title="€ 70">Mail</a>',
        '<script type="application/ld+json">{"name": "€ 70 op 3 mei 2026"}</script>',
        "<textarea>om 8 uur</textarea>",
        "<p>tien uur, in 2026 en over 2000 mensen</p>",
    ],
)
def test_what_is_no_text_or_no_number_stays_as_it_is(html):
    assert with_hard_spaces(html) == html


def test_a_table_keeps_the_space_of_a_keyboard():
    assert join_names([euro(Decimal(25_000)), "W13"]) == "€ 25.000|W13"
