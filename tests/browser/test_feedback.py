"""Saying something of a page: without script, on a phone, judged by axe; and the screens of the team."""

import re
import time

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from cms.guard import LEAST
from feedback.models import Feedback, UsefulVotes
from tests.browser.checkers import axe_violations
from tests.factories import NewsIndexPageFactory, NewsPageFactory, home_page
from tests.permissions.factories import a_user

pytestmark = [pytest.mark.browser, pytest.mark.node]
# Wagtail's messages fade in a moment after the page is there.
FADED_IN = """() => new Promise(done => setTimeout(
    () => Promise.all(document.getAnimations().map(each => each.finished)).then(done), 300))"""


@pytest.fixture
def news(transactional_db):
    return NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page()), title="Een inloophuis")


@pytest.fixture
def visitor_of(browser, live_server):
    """Opens a page on a phone, with or without script."""
    contexts = []

    def visitor(**options):
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 320, "height": 740}, locale="nl-BE", **options
        )
        contexts.append(context)
        return context.new_page()

    yield visitor
    for context in contexts:
        assert not context.cookies()
        context.close()


def test_one_press_counts_and_a_word_follows_without_script(news, visitor_of):
    page = visitor_of(java_script_enabled=False, color_scheme="dark")
    page.goto(news.url)

    page.get_by_role("region", name="Was dit nuttig?").get_by_role("button", name="Nee").click()
    expect(page.get_by_text("Dank je, je antwoord telt mee.")).to_be_visible()
    page.get_by_role("button", name="Verstuur").click()
    expect(page).to_have_title(re.compile("^Fout: "))
    expect(page.locator("[role=alert]:focus")).to_have_count(1)
    page.get_by_label("Wat klopt er niet").fill("Het adres is oud.")
    time.sleep(LEAST.total_seconds() + 1)
    page.get_by_role("button", name="Verstuur").click()
    page.wait_for_url("**/dank/")

    assert Feedback.objects.get().text == "Het adres is oud."
    assert UsefulVotes.objects.totals() == {"yes": 0, "no": 1}


def test_axe_finds_nothing_on_a_narrow_phone(news, visitor_of):
    page = visitor_of(bypass_csp=True)
    form = f"/reactie/{news.translation_key}/"

    for address in (news.url, form, f"{form}?dank=ja", f"{form}dank/"):
        page.goto(address)
        assert axe_violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    page.goto(form)
    page.get_by_role("button", name="Verstuur").click()
    page.wait_for_selector(".problems")
    assert axe_violations(page) == []


def test_axe_finds_nothing_on_the_screens_of_the_team(news, page, live_server):
    client = Client()
    client.force_login(a_user(is_superuser=True))
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key}
    page.context.add_cookies([{**cookie, "url": live_server.url}])
    feedback = Feedback.objects.create(page_id=news.pk, text="Oud. " * 150, email="lezer@voorbeeld.be")
    UsefulVotes.objects.add(news, is_useful=True)
    screens = [
        reverse("feedback_list"),
        reverse("feedback_pages"),
        *(reverse(name, args=[feedback.pk]) for name in ("feedback_one", "feedback_delete")),
    ]

    for address in screens:
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(live_server.url + address)
            page.evaluate(FADED_IN)
            assert axe_violations(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
