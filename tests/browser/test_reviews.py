"""A page goes to review and back, as who writes it and who reviews it see it, on a large and on a small screen."""

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cms.models import PageReview
from home.models import StandardPage
from news.models import NewsPage
from platforms.models import PlatformPage
from tests.browser.checkers import axe_violations
from tests.factories import NewsIndexPageFactory, NewsPageFactory, StandardPageFactory, home_page
from tests.permissions.cases import place_of
from tests.permissions.factories import a_member_of, a_platform, a_reviewer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Admin:
    """The browser of several people, one after the other."""

    def __init__(self, page, address):
        self.page, self.address = page, address

    def sign_in(self, user):
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.address}
        self.page.context.add_cookies([cookie])
        self.page.goto(reverse("wagtailadmin_home"))
        return self.page

    def do(self, action):
        """Chooses an action of the menu below the form."""
        self.page.locator(".footer .w-dropdown__toggle").click()
        self.page.locator(".w-dropdown__content").get_by_role("button", name=action).click()

    def write(self, words, action):
        """Fills in the dialog."""
        dialog = self.page.locator(".modal-content")
        dialog.locator("textarea").fill(words)
        dialog.get_by_role("button", name=action).click()
        self.page.wait_for_url("**/admin/pages/*/")

    def is_fitting(self):
        return self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(params=[1280, 375])
def admin(request, page, live_server, transactional_db):
    page.set_viewport_size({"width": request.param, "height": 900})
    return Admin(page, live_server.url)


@pytest.fixture
def people(transactional_db):
    """A page of the Westhoek that is public, who writes there, and who reviews."""
    home = home_page()
    NewsIndexPageFactory(parent=home)
    platform = a_platform(home, "Westhoek")
    an, bea = a_member_of(platform, first_name="An", last_name="Peeters"), a_reviewer(home)
    bea.first_name, bea.last_name = "Bea", "Maes"
    bea.save()
    page = NewsPageFactory(parent=place_of(platform, NewsPage), title="Een inloophuis", owner=an)
    page.save_revision(user=an)
    return page, an, bea


def mails_to(user):
    """What this person got since the last time, as text."""
    sent = [message.subject + message.body for message in mail.outbox if user.email in message.to]
    mail.outbox[:] = []
    return "\n".join(sent)


def test_a_page_is_sent_back_mended_approved_and_taken_back(admin, people):
    news, an, bea = people
    edit = reverse("wagtailadmin_pages:edit", args=[news.pk])
    mail.outbox.clear()

    page = admin.sign_in(an)
    page.goto(edit)
    page.fill("#id_title", "Het inloophuis")
    admin.do("Stuur door met een bericht")
    admin.write("Het mag vrijdag online.", "Stuur door met een bericht")
    assert "Na te kijken: Het inloophuis" in (words := mails_to(bea))
    assert "“Het mag vrijdag online.”" in words
    assert "Wat er anders is: titel" in words

    page = admin.sign_in(bea)
    expect(page.get_by_text("“Het mag vrijdag online.”")).to_be_visible()
    assert admin.is_fitting()
    assert not axe_violations(page)
    page.get_by_role("link", name="Bekijk wat er veranderde").click()
    expect(page.locator(".comparison").first).to_contain_text("Het inloophuis")
    page.goto(edit)
    admin.do("Stuur terug")
    admin.write("Wie mag ik bellen?", "Stuur terug")
    assert "“Wie mag ik bellen?”" in mails_to(an)

    page = admin.sign_in(an)
    expect(page.get_by_text("Bea Maes: “Wie mag ik bellen?”")).to_be_visible()
    page.locator(".start-pages").get_by_role("link", name="Het inloophuis").first.click()
    page.fill("#id_search_description", "Bel An Peeters.")
    admin.do("Stuur opnieuw door")
    page.wait_for_url("**/admin/pages/*/")
    assert "samenvatting gewijzigd sinds ze is teruggestuurd" in mails_to(bea)

    page = admin.sign_in(bea)
    page.goto(edit)
    page.locator(".footer").get_by_role("button", name="Goedkeuren en publiceren").click()
    page.wait_for_url("**/admin/pages/*/")
    assert "Ze staat nu online" in mails_to(an)
    assert NewsPage.objects.get(pk=news.pk).title == "Het inloophuis"

    page = admin.sign_in(an)
    expect(page.get_by_text("Bea Maes keurde dit goed")).to_be_visible()
    page.goto(edit)
    page.fill("#id_title", "Het huis")
    admin.do("Stuur door naar")
    page.wait_for_url("**/admin/pages/*/")
    page.goto(reverse("wagtailadmin_home"))
    page.get_by_role("link", name="Trek terug uit nazicht").click()
    expect(page.get_by_role("button", name="Trek terug uit nazicht")).to_be_visible()
    assert admin.is_fitting()
    assert not axe_violations(page)
    page.get_by_role("button", name="Trek terug uit nazicht").click()
    expect(page.get_by_text("is teruggetrokken")).to_be_visible()

    page = admin.sign_in(bea)
    expect(page.get_by_text("An Peeters trok dit terug")).to_be_visible()


@pytest.fixture
def about(people):
    """A plain page of the Westhoek, which An submitted."""
    _news, an, _bea = people
    about = StandardPageFactory(parent=PlatformPage.objects.get(), title="Over ons", owner=an)
    about.save_revision(user=an)
    about.get_workflow().start(about, an)
    return about


@pytest.mark.parametrize("with_comment", [False, True])
def test_who_approves_says_with_a_tick_that_all_is_still_true(admin, people, about, with_comment):
    bea = people[2]
    page = admin.sign_in(bea)
    page.goto(reverse("wagtailadmin_pages:edit", args=[about.pk]))
    tick = page.locator(".review-tick input")
    expect(tick).not_to_be_checked()
    assert admin.is_fitting()

    if with_comment:
        admin.do("Goedkeuren met opmerking")
        dialog = page.locator(".modal-content")
        expect(dialog.get_by_label("Alles klopt nog")).not_to_be_checked()
        assert not [line for line in axe_violations(page) if ".modal" in line]
        dialog.get_by_label("Alles klopt nog").check()
        dialog.locator("textarea").fill("Helemaal nagelezen.")
        dialog.locator("button[type=submit]").click()
    else:
        tick.check()
        page.locator(".footer").get_by_role("button", name="Goedkeuren en publiceren").click()
    page.wait_for_url("**/admin/pages/*/")

    assert StandardPage.objects.get(pk=about.pk).live
    review = PageReview.objects.get(page=about.pk)
    assert (review.reviewed_on, review.reviewed_by) == (timezone.localdate(), bea)
    page.goto(reverse("wagtailadmin_pages:history", args=[about.pk]))
    expect(page.get_by_text("Nagekeken, klopt nog").first).to_be_visible()
