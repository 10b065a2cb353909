"""What publishing still needs, as an editor sees it while writing, in a real browser."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from practices.models import PracticePage
from tests.factories import home_page
from tests.permissions.factories import a_user
from tests.practices.factories import PracticeIndexPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(page, live_server, transactional_db):
    """The form of a practice of which only the title is there."""
    practice = PracticePage(title="Samen wonen", slug="samen-wonen", live=False)
    PracticeIndexPageFactory(parent=home_page()).add_child(instance=practice)
    practice.save_revision(clean=False)
    client = Client()
    client.force_login(a_user(is_superuser=True))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page.goto(reverse("wagtailadmin_pages:edit", args=[practice.pk]))
    return page


def panel_of(page, name):
    """The panel's line about the field with this name, opened first."""
    toggle = page.locator('[data-side-panel-toggle="publishing"]')
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()
    return page.locator("[data-publishing-problems]").get_by_role("link", name=name, exact=True)


def test_the_panel_follows_what_somebody_types(editor):
    expect(panel_of(editor, "Samenvatting")).to_be_visible()

    editor.fill("#id_search_description", "Zo wonen mensen samen.")

    expect(panel_of(editor, "Samenvatting")).to_have_count(0)
    expect(panel_of(editor, "Aanpak")).to_be_visible()


def test_a_field_that_publishing_needs_is_marked_and_a_stub_needs_few(editor):
    marks = editor.locator(".publishing-mark")
    expect(marks.first).to_be_visible()
    many = marks.count()

    editor.locator("#id_is_stub").check()

    expect(marks).to_have_count(2)
    assert many > 2


def test_a_line_leads_to_a_field_on_another_tab(editor):
    panel_of(editor, "Bewijskracht").click()

    expect(editor.locator("#id_evidence_level")).to_be_focused()


def test_a_refused_publication_opens_the_first_field_that_lacks(editor):
    editor.locator("[data-publishing-problems] a").first.wait_for(state="attached")
    editor.get_by_role("button", name="Publiceren").click()

    expect(editor.get_by_text("Nog niet gepubliceerd. Je tekst staat er nog.")).to_be_visible()
    expect(editor.locator("#id_owners-OPEN_MODAL")).to_be_focused()
