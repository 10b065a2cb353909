"""The finder works with the keyboard alone, and on a phone."""

import pytest
from playwright.sync_api import expect

from cms.models import PlaceName
from tests.browser.checkers import axe_violations
from tests.browser.keyboard import tab_to
from tests.factories import MunicipalityFactory, RegionFactory, home_page
from tests.platforms.factories import PlatformIndexPageFactory, PlatformPageFactory

pytestmark = pytest.mark.browser
# One of each kind.
ANSWERS = ["ieper", "elverdinge", "houtem", "8900 veurne", "iepre", "sint-gillis", "meetjesland", "atlantis"]


@pytest.fixture
def site(transactional_db):
    home = home_page()
    region = RegionFactory(name="Westhoek", slug="westhoek")
    ieper = MunicipalityFactory(name="Ieper", slug="ieper", region=region, codes=["8900"])
    veurne = MunicipalityFactory(name="Veurne", slug="veurne", region=region, codes=["8630"])
    for name, place, codes in [
        ("Elverdinge", ieper, "8906"),
        ("Houtem", ieper, "8906"),
        ("Houtem", veurne, "8630"),
    ]:
        PlaceName.objects.create(kind="part", name=name, municipality=place, postal_codes=codes)
    PlaceName.objects.create(kind="brussels", name="Sint-Gillis")
    for code in ("OTHER1", "OTHER2"):
        PlaceName.objects.create(
            kind="region", name="Meetjesland", region=RegionFactory(code=code, name=f"Zuid {code}")
        )
    PlatformPageFactory(
        parent=PlatformIndexPageFactory(parent=home), title="Welzijnsplatform Heuvelland", region=region
    )
    return home


def test_from_the_home_page_to_the_platform_by_keyboard(site, page):
    page.goto("/")

    tab_to(page, "#gemeente")
    page.keyboard.type("elverdinge")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vind-je-platform/?q=elverdinge")
    tab_to(page, ".found a")
    page.keyboard.press("Enter")

    page.wait_for_url("**/platformen/**")
    expect(page.get_by_role("heading", level=1, name="Welzijnsplatform Heuvelland")).to_be_visible()


def test_from_a_typo_to_the_platform_by_keyboard(site, page):
    page.goto("/vind-je-platform/?q=iepre")
    expect(page.locator(".found")).to_have_count(0)

    tab_to(page, ".choices a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vind-je-platform/?q=ieper")

    expect(page.locator(".found").get_by_role("link", name="Welzijnsplatform Heuvelland")).to_be_visible()


def test_from_a_village_of_two_municipalities_to_one(site, page):
    page.goto("/vind-je-platform/?q=houtem")

    page.get_by_role("link", name="Houtem").last.click()
    page.wait_for_url("**/vind-je-platform/?q=8630*")

    expect(page.get_by_role("heading", level=2, name="Veurne")).to_be_visible()


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_answer_is_accessible(site, page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 740})
        for text in ANSWERS:
            page.goto(f"/vind-je-platform/?q={text}")
            assert axe_violations(page) == [], (scheme, width, text)


def test_from_the_map_to_the_platforms_of_a_region_by_keyboard(site, page):
    page.goto("/vind-je-platform/")

    tab_to(page, ".tilemap a")
    name = page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vind-je-platform/?region=westhoek")

    assert "Westhoek" in name
    expect(page.locator(".found").get_by_role("link", name="Welzijnsplatform Heuvelland")).to_be_visible()
    expect(page.locator(".tilemap [aria-current=true]")).to_have_count(1)


@pytest.mark.parametrize("query", ["", "?region=westhoek", *[f"?q={text}" for text in ANSWERS]])
def test_fits_a_narrow_phone(site, page, query):
    page.set_viewport_size({"width": 320, "height": 640})

    page.goto(f"/vind-je-platform/{query}")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
