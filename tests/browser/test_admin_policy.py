"""The admin and the user bar keep to their Content-Security-Policy, in a real browser that refuses the rest."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.checkers import collect_violations
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    ThemeFactory,
    home_page,
)
from tests.media.pictures import picture_file
from tests.permissions.factories import a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = [
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_reports:site_history",
    "wagtailusers_users:index",
    "wagtailusers_users:add",
    "wagtailredirects:index",
    "wagtailsnippets_cms_theme:list",
    "wagtailsnippets_cms_theme:add",
    "wagtailimages:index",
    "wagtaildocs:index",
    "wagtaildocs:add_multiple",
]
OF_A_PAGE = ["history", "usage", "copy", "move", "unpublish"]


@pytest.fixture
def article(transactional_db):
    ThemeFactory(name="Wonen")
    ImageFactory(title="Foto")
    DocumentFactory(title="Nota")
    article = NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page()), title="Woonzorg")
    article.save_revision()
    return article


@pytest.fixture
def visitor(browser, live_server):
    """A page that collects what the browser refuses, in `refused`. Nobody is signed in."""
    context = browser.new_context(base_url=live_server.url, locale="nl-BE")
    page = context.new_page()
    page.refused = collect_violations(page)
    yield page
    context.close()
    assert page.refused == []


@pytest.fixture
def editor(visitor, article, live_server):
    client = Client()
    client.force_login(a_user(is_superuser=True))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    visitor.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
    )
    return visitor


def test_what_is_refused_is_noticed(visitor, article):
    visitor.goto("/")

    visitor.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")

    visitor.wait_for_timeout(100)
    assert "style-src 'self'" in visitor.refused[0]
    visitor.refused.clear()


def test_signing_in_and_a_new_password_have_the_strict_one(visitor, article):
    for name in ("wagtailadmin_login", "wagtailadmin_password_reset", "wagtailadmin_password_reset_done"):
        visitor.goto(reverse(name))

        expect(visitor.locator("h1")).to_be_visible()


def test_the_screens_of_the_admin(editor, article):
    pages = [reverse(f"wagtailadmin_pages:{name}", args=[article.pk]) for name in OF_A_PAGE]
    explorer = reverse("wagtailadmin_explore", args=[article.get_parent().pk])

    for address in [*map(reverse, SCREENS), *pages, explorer]:
        response = editor.goto(address)
        assert response.ok, address
        assert editor.refused == [], address


def look_at_window(page):
    expect(page.locator(".modal-body")).to_be_visible()
    page.locator(".modal button.close").click()
    expect(page.locator(".modal")).to_have_count(0)


def test_the_form_of_a_page_with_its_windows_and_panels(editor, article):
    editor.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    words = editor.locator("[contenteditable=true]").first
    words.click()
    editor.keyboard.type("Samen wonen")
    for kind in ("LINK", "DOCUMENT"):
        words.click()
        editor.keyboard.press("Control+A")
        editor.locator(f"button[name={kind}]").first.click()
        look_at_window(editor)
    editor.locator(".image-chooser [data-chooser-action-choose]").first.evaluate("button => button.click()")
    look_at_window(editor)
    for panel in ("preview", "checks"):
        editor.locator(f"[data-side-panel-toggle={panel}]").click()
        expect(editor.locator(f"[data-side-panel={panel}]")).to_be_visible()
    expect(editor.frame_locator("#w-preview-iframe").locator("h1")).to_have_text("Woonzorg")


def test_an_upload_of_several_pictures(editor):
    file = picture_file("straat.png")
    file.seek(0)
    editor.goto(reverse("wagtailimages:add_multiple"))

    editor.locator("input[type=file]").set_input_files(
        {"name": "straat.png", "mimeType": "image/png", "buffer": file.read()}
    )

    expect(editor.locator("#upload-list form")).to_be_visible()


def test_the_user_bar_on_a_page_of_the_site(editor, article):
    editor.goto(article.url)

    editor.locator("wagtail-userbar").get_by_role("button").first.click()

    expect(editor.locator("wagtail-userbar").get_by_role("menuitem").first).to_be_visible()
