"""A real browser on a live copy of the site."""

import os
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright
from wagtail.models import Site

from tests.browser.hosts import city
from tests.conftest import CHROMIUM
from tests.factories import ThemeFactory, home_page
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

# As long as a click waits: a picture of a phone takes a busy machine more than Playwright's five seconds.
expect.set_options(timeout=30_000)

# The browser's driver runs an event loop in this thread; the tests themselves stay one thing after another.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):
    """Started when the database is a file: of one in memory all threads would share the connection, and crash."""
    return live_server


@pytest.fixture
def page(browser, live_server):
    """A visitor who was never here before. The test fails on an error in the console, and on a call to another site."""
    problems = []
    context = browser.new_context(base_url=live_server.url, locale="nl-BE", timezone_id="Europe/Brussels")
    context.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on("request", lambda request: problems.extend(calls_elsewhere(request.url, live_server.url)))
    yield context.new_page()
    context.close()
    assert not problems


def calls_elsewhere(address, home):
    """The address, when it leaves the site; what a page carries in itself (data:, blob:) does not."""
    parts = urlsplit(address)
    return [address] if parts.scheme in {"http", "https"} and parts.netloc != urlsplit(home).netloc else []


@pytest.fixture
def practices(transactional_db, live_server):
    """A list of eight practices, on a site that knows its own address."""
    parts = urlsplit(live_server.url)
    index = PracticeIndexPageFactory(parent=home_page(), title="Goede praktijken")
    Site.objects.update(hostname=parts.hostname, port=parts.port)
    Site.clear_site_root_paths_cache()
    theme = ThemeFactory(name="Wonen", slug="wonen")
    for number in range(8):
        PracticePageFactory(parent=index, title=f"Praktijk {number}", themes=[theme])
    yield index
    Site.clear_site_root_paths_cache()


@pytest.fixture
def host():
    with city() as host:
        yield host


@pytest.fixture
def visitor(browser):
    """Somebody on the site of the city. What breaks there is kept."""
    context = browser.new_context(locale="nl-BE", viewport={"width": 1000, "height": 800})
    page = context.new_page()
    page.broken = []
    page.on("pageerror", lambda error: page.broken.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def signed_in(browser, live_server):
    """Opens the admin as somebody, at a width, with or without script."""
    contexts = []

    def open_admin(user, width=1280, **options):
        client = Client()
        client.force_login(user)
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 800}, locale="nl-BE", **options
        )
        contexts.append(context)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        return context.new_page()

    yield open_admin
    for context in contexts:
        context.close()
