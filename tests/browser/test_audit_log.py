"""The audit log in a real browser, large and small."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from audit.models import Action
from audit.recording import record
from tests.browser.checkers import axe_violations
from tests.factories import NewsIndexPageFactory, NewsPageFactory, home_page
from tests.permissions.factories import a_user

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.django_db(transaction=True)]


def test_the_screen_is_as_accessible_as_wagtail_s_own_and_filters(page, live_server, transactional_db):
    news = NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page()), title="Een bericht", live=False)
    chief = a_user(is_superuser=True)
    news.save_revision().publish()
    record(Action.SIGN_IN_FAILED, chief)
    client = Client()
    client.force_login(chief)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page.goto(reverse("wagtailadmin_reports:site_history"))
    of_wagtail = {violation.partition(" ")[0] for violation in axe_violations(page)}

    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(reverse("audit_log"))
        own = [line for line in axe_violations(page) if line.partition(" ")[0] not in of_wagtail]
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=Path(folder) / f"audit-{width}.png", full_page=True)
        assert own == []
    page.goto(reverse("audit_log") + "?kind=failure")

    expect(page.locator("table.listing tbody tr")).to_have_count(1)
