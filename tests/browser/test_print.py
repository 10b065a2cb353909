"""Pages on paper: a practice is two sheets of A4 to take to a meeting."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from practices.models import PracticePage
from tests.events.factories import EventIndexPageFactory, EventPageFactory, session
from tests.factories import home_page

pytestmark = pytest.mark.browser
# A4 between its margins, at 96 pixels for an inch.
SHEET_OF_PAPER = {"width": 672, "height": 1040}
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

    expect(page.locator(".factbox")).to_be_visible()
    for name in (
        ".site-nav",
        ".crumbs",
        ".site-foot",
        "[data-save]",
        "[data-print]",
        "section[aria-labelledby=verwant]",
    ):
        expect(page.locator(name).first).to_be_hidden()


def test_an_event_prints_its_day_narrow_and_its_facts_wide_with_address_and_dates(transactional_db, page):
    event = EventPageFactory(parent=EventIndexPageFactory(parent=home_page()), rows={"sessions": [session()]})
    page.goto(event.url)
    page.set_viewport_size(SHEET_OF_PAPER)
    page.emulate_media(media="print")

    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    day, facts = (page.locator(f".factbox .{name}").bounding_box() for name in ("when", "factgrid"))
    assert day["width"] < facts["width"]
    assert day["x"] + day["width"] <= facts["x"]
    last_line = page.locator(".share .print-only")
    expect(last_line).to_contain_text(event.permanent_address)
    expect(last_line).to_contain_text("Afgedrukt op")
    expect(page.locator("main .btn:visible, main form:visible, main select:visible")).to_have_count(0)


def test_four_practices_with_long_words_fit_the_width_of_a_sheet(practices, page):
    pages = [child.specific for child in practices.get_children()[:4]]
    for practice in pages:
        practice.title = "Arbeidsongeschiktheidsuitkeringsaanvraag"
        practice.save()
    page.goto(f"{practices.url}vergelijk/?practice={','.join(str(practice.pk) for practice in pages)}")
    page.set_viewport_size(SHEET_OF_PAPER)

    page.emulate_media(media="print")

    assert page.evaluate("document.documentElement.scrollWidth") <= SHEET_OF_PAPER["width"]
    assert all(
        cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth + 1")
        for cell in page.locator(".compare thead th").all()
    )
