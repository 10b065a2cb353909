"""What is read again while somebody writes, as an officer and a reviewer meet it, on a phone and a desk."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from content_checks.gathering import gather
from content_checks.models import NotApplicable
from news.models import NewsPage
from tests.browser.checkers import axe_violations
from tests.browser.test_feedback import FADED_IN
from tests.content_checks.cases import FIRST, SECOND, EnormousCheck, ShoutingCheck, others_off, registered
from tests.factories import NewsPageFactory, home_page
from tests.permissions.cases import place_of
from tests.permissions.factories import a_member_of, a_platform, a_reviewer

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.django_db(transaction=True)]
# Until then Wagtail takes what is typed for what stood there.
SETTLED_MS = 2600
WIDTHS = pytest.mark.parametrize("width", [375, 1280])


class Site:
    """A platform with a page in which there is something to look at."""

    def __init__(self):
        home = home_page()
        others_off()
        self.westhoek = a_platform(home, "Westhoek")
        self.officer, self.reviewer = a_member_of(self.westhoek), a_reviewer(home)
        self.list = place_of(self.westhoek, NewsPage)
        self.page = NewsPageFactory(
            parent=self.list, title="Een inloophuis", body=[("paragraph", f"<p>{FIRST} Meer niet.</p>")]
        )


@pytest.fixture
def site(transactional_db):
    with registered(EnormousCheck, ShoutingCheck):
        yield Site()


def violations_in_editor(page):
    """Without that of Wagtail's own editor of rich text, in which the field has no name."""
    return [
        line for line in axe_violations(page) if not line.startswith("aria-input-field-name: .notranslate")
    ]


def open_panel(page):
    toggle = page.locator('[data-side-panel-toggle="content-checks"]')
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()
    panel = page.locator("[data-content-checks]")
    expect(panel).to_be_visible()
    return panel


def edit(page, site):
    page.goto(reverse("wagtailadmin_pages:edit", args=[site.page.pk]))
    return open_panel(page)


@WIDTHS
def test_from_a_sentence_to_its_field_and_back_to_not_applicable(site, signed_in, width):
    page = signed_in(site.officer, width=width)
    panel = edit(page, site)
    expect(panel.get_by_text(FIRST).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    panel.get_by_role("button", name=re.compile("Ga naar het veld.*enorm")).focus()
    page.keyboard.press("Enter")

    field = page.locator('[data-contentpath="body"] [contenteditable=true]').first
    expect(field).to_be_focused()
    # On a phone the panel hides the field, so it was closed.
    closed = page.locator('[data-side-panel="content-checks"][hidden]')
    expect(closed).to_have_count(0 if width > 1000 else 1)

    panel = open_panel(page)
    say = panel.get_by_role("button", name=re.compile("^Niet van toepassing.*enorm"))
    say.click()
    expect(panel.get_by_text("Genoteerd: niet van toepassing.")).to_be_visible()
    expect(panel.get_by_role("button", name=re.compile("Wel van toepassing.*enorm"))).to_be_focused()
    assert NotApplicable.objects.get().user == site.officer

    page.reload()
    panel = open_panel(page)
    expect(panel.get_by_text("Niet van toepassing (1)")).to_be_visible()
    panel.get_by_text("Niet van toepassing (1)").click()
    panel.get_by_role("button", name=re.compile("Wel van toepassing.*enorm")).click()
    expect(panel.get_by_text("Genoteerd: wel van toepassing.")).to_be_visible()
    assert not NotApplicable.objects.exists()


@WIDTHS
def test_what_is_written_is_read_after_it_was_saved(site, signed_in, width):
    page = signed_in(site.officer, width=width)
    edit(page, site)
    counter = page.locator('[data-side-panel-toggle="content-checks"] [data-side-panel-toggle-counter]')
    expect(counter).to_have_text("1")
    page.locator("[data-form-side-close-button]").click()
    page.wait_for_timeout(SETTLED_MS)

    field = page.locator("#id_search_description")
    field.fill(SECOND)

    expect(counter).to_have_text("2")
    expect(field).to_be_focused()
    expect(open_panel(page).get_by_text(SECOND).first).to_be_visible()


def test_a_new_page_is_read_once_it_has_a_number(site, signed_in):
    page = signed_in(site.officer)
    page.goto(reverse("wagtailadmin_pages:add", args=["news", "newspage", site.list.pk]))
    panel = open_panel(page)
    expect(panel.get_by_text("Na het eerste bewaren lezen we mee.")).to_be_visible()
    page.wait_for_timeout(SETTLED_MS)

    page.locator("#id_title").fill("Een enorm feest")

    expect(panel.get_by_text("1 ding om naar te kijken.")).to_be_visible(timeout=20_000)
    panel.get_by_role("button", name=re.compile("^Niet van toepassing")).click()
    expect(panel.get_by_text("Genoteerd: niet van toepassing.")).to_be_visible()
    panel.get_by_role("button", name="Lees nu opnieuw na").click()
    expect(panel.get_by_text("Niet van toepassing (1)")).to_be_visible()


def test_axe_finds_nothing_in_the_panel(site, signed_in):
    page = signed_in(site.officer, bypass_csp=True)
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        expect(edit(page, site).get_by_text(FIRST).first).to_be_visible()
        page.evaluate(FADED_IN)

        assert violations_in_editor(page) == []


@pytest.mark.parametrize("colors", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_the_panel_is_read_in_other_colours(site, signed_in, colors):
    page = signed_in(site.officer, bypass_csp=True, **colors)
    expect(edit(page, site).get_by_text(FIRST).first).to_be_visible()
    page.evaluate(FADED_IN)

    assert violations_in_editor(page) == []


@WIDTHS
def test_from_the_report_to_the_field(site, signed_in, width):
    gather(site.page)
    page = signed_in(site.officer, width=width, bypass_csp=True)
    page.goto(reverse("content_checks_report"))
    expect(page.get_by_text(FIRST)).to_be_visible()
    page.evaluate(FADED_IN)
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("link", name="Een inloophuis").click()

    page.wait_for_url("**/edit/#:w:contentpath=body.*")
    expect(page.locator('[data-contentpath="body"] [contenteditable=true]').first).to_be_in_viewport()


@WIDTHS
def test_a_reviewer_turns_a_check_off_and_it_leaves_the_report(site, signed_in, width):
    gather(site.page)
    page = signed_in(site.reviewer, width=width, bypass_csp=True)
    page.goto(reverse("content_checks_settings"))
    page.evaluate(FADED_IN)
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("checkbox", name="Groot woord").uncheck()
    page.get_by_role("button", name="Bewaar", exact=True).click()

    expect(page.get_by_text("Bewaard.")).to_be_visible()
    page.goto(reverse("content_checks_report"))
    expect(page.get_by_text(FIRST)).to_have_count(0)
