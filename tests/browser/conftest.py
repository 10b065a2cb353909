"""A real browser on a live copy of the site."""

import os
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM

# The browser's driver runs an event loop in this thread; the tests themselves stay one thing after another.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


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
