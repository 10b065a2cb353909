"""The warning for what is there already, while somebody types, in a real browser."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from practices.models import PracticePage
from tests.factories import OrganisationFactory, home_page
from tests.permissions.factories import a_user
from tests.practices.factories import PracticeIndexPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_typing_a_title_or_name_that_is_there_warns_with_a_link_and_blocks_nothing(
    page, live_server, transactional_db
):
    index = PracticeIndexPageFactory(parent=home_page())
    index.add_child(instance=PracticePage(title="Kracht.Wonen", live=False))
    OrganisationFactory(name="OCMW Ieper")
    client = Client()
    client.force_login(a_user(is_superuser=True))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    warning = page.locator("[data-doubles]")

    page.goto(reverse("wagtailadmin_pages:add", args=["practices", "practicepage", index.pk]))
    page.locator("#id_title").fill("Kracht.wonen")
    expect(warning.get_by_role("link", name="Kracht.Wonen")).to_be_visible()
    page.locator("#id_title").fill("Heel iets anders")
    expect(warning).to_have_count(0)

    page.goto(reverse("wagtailsnippets_cms_organisation:add"))
    page.locator("#id_name").fill("O.C.M.W. Ieper")
    expect(warning).to_contain_text("OCMW Ieper")
    page.locator("[type=submit][name=action-save], form[data-edit-form] [type=submit]").first.click()
    page.wait_for_url("**/snippets/cms/organisation/")
