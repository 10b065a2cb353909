"""A practice on paper: two sheets of A4 to take to a meeting."""

import re

import pytest
from django.core.management import call_command

from practices.models import PracticePage

pytestmark = pytest.mark.browser
SHEET = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture
def fullest(transactional_db):
    """The practice with the most to tell, of twenty invented ones."""
    call_command("load_scale", practices=20, verbosity=0)
    return max(PracticePage.objects.filter(is_stub=False), key=lambda practice: len(practice.search_text))


def test_a_full_practice_fits_two_sheets(fullest, page):
    page.goto(fullest.url)

    paper = page.pdf(prefer_css_page_size=True)

    assert 1 <= len(SHEET.findall(paper)) <= 2


def test_paper_shows_the_facts_and_leaves_out_what_only_works_on_a_screen(fullest, page):
    page.emulate_media(media="print")

    page.goto(fullest.url)

    assert page.locator(".factbox").is_visible()
    for name in (
        ".site-nav",
        ".crumbs",
        ".site-foot",
        "[data-save]",
        "[data-print]",
        "section[aria-labelledby=verwant]",
    ):
        assert page.locator(name).first.is_hidden(), name
