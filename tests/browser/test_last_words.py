"""Whoever types and saves at once loses no word."""

import pytest
from django.test import Client

from news.models import NewsPage
from tests.factories import NewsIndexPageFactory, NewsPageFactory, UserFactory, home_page

pytestmark = pytest.mark.browser
EDITOR = "[data-contentpath='body'] [contenteditable=true]"


@pytest.fixture
def form(transactional_db, live_server, page, settings):
    """A live news item in the editor. Without autosave, which would hide what saving itself does."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    news = NewsPageFactory(
        parent=NewsIndexPageFactory(parent=home_page()), body=[("paragraph", "<p>Begin.</p>")]
    )
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page.goto(f"{live_server.url}/admin/pages/{news.pk}/edit/")
    page.locator(EDITOR).first.click()
    page.keyboard.press("Control+End")
    return page, news


@pytest.mark.parametrize("action", ["Control+s", "action-publish"])
def test_what_was_typed_just_before_is_saved(form, action):
    page, news = form
    page.keyboard.type(" Laatste woorden.")

    with page.expect_navigation():
        if action.startswith("Control"):
            page.keyboard.press(action)
        else:
            page.evaluate("name => document.querySelector(`[name=${name}]`).click()", action)

    stored = NewsPage.objects.get(pk=news.pk)
    version = stored if action == "action-publish" else stored.get_latest_revision_as_object()
    assert "Laatste woorden." in str(version.body)
