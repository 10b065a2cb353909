"""The map above a list: a click or the keyboard chooses regions, with and without the script, also on a phone."""

import pytest
from playwright.sync_api import expect

from practices.models import PracticeMunicipality
from tests.browser.checkers import axe_violations
from tests.browser.keyboard import tab_to
from tests.factories import MunicipalityFactory, RegionFactory, home_page
from tests.practices.factories import PracticeIndexPageFactory, StubFactory

pytestmark = pytest.mark.browser

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 740}


@pytest.fixture
def practices(transactional_db):
    """A practice in the Westhoek, two in the Midwest, and none in the Kempen."""
    index = PracticeIndexPageFactory(parent=home_page())
    RegionFactory(name="Kempen", slug="kempen")
    for name, count in (("Westhoek", 1), ("Midwest", 2)):
        town = MunicipalityFactory(region=RegionFactory(name=name, slug=name.lower()))
        for number in range(count):
            rows = {"working_area": [PracticeMunicipality(municipality=town)]}
            StubFactory(parent=index, title=f"{name} {number}", rows=rows)
    return index


def titles(page):
    return page.locator("[data-results] .cards h3")


def test_a_click_on_a_tile_chooses_its_region_and_another_click_drops_it(practices, page):
    page.goto(practices.url)
    tile = page.get_by_role("link", name="Westhoek: 1 praktijk", exact=True)

    tile.click()
    page.wait_for_url("**/?region=westhoek")
    chosen = page.get_by_role("link", name="Westhoek: 1 praktijk, verwijder deze filter")
    chosen.and_(page.locator("[aria-current=true]:focus")).wait_for()
    expect(titles(page)).to_have_text(["Westhoek 0"])
    expect(page.locator("#filters input[value=westhoek]")).to_be_checked()
    expect(page.get_by_role("link", name="Kempen")).to_have_count(0)

    page.get_by_role("link", name="Midwest: 2 praktijken").click()
    page.wait_for_url("**/?region=westhoek&region=midwest")
    chosen.click()
    page.wait_for_url("**/?region=midwest")
    expect(titles(page)).to_have_text(["Midwest 0", "Midwest 1"])


def test_by_keyboard_and_without_the_script(practices, browser, live_server):
    page = browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    page.goto(practices.url)

    # Without the script nothing tells which element has the focus, so it is a press on the tile itself.
    page.locator("#tegel-midwest").press("Enter")
    page.wait_for_url("**/?region=midwest")

    expect(titles(page)).to_have_text(["Midwest 0", "Midwest 1"])


def test_the_focus_stays_on_the_tile(practices, page):
    page.goto(practices.url)

    tab_to(page, "#tegel-midwest")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?region=midwest")
    page.locator("#tegel-midwest[aria-current=true]:focus").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/praktijken/?")

    expect(page.locator("#tegel-midwest:not([aria-current])")).to_be_focused()


def test_on_a_phone_the_map_is_folded_and_stays_open_while_choosing(practices, page):
    page.set_viewport_size(PHONE)
    page.goto(practices.url)
    tile = page.locator("#tegel-westhoek")
    expect(tile).to_be_hidden()

    page.get_by_text("Kies een regio op de kaart").click()
    tile.click()
    page.wait_for_url("**/?region=westhoek")

    page.locator("#tegel-westhoek[aria-current=true]").wait_for()
    expect(tile).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_and_the_cards_are_accessible(practices, page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        page.goto(f"{practices.url}?region=westhoek")
        if size == PHONE:
            page.get_by_text("Kies een regio op de kaart").click()

        assert axe_violations(page) == []


def test_the_back_button_brings_the_tiles_back(practices, page):
    page.goto(practices.url)
    page.locator("#tegel-westhoek").click()
    page.locator("#tegel-westhoek[aria-current=true]").wait_for()

    page.go_back()

    page.locator("#tegel-westhoek:not([aria-current])").wait_for()
    expect(titles(page)).to_have_count(3)
