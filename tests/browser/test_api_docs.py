"""The documentation of the API, in a browser; without a call to another site."""

import pytest
from playwright.sync_api import expect

from tests.factories import home_page

pytestmark = pytest.mark.browser


def test_the_operations_are_shown_and_can_be_tried(transactional_db, page):
    home_page()

    page.goto("/api/v1/docs")

    page.get_by_text("/api/v1/practices/facets").wait_for()
    for path in ("/api/v1/news", "/api/v1/find-platform", "/api/v1/by-id/{id}"):
        expect(page.locator(f'[data-path="{path}"]')).to_be_visible()
    page.locator('[data-path="/api/v1/themes"]').click()
    page.get_by_text("Those that public pages show, by name").wait_for()
