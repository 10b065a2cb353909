"""The pages work in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.factories import NewsIndexPageFactory, NewsPageFactory, home_page

pytestmark = pytest.mark.browser
PHONE = {"width": 375, "height": 740}


@pytest.fixture
def site(transactional_db):
    home = home_page()
    NewsPageFactory(parent=NewsIndexPageFactory(parent=home), title="Er is nieuws")
    return home


def width_of(page):
    return page.evaluate("document.documentElement.scrollWidth")


def test_the_home_page_fits_a_phone(site, page):
    page.set_viewport_size(PHONE)

    response = page.goto("/")

    assert response.ok
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert width_of(page) <= PHONE["width"]


def test_every_test_starts_with_a_new_site(site, page):
    """The test before this one left an empty database behind; this one has its root page and its news again."""
    page.set_viewport_size(PHONE)

    response = page.goto("/nieuws/")

    assert response.ok
    expect(page.get_by_role("link", name="Er is nieuws")).to_be_visible()
    assert width_of(page) <= PHONE["width"]
