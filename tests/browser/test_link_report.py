"""The report of broken links as an officer and a reviewer use it, on a phone and a desk, judged by axe."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from link_check.models import Address, Place
from news.models import NewsPage
from tests.browser.checkers import axe_violations
from tests.browser.test_feedback import FADED_IN
from tests.factories import NewsPageFactory, home_page
from tests.permissions.cases import place_of
from tests.permissions.factories import a_member_of, a_platform, a_reviewer

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.django_db(transaction=True)]

LONG = "https://www.een-andere-site.example/" + "een-heel-lang-pad-zonder-einde/" * 8


class Site:
    """Two platforms with links in every state."""

    def __init__(self):
        home = home_page()
        self.westhoek, self.kempen = a_platform(home, "Westhoek"), a_platform(home, "Kempen")
        self.officer, self.reviewer = a_member_of(self.westhoek), a_reviewer(home)
        self.page = NewsPageFactory(parent=place_of(self.westhoek, NewsPage), title="Een inloophuis")
        other = NewsPageFactory(parent=place_of(self.kempen, NewsPage), title="Een buurthuis")
        self.link(
            self.page, "https://weg.example/pagina", "broken", "404", works_on=datetime.date(2026, 3, 2)
        )
        self.link(self.page, LONG, "cannot_tell", "403")
        self.link(self.page, "https://oud.example/", "moved", "200", moved_to="https://nieuw.example/")
        self.link(self.page, "http://10.0.0.1/geheim", "unsafe", "private")
        self.link(self.page, "https://nieuw-hier.example/", "new", "", checked_at=None)
        self.link(other, "https://kempen.example/", "broken", "name")

    def link(self, page, url, state, answer, **values):
        values = {"checked_at": timezone.now(), **values}
        host = url.split("/")[2]
        address = Address.objects.create(url=url, host=host, state=state, answer=answer, **values)
        Place.objects.create(address=address, page=page, sentence="Lees meer hierover op hun site.")


@pytest.fixture
def site(transactional_db, settings):
    settings.CHECK_LINKS = True
    return Site()


@pytest.mark.parametrize("width", [375, 1280])
def test_an_officer_goes_from_the_start_screen_to_a_link_and_says_that_it_works(site, signed_in, width):
    page = signed_in(site.officer, width=width)
    page.goto(reverse("wagtailadmin_home"))
    expect(page.get_by_role("heading", name="Kapotte links naar andere sites")).to_be_visible()

    page.get_by_role("link", name="Een inloophuis").first.click()
    page.wait_for_url("**/links/?state=broken&page=*")
    expect(page.get_by_text("De site bestaat nog, maar deze pagina niet.")).to_be_visible()
    expect(page.get_by_text("Werkte het laatst op 2 maart 2026.")).to_be_visible()
    expect(page.get_by_text("kempen.example")).to_have_count(0)
    page.get_by_role("button", name=re.compile("Nagekeken, werkt.*weg.example")).click()

    expect(page.get_by_text("Genoteerd voor alle pagina’s")).to_be_visible()
    expect(page.get_by_text("De site bestaat nog, maar deze pagina niet.")).to_have_count(0)
    assert Address.objects.get(url="https://weg.example/pagina").is_verified


def test_a_reviewer_sees_all_and_has_one_looked_at_again(site, signed_in):
    Address.objects.update(next_check=timezone.now() + datetime.timedelta(7))
    page = signed_in(site.reviewer)
    page.goto(reverse("link_report") + "?state=broken")
    expect(page.get_by_text("Er is geen site met deze naam (meer).")).to_be_visible()
    expect(page.get_by_text("weg.example").first).to_be_visible()

    page.get_by_role("button", name=re.compile("Opnieuw kijken.*kempen.example")).click()

    expect(
        page.get_by_text("We kijken binnen enkele minuten opnieuw: https://kempen.example/")
    ).to_be_visible()
    assert Address.objects.get(url="https://kempen.example/").next_check <= timezone.now()


@pytest.mark.parametrize("who", ["officer", "reviewer"])
def test_axe_finds_nothing_in_the_report(site, signed_in, who):
    page = signed_in(getattr(site, who), bypass_csp=True)
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(reverse("link_report"))
        expect(page.get_by_text("http://10.0.0.1/geheim")).to_be_visible()
        page.evaluate(FADED_IN)

        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(page.get_by_role("link", name="http://10.0.0.1/geheim")).to_have_count(0)
