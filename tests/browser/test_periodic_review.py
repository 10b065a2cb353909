"""“Nagekeken, klopt nog” in one click: from the start screen, the page's own menu and the mail, on a phone too."""

import datetime
import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cms.mail import send_waiting
from cms.models import PageReview
from home.models import HomePage
from periodic_review import mails
from tests.browser.checkers import axe_violations
from tests.factories import StandardPageFactory, home_page
from tests.permissions.factories import a_member_of, a_platform, a_reviewer
from tests.registrations.cases import at

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 375, "height": 800}, {"width": 1280, "height": 900}
STILL_TRUE = "Nagekeken, klopt nog"


@pytest.fixture
def westhoek(live_server, transactional_db):
    home = home_page()
    a_reviewer(home)
    return a_platform(home, "Westhoek")


@pytest.fixture
def officer(westhoek):
    return a_member_of(westhoek, date_joined=timezone.now() - datetime.timedelta(days=60))


@pytest.fixture
def about(westhoek):
    """A page of the Westhoek that is overdue."""
    moment = timezone.now() - datetime.timedelta(days=400)
    return StandardPageFactory(
        parent=type(westhoek).objects.get(pk=westhoek.pk),
        title="Over de Westhoek",
        first_published_at=moment,
        last_published_at=moment,
    )


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def desk(request, page, live_server, officer):
    client = Client()
    client.force_login(officer)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page.set_viewport_size(request.param)
    return page


def is_reviewed(page):
    review = PageReview.objects.get(page=page.pk)
    return review.reviewed_on == timezone.localdate() and review.reviewed_by is not None


def no_sideways_scroll(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_from_the_start_screen(desk, about):
    desk.goto(reverse("wagtailadmin_home"))
    panel = desk.locator("#pages_to_review-section, [id*=pages_to_review]").first
    expect(panel).to_contain_text("te laat")
    assert no_sideways_scroll(desk)
    assert axe_violations(desk) == []

    desk.get_by_role("button", name=STILL_TRUE).click()

    expect(desk.get_by_text("“Over de Westhoek” is vandaag nagekeken.")).to_be_visible()
    expect(desk.get_by_role("button", name=STILL_TRUE)).to_have_count(0)
    assert is_reviewed(about)


def test_from_the_menu_of_the_page(desk, about):
    desk.goto(reverse("wagtailadmin_pages:edit", args=[about.pk]))
    desk.get_by_role("button", name="Actiepunten").first.click()

    desk.get_by_role("link", name=STILL_TRUE).click()

    expect(desk.get_by_text("“Over de Westhoek” is vandaag nagekeken.")).to_be_visible()
    assert is_reviewed(about)


def test_the_tick_leaves_room_for_the_buttons(desk, about):
    desk.goto(reverse("wagtailadmin_pages:edit", args=[about.pk]))
    publish = desk.get_by_role("button", name="Publiceren")
    publish.scroll_into_view_if_needed()

    expect(desk.get_by_label("Alles klopt nog")).to_be_visible()
    for element in (publish, desk.get_by_label("Alles klopt nog")):
        box = element.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= desk.viewport_size["width"]
    assert no_sideways_scroll(desk)


def test_from_the_mail(desk, about, officer):
    monday = timezone.localdate() - datetime.timedelta(days=timezone.localdate().weekday())
    with at(f"{monday} 08:00"):
        mails.send_due()
    send_waiting()
    [message] = [message for message in mail.outbox if officer.email in message.to]
    link = re.search(rf"{STILL_TRUE}: (\S+)", message.body)[1]

    desk.goto(link[link.index("/admin") :])
    assert not is_reviewed(about)
    assert no_sideways_scroll(desk)
    assert axe_violations(desk) == []
    desk.get_by_role("button", name=STILL_TRUE).click()

    expect(desk.get_by_text("“Over de Westhoek” is vandaag nagekeken.")).to_be_visible()
    assert is_reviewed(about)


@pytest.mark.parametrize("name", ["periodic_review", "periodic_review_hand_over", "page_review_arrange"])
def test_the_other_screens_fit_and_are_accessible(desk, about, name):
    desk.goto(reverse(name, args=[about.pk] if "page" in name else []))

    expect(desk.locator("main")).to_be_visible()
    assert no_sideways_scroll(desk)
    assert axe_violations(desk) == []


def test_a_reviewer_changes_a_term_in_the_settings(desk, live_server):
    client = Client()
    client.force_login(a_reviewer(HomePage.objects.get()))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    desk.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    desk.goto(reverse("periodic_review_terms"))
    expect(desk.get_by_label("Nieuwsberichten")).to_have_value("")
    assert no_sideways_scroll(desk)
    assert axe_violations(desk) == []

    desk.get_by_label("Nieuwsberichten").fill("6")
    desk.get_by_role("button", name="Bewaar").click()

    expect(desk.get_by_text("Bewaard.")).to_be_visible()
    expect(desk.get_by_label("Nieuwsberichten")).to_have_value("6")
