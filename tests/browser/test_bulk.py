"""The bar under a list, as a member of a team meets it, in a real browser."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from news.models import NewsIndexPage, NewsPage
from tests.factories import home_page
from tests.permissions.factories import a_member_of, a_platform, put_online

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_bar_offers_what_may_be_done_with_all_that_is_ticked(page, live_server, transactional_db):
    platform = a_platform(home_page(), "Westhoek")
    member = a_member_of(platform)
    news = NewsIndexPage.objects.child_of(platform).get()
    for title in ("Concept", "Openbaar"):
        news.add_child(instance=NewsPage(title=title, live=False, owner=member))
    put_online(NewsPage.objects.get(title="Openbaar"))
    client = Client()
    client.force_login(member)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page.goto(live_server.url + reverse("news:index"))
    bar = page.locator("[data-bulk-action-footer]")
    actions = {
        name: bar.locator(f"[href*='/{name}/']") for name in ("delete", "move", "publish", "unpublish")
    }

    page.locator("tr", has_text="Concept").locator("[data-bulk-action-checkbox]").check()
    expect(actions["delete"]).to_be_visible()
    expect(actions["publish"]).to_be_visible()
    expect(actions["move"]).to_be_hidden()
    expect(actions["unpublish"]).to_be_hidden()
    page.locator("[data-bulk-action-select-all-checkbox]").first.check()
    expect(actions["delete"]).to_be_hidden()
    expect(actions["publish"]).to_be_visible()
