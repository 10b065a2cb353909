"""The admin on a phone, where our own parts of it have to fit too."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from practices.models import PracticePage
from tests.factories import MunicipalityFactory, home_page
from tests.permissions.factories import a_user
from tests.practices.factories import PracticeIndexPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTH = 375


@pytest.fixture
def phone(page, live_server, transactional_db):
    """On the start screen, with a draft of one's own."""
    MunicipalityFactory(name="Ieper")
    user = a_user(is_superuser=True)
    draft = PracticePage(title="Buren koken samen in het dorpshuis", slug="koken", live=False, owner=user)
    PracticeIndexPageFactory(parent=home_page()).add_child(instance=draft)
    draft.save_revision(user=user, clean=False)
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page.set_viewport_size({"width": WIDTH, "height": 800})
    page.goto(reverse("wagtailadmin_home"))
    return page


def test_a_title_on_the_start_screen_has_room(phone):
    title = phone.get_by_role("link", name="Buren koken samen in het dorpshuis")

    assert title.bounding_box()["width"] > WIDTH / 3


def test_the_box_for_a_list_of_municipalities_fits(phone):
    phone.get_by_role("link", name="Buren koken samen in het dorpshuis").click()
    phone.locator("#id_working_area-OPEN_MODAL").evaluate("button => button.click()")
    phone.locator(".choose-list summary").click()
    box = phone.get_by_label("Namen of postcodes")
    expect(box).to_be_visible()

    def margins(element):
        edges, window = element.bounding_box(), phone.locator(".modal-content").bounding_box()
        left = edges["x"] - window["x"]
        return left, window["width"] - left - edges["width"]

    left, right = margins(box)
    assert abs(left - right) < 2
