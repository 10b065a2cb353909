"""The start screen of an officer, with and without anything on it, wide and narrow, light and dark; judged by axe."""

import datetime
from itertools import product

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.teams import make_reviewers
from analytics.models import Downloads
from analytics.summing import sum_up
from cms.models import PageViews
from events.models import EventPage
from internal_links.checking import check_due
from news.models import NewsPage
from registrations.models import Registration
from search.models import SearchedQuery
from tests.browser.checkers import axe_violations
from tests.factories import DocumentFactory, home_page
from tests.internal_links.cases import to_page
from tests.permissions.cases import place_of
from tests.permissions.factories import a_member_of, a_platform, put_online

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.django_db(transaction=True)]
LOOKS = list(product((1280, 375), ("light", "dark")))


@pytest.fixture
def platform(transactional_db):
    home = home_page()
    make_reviewers(home)
    return a_platform(home, "Rivierenland")


@pytest.fixture
def officer(page, live_server, platform):
    """The page of an officer who signed in, on the start screen."""
    client = Client()
    client.force_login(a_member_of(platform))
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key}
    page.context.add_cookies([{**cookie, "url": live_server.url}])
    return page


def look(page, address):
    """Opens it at each width, light and dark; axe has nothing to say, and nothing sticks out."""
    for width, scheme in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        expect(page.get_by_role("heading", name="Wat lezers deden").first).to_be_visible()
        assert axe_violations(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, scheme)


def add(platform, page_class, title, **fields):
    child = page_class(title=title, slug=title.lower().replace(" ", "-"), live=False, **fields)
    return put_online(place_of(platform, page_class).add_child(instance=child))


def fill(platform):
    """What a busy month leaves: readers, a dead link, people who registered."""
    pages = [add(platform, NewsPage, f"Bericht over nummer {number}") for number in range(7)]
    today = timezone.localdate()
    document = DocumentFactory(title="Draaiboek voor een buurtfeest", collection=platform.files)
    for ago in range(1, 60):
        day = today - datetime.timedelta(days=ago)
        for number, each in enumerate(pages):
            PageViews.objects.create(page=each, day=day, count=(ago * (number + 3)) % 40)
        PageViews.objects.create(
            page=pages[0], day=day, count=ago % 7, embed="www.een-lange-stadsnaam.example"
        )
        Downloads.objects.create(document=document, day=day, count=ago % 5)
    bits = {"askers": 31, "askers_without_result": 31}
    SearchedQuery.objects.create(
        words="kinderopvang in het weekend", day=today - datetime.timedelta(days=3), **bits
    )
    add(platform, NewsPage, "Met een dode link", body=[("paragraph", to_page(999_999))])
    event = add(platform, EventPage, "Inspiratiedag")
    Registration.objects.create(page=event, number=1, state="confirmed", first_name="An", last_name="Aerts")
    sum_up()
    check_due()


def test_with_nothing_on_it(officer, platform):
    look(officer, reverse("wagtailadmin_home"))
    expect(officer.get_by_text("worden één keer per dag opgeteld")).to_be_visible()

    sum_up()

    look(officer, reverse("wagtailadmin_home"))
    expect(officer.get_by_text("Niemand opende in de laatste 60 dagen")).to_be_visible()


def test_with_a_busy_month_on_it(officer, platform):
    fill(platform)

    look(officer, reverse("wagtailadmin_home"))
    chart = officer.get_by_role("img", name="Bekeken per dag")
    expect(chart).to_be_visible()
    officer.get_by_text("De cijfers in een tabel").click()
    expect(officer.get_by_role("table", name="Bekeken per dag").get_by_role("row")).to_have_count(31)
    assert axe_violations(officer) == []
    expect(officer.get_by_text("“lees meer” leidt naar: pagina, verdwenen")).to_be_visible()
    expect(officer.get_by_text("1 inschrijving", exact=False).first).to_be_visible()
    expect(officer.get_by_text("Aerts")).to_have_count(0)

    officer.get_by_role("link", name="Alle cijfers van lezers").click()
    officer.wait_for_url("**/reports/readers/")
    look(officer, reverse("readers_report"))
    assert officer.get_by_role("link", name="Bericht over nummer 6").bounding_box()["width"] > 100
    expect(officer.get_by_role("cell", name="kinderopvang in het weekend")).to_be_visible()


def test_the_list_of_broken_links(officer, platform):
    fill(platform)

    for width, scheme in LOOKS:
        officer.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        officer.set_viewport_size({"width": width, "height": 900})
        officer.goto(reverse("internal_links"))
        link = officer.get_by_role("link", name="Met een dode link")
        expect(link).to_be_visible()
        assert link.bounding_box()["width"] > 70
        assert axe_violations(officer) == [], (width, scheme)
        assert officer.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, scheme)
