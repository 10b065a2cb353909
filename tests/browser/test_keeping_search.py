"""A reviewer says what people mean: a synonym and a best bet work from the next search on, in a real browser."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import NewsIndexPageFactory, NewsPageFactory, home_page
from tests.permissions.factories import a_reviewer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def reviewer(page, live_server):
    """The browser of a signed-in reviewer, on a site with one news item."""
    home = home_page()
    news = NewsIndexPageFactory(parent=home)
    NewsPageFactory(parent=news, title="Voor ouderen")
    NewsPageFactory(parent=news, title="Bel ons")
    client = Client()
    client.force_login(a_reviewer(home))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    return page


def results(page, query):
    page.goto(f"/zoeken/?q={query}")
    return page.locator(".hits h3")


def test_a_synonym_works_from_the_next_search_on(reviewer):
    expect(results(reviewer, "bejaarden")).to_have_count(0)

    reviewer.goto(reverse("wagtailsnippets_search_synonym:add"))
    reviewer.locator("[name=words]").fill("bejaarden")
    reviewer.locator("[name=means]").fill("ouderen")
    reviewer.locator("form button[type=submit]").last.click()
    reviewer.wait_for_url("**/synonym/")

    expect(results(reviewer, "bejaarden")).to_have_text(["Voor ouderen"])


def test_a_best_bet_stands_on_top_from_the_next_search_on(reviewer):
    reviewer.goto(reverse("wagtailsnippets_search_bestbet:add"))
    reviewer.locator("[name=words]").fill("ouderen")
    reviewer.locator("[data-chooser-action-choose]").first.click()
    window = reviewer.locator(".modal")
    window.locator("[name=q]").fill("Bel ons")
    window.get_by_role("link", name="Bel ons").click()
    expect(window).to_have_count(0)
    reviewer.locator("form button[type=submit]").last.click()
    reviewer.wait_for_url("**/bestbet/")

    expect(results(reviewer, "ouderen")).to_have_text(["Bel ons", "Voor ouderen"])
