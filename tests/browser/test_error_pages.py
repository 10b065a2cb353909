"""The pages that people see when something is not there, not allowed or broken."""

import datetime
from unittest import mock

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect
from wagtail.forms import PasswordViewRestrictionForm
from wagtail.models import PageViewRestriction

from cms.drafts import token_for
from tests.browser.checkers import axe_violations, html_errors
from tests.factories import NewsPageFactory, home_page
from tests.practices.factories import PracticePageFactory

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.java]
PROFILES = [({"width": 320, "height": 700}, "dark"), ({"width": 1280, "height": 900}, "light")]
STATIC = ["400.html", "403.html", "500.html", "503.html", "wagtailcore/password_required.html"]


def problems_of(page):
    """In each profile the violations, whether its main part is missing, and whether it is wider than the screen."""
    problems = []
    for size, scheme in PROFILES:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        problems += axe_violations(page)
        if page.get_by_role("main").count() != 1:
            problems.append("no main part")
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            problems.append("too wide")
    return problems


@pytest.fixture
def quiet(browser, live_server, transactional_db):
    """A visitor for whom an error in the console is no failure: these pages are errors."""
    home_page()
    context = browser.new_context(base_url=live_server.url, locale="nl-BE")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", STATIC)
def test_a_page_without_database_is_accessible_and_valid(name, quiet, tmp_path):
    form = PasswordViewRestrictionForm(instance=None)
    text = render_to_string(name, {"reason": "Er is geen plaats meer.", "action_url": "/x/", "form": form})
    quiet.route("**/proef/", lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8"))

    quiet.goto("/proef/")

    assert problems_of(quiet) == []
    file = tmp_path / "proef.html"
    file.write_text(text)
    assert html_errors([file]) == []


def test_a_shared_draft_that_is_over_is_accessible(quiet):
    token, until = token_for(NewsPageFactory().save_revision(), datetime.timedelta(days=7))

    with mock.patch("django.utils.timezone.now", return_value=until):
        response = quiet.goto(f"/concept/{token}/")

    assert response.status == 410
    assert problems_of(quiet) == []


def test_a_page_that_is_not_there_is_accessible_and_finds_on(quiet):
    quiet.goto("/bestaat-niet/")

    assert problems_of(quiet) == []
    quiet.get_by_label("Zoek in praktijken, nieuws en agenda").fill("wonen")
    quiet.keyboard.press("Enter")
    quiet.wait_for_url("**/zoeken/?q=wonen")
    expect(quiet.get_by_role("main")).to_have_count(1)


def test_a_private_page_asks_for_its_password(practices, page):
    private = PracticePageFactory(parent=practices, title="Alleen voor leden")
    PageViewRestriction.objects.create(
        page=private, restriction_type=PageViewRestriction.PASSWORD, password="woord"
    )
    page.goto(private.url)
    assert problems_of(page) == []

    page.get_by_label("Wachtwoord").fill("woord")
    page.keyboard.press("Enter")

    heading = page.get_by_role("heading", name="Alleen voor leden")
    heading.wait_for()
    expect(heading).to_be_visible()
