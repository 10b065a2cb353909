"""The finder works with the keyboard alone, and on a phone."""

import pytest

from tests.browser.keyboard import tab_to
from tests.factories import MunicipalityFactory, RegionFactory, home_page
from tests.platforms.factories import PlatformIndexPageFactory, PlatformPageFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def site(transactional_db):
    home = home_page()
    region = RegionFactory(name="Westhoek", slug="westhoek")
    MunicipalityFactory(name="Ieper", slug="ieper", region=region, codes=["8900"])
    PlatformPageFactory(
        parent=PlatformIndexPageFactory(parent=home), title="Welzijnsplatform Heuvelland", region=region
    )
    return home


def test_from_the_home_page_to_the_platform_by_keyboard(site, page):
    page.goto("/")

    tab_to(page, "#gemeente")
    page.keyboard.type("iepre")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vind-je-platform/?q=iepre")
    tab_to(page, ".found a")
    page.keyboard.press("Enter")

    page.wait_for_url("**/platformen/**")
    assert page.get_by_role("heading", level=1, name="Welzijnsplatform Heuvelland").is_visible()


def test_from_the_map_to_the_platforms_of_a_region_by_keyboard(site, page):
    page.goto("/vind-je-platform/")

    tab_to(page, ".tilemap a")
    name = page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vind-je-platform/?region=westhoek")

    assert "Westhoek" in name
    assert page.locator(".found").get_by_role("link", name="Welzijnsplatform Heuvelland").is_visible()
    assert page.locator(".tilemap [aria-current=true]").count() == 1


@pytest.mark.parametrize("query", ["", "?q=ieper", "?q=atlantis", "?region=westhoek"])
def test_fits_a_narrow_phone(site, page, query):
    page.set_viewport_size({"width": 320, "height": 640})

    page.goto(f"/vind-je-platform/{query}")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
