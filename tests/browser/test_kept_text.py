"""The session ends, or the site becomes read-only, while somebody types: nothing is lost, in a real browser."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from cms.models import ReadOnlyMode
from news.models import NewsPage
from tests.browser.keyboard import wait_until
from tests.factories import NewsIndexPageFactory, NewsPageFactory, home_page
from tests.permissions.factories import PASSWORD, a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMAIL = "mieke@voorbeeld.be"
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('streekwijzer.text.')).length"


class Desk:
    """An editor at work, in a browser of her own."""

    def __init__(self, context, live_server):
        self.context, self.url = context, live_server.url
        self.user = a_user(is_superuser=True, email=EMAIL)
        self.index = NewsIndexPageFactory(parent=home_page())
        self.news = NewsPageFactory(parent=self.index, title="Bericht")
        client = Client()
        client.force_login(self.user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.url}])
        self.page = context.new_page()
        self.page.on("dialog", lambda dialog: dialog.accept())

    def open(self, name, *args):
        self.page.goto(self.url + reverse(name, args=args))
        # Wagtail looks at a form for two seconds before it watches it.
        self.page.wait_for_timeout(2600)

    def edit(self):
        self.open("wagtailadmin_pages:edit", self.news.pk)

    def type_title(self, text):
        self.page.locator("#id_title").fill(text)

    def end_session(self):
        Session.objects.all().delete()

    def sign_in(self, tab):
        tab.locator("[name=username]").fill(EMAIL)
        tab.locator("[name=password]").fill(PASSWORD)
        tab.get_by_role("button", name="Aanmelden", exact=True).click()
        tab.wait_for_url(re.compile(r"/admin/(pages/.*)?$"))

    def titles(self):
        return [page.get_latest_revision_as_object().title for page in NewsPage.objects.all()]

    def copies(self):
        return self.page.evaluate(COPIES)

    def save_in_vain(self):
        """Nothing is sent, and nothing says that the server is at fault."""
        expect(self.page.locator(".footer__save-warning")).not_to_contain_text("serverfout")
        self.page.get_by_role("button", name="Bewaar concept").click()
        expect(self.page).to_have_url(re.compile("/edit/"))

    @property
    def bar(self):
        return self.page.locator(".kept-text")


@pytest.fixture
def desk(browser, live_server):
    context = browser.new_context(locale="nl-BE", viewport={"width": 1280, "height": 900})
    yield Desk(context, live_server)
    context.close()


def test_signed_out_while_typing_one_is_told_and_saving_goes_on_by_itself(desk):
    desk.edit()
    desk.end_session()
    desk.type_title("Getypt na het einde")

    expect(desk.bar).to_contain_text("Je bent afgemeld.")
    expect(desk.page.locator("#w-autosave-indicator")).to_contain_text("Afgemeld")
    desk.save_in_vain()
    assert desk.copies() == 1
    with desk.context.expect_page() as opened:
        desk.bar.get_by_role("link").click()
    desk.sign_in(opened.value)

    expect(desk.bar).to_be_empty(timeout=15000)
    assert desk.titles() == ["Getypt na het einde"]
    with desk.page.expect_response(re.compile(r"/edit/$")):
        desk.type_title("En nog iets")
    wait_until(desk.page, f"!{COPIES}")
    assert desk.titles() == ["En nog iets"]


@pytest.mark.parametrize("is_new", [False, True], ids=["edit", "create"])
def test_what_was_saved_while_signed_out_is_offered_back_and_signing_out_clears_it(desk, is_new):
    desk.open("wagtailadmin_pages:add", "news", "newspage", desk.index.pk) if is_new else desk.edit()
    desk.end_session()
    desk.type_title("Net te laat")
    desk.page.locator("#id_slug").evaluate("field => { field.value = 'net-te-laat' }")
    desk.page.evaluate("document.querySelector('form[data-edit-form]').requestSubmit()")
    desk.page.wait_for_url(re.compile("/admin/login/"))
    desk.sign_in(desk.page)

    expect(desk.bar).to_contain_text("Er is tekst van jou die niet bewaard is")
    desk.page.get_by_role("button", name="Zet mijn tekst terug").click()
    desk.page.wait_for_url(re.compile("/edit/"))
    desk.page.wait_for_load_state()

    assert "Net te laat" in desk.titles()
    assert desk.copies() == 0
    desk.page.evaluate("localStorage.setItem('streekwijzer.text.1./x/#1', '{\"at\": 9e15, \"entries\": []}')")
    desk.page.evaluate("document.querySelector('form[action=\"/admin/logout/\"]').requestSubmit()")
    desk.page.wait_for_url(re.compile("/admin/login/"))
    assert desk.copies() == 0


def test_while_the_site_is_read_only_one_is_told_and_saving_goes_on_by_itself(desk):
    desk.edit()
    ReadOnlyMode.switch_on()
    desk.type_title("Getypt tijdens het werk")

    expect(desk.bar).to_contain_text("We werken even aan de site")
    expect(desk.page.locator("#w-autosave-indicator")).to_contain_text("Wacht even")
    desk.save_in_vain()
    assert desk.copies() == 1
    assert not desk.news.revisions.exists()
    ReadOnlyMode.switch_off()

    expect(desk.bar).to_be_empty(timeout=15000)
    assert desk.titles() == ["Getypt tijdens het werk"]
    assert desk.copies() == 0


def test_a_form_that_is_sent_while_the_site_is_read_only_can_be_sent_again(desk):
    desk.edit()
    desk.page.route(re.compile("/admin/signed-in/"), lambda route: route.abort())
    desk.page.evaluate(
        "document.querySelector('form[data-edit-form]').dataset.wAutosaveActiveValue = 'false'"
    )
    desk.type_title("Blijft staan")
    ReadOnlyMode.switch_on()
    desk.page.evaluate("document.querySelector('form[data-edit-form]').requestSubmit()")

    expect(desk.page.get_by_role("heading", level=1)).to_have_text("We werken even aan de site")
    desk.page.get_by_role("button", name="Stuur opnieuw").click()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("We werken even aan de site")
    ReadOnlyMode.switch_off()
    desk.page.get_by_role("button", name="Stuur opnieuw").click()
    desk.page.wait_for_url(re.compile("/edit/"))
    desk.page.wait_for_load_state()

    assert desk.titles() == ["Blijft staan"]


def test_an_old_token_gives_a_page_in_dutch_that_keeps_the_text(desk):
    desk.edit()
    desk.page.route(re.compile("/admin/signed-in/"), lambda route: route.abort())
    desk.page.evaluate(
        "document.querySelector('form[data-edit-form]').dataset.wAutosaveActiveValue = 'false'"
    )
    desk.type_title("Blijft staan")
    desk.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    desk.page.evaluate("document.querySelector('form[data-edit-form]').requestSubmit()")

    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Deze pagina stond te lang open")
    desk.page.get_by_role("button", name="Stuur opnieuw").click()
    desk.page.wait_for_url(re.compile("/edit/"))
    desk.page.wait_for_load_state()

    assert desk.titles() == ["Blijft staan"]
