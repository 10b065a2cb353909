"""A reviewer writes with what a new page begins, an officer begins with it, on a large and on a small screen."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from cms.models.starting_texts import untouched_texts
from news.models import NewsPage
from tests.browser.checkers import axe_violations
from tests.factories import NewsIndexPageFactory, home_page
from tests.permissions.cases import place_of
from tests.permissions.factories import a_member_of, a_platform, a_reviewer

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.django_db(transaction=True)]
# The editor of rich text has no label there, and the form no first heading.
OF_WAGTAILS_FORM = ["aria-input-field-name: .", "page-has-heading-one"]
UNCHANGED = "Hier staat nog de tekst waarmee een nieuwe pagina begint."


@pytest.fixture
def site(transactional_db):
    """A platform, who writes there, and who reviews."""
    home = home_page()
    NewsIndexPageFactory(parent=home)
    platform = a_platform(home, "Westhoek")
    return platform, a_member_of(platform), a_reviewer(home)


@pytest.fixture(params=[1280, 375])
def sign_in(request, page, live_server, site):
    page.set_viewport_size({"width": request.param, "height": 900})

    def act(user):
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return act


def check(page, besides=()):
    """Nothing to scroll aside and nothing that axe finds, besides what Wagtail's own form has."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert [line for line in axe_violations(page) if not line.startswith(tuple(besides))] == []


def test_a_reviewer_writes_a_starting_text_and_an_officer_begins_with_it(sign_in, site):
    platform, officer, reviewer = site

    page = sign_in(reviewer)
    page.goto(reverse("wagtailsnippets_cms_startingtext:list"))
    expect(page.locator("main")).to_be_visible()
    check(page)
    page.goto(reverse("wagtailsnippets_cms_startingtext:add"))
    page.locator("[name=place]").select_option("news.newspage.body")
    editor = page.locator(".public-DraftEditor-content").first
    editor.click()
    page.keyboard.type("## Voor wie is het?")
    page.keyboard.press("Enter")
    page.keyboard.type("Zeg in twee zinnen wie er iets aan heeft.")
    check(page, OF_WAGTAILS_FORM)
    page.locator("form button[type=submit]").last.click()
    page.wait_for_url("**/startingtext/")
    expect(page.get_by_text("Nieuwsbericht: Tekst").first).to_be_visible()
    page.goto(reverse("wagtailsnippets_cms_startingtext:list"))  # without the message, which fades in
    expect(page.get_by_role("link", name="Nieuwsbericht: Tekst").first).to_be_visible()
    check(page)

    page = sign_in(officer)
    news = place_of(platform, NewsPage)
    page.goto(reverse("wagtailadmin_pages:add", args=["news", "newspage", news.pk]))
    expect(page.locator("[data-text]", has_text="Zeg in twee zinnen wie er iets aan heeft.")).to_be_visible()
    expect(page.locator("[name=body-0-value]")).to_have_value("Voor wie is het?")
    page.wait_for_timeout(3000)
    assert not NewsPage.objects.exists()
    page.locator("#id_title").fill("Het inloophuis")
    page.locator("#id_search_description").fill("Een plek voor iedereen.")
    expect(page.locator("[name=slug]")).to_have_value("het-inloophuis")
    page.wait_for_url("**/edit/**")
    item = NewsPage.objects.get()
    assert untouched_texts(item.get_latest_revision_as_object()) == ["body"]
    problems = page.locator("[data-publishing-problems]")
    page.locator('[data-side-panel-toggle="publishing"]').click()
    expect(problems.get_by_text(UNCHANGED)).to_be_visible()
    assert [line for line in axe_violations(page) if "publishing" in line] == []

    page.locator('[data-side-panel-toggle="publishing"]').click()
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Voor wie alleen woont.")
    page.locator('[data-side-panel-toggle="publishing"]').click()
    expect(problems.get_by_text(UNCHANGED)).to_have_count(0)
