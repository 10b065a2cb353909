"""An officer notes until when people agreed to be in a photo, and sees it leave the site, on a desk and a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from news.models import NewsPage
from platforms.teams import files_of
from tests.browser.checkers import axe_violations
from tests.factories import ImageFactory, NewsPageFactory, home_page
from tests.permissions.cases import place_of
from tests.permissions.factories import a_member_of, a_platform

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.django_db(transaction=True)]


def check(page):
    """Nothing to scroll aside, and nothing that axe finds."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe_violations(page) == []


@pytest.mark.parametrize("width", [1280, 375])
def test_a_photo_leaves_the_page_and_comes_back_with_a_later_day(transactional_db, signed_in, width):
    platform = a_platform(home_page(), "Westhoek")
    photo = ImageFactory(title="Buurtfeest", description="Buren", collection=files_of(platform))
    news = NewsPageFactory(parent=place_of(platform, NewsPage), title="Feest", listing_image=photo)
    page = signed_in(a_member_of(platform), width=width)
    form, lead = reverse("wagtailimages:edit", args=[photo.pk]), page.locator("main figure img")

    page.goto(form)
    check(page)
    page.get_by_label("Zijn er mensen herkenbaar?").select_option("yes")
    page.get_by_label("Toestemming tot en met").fill("1 mei 2020")
    page.locator("form:has([name=consent_until]) button[type=submit]").click()
    page.wait_for_url("**/admin/images/")
    expect(page.get_by_text("Toestemming verlopen op 1 mei 2020").first).to_be_visible()
    page.goto(news.url)
    expect(page.get_by_role("heading", level=1, name="Feest")).to_be_visible()
    expect(lead).to_have_count(0)

    page.goto(form)
    check(page)
    page.get_by_label("Toestemming tot en met").fill("1 mei 2090")
    page.locator("form:has([name=consent_until]) button[type=submit]").click()
    page.wait_for_url("**/admin/images/")
    page.goto(news.url)
    expect(lead).to_have_count(1)

    # Whoever deletes it sees what it will be gone from.
    page.goto(reverse("wagtailimages:delete", args=[photo.pk]))
    expect(page.get_by_role("link", name="Feest")).to_be_visible()
    check(page)
