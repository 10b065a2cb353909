"""A broken connection, a closed tab, a server that does not answer, two people at once: no typed word is lost."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from news.models import NewsPage
from tests.browser.checkers import axe_violations
from tests.browser.keyboard import wait_until
from tests.browser.test_kept_text import COPIES, Desk
from tests.factories import NewsPageFactory, ThemeFactory
from tests.permissions.factories import a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, SCREEN = {"width": 375, "height": 720}, {"width": 1280, "height": 900}
SAVE = re.compile(r"/admin/pages/(\d+/edit|add/.*)/$")
EVERY_FORM = pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["375", "1280"])


class OwnDesk(Desk):
    """A desk of which the browser can be closed and opened again, with all that it kept."""

    def reopen(self):
        """The tab is killed: nothing of it runs any more."""
        self.page.close(run_before_unload=False)
        self.page = self.context.new_page()
        self.page.on("dialog", lambda dialog: dialog.accept())


def open_desk(browser, live_server, size=SCREEN):
    context = browser.new_context(locale="nl-BE", viewport=size)
    return OwnDesk(context, live_server)


@pytest.fixture
def size():
    return SCREEN


@pytest.fixture
def desk(browser, live_server, size):
    desk = open_desk(browser, live_server, size)
    yield desk
    desk.context.set_offline(False)
    desk.context.close()


@pytest.fixture
def els(browser, live_server, desk):
    """Somebody else on the same page, in her own browser."""
    context = browser.new_context(locale="nl-BE", viewport=SCREEN)
    user = a_user(is_superuser=True, first_name="Els", last_name="Peeters")
    client = Client()
    client.force_login(user)
    [cookie] = client.cookies.values()
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()


def edit_as(page, desk):
    page.goto(f"{desk.url}/admin/pages/{desk.news.pk}/edit/")
    page.wait_for_timeout(2600)


def saves(page, title):
    with page.expect_response(SAVE) as answer:
        page.locator("#id_title").fill(title)
    assert answer.value.ok


@EVERY_FORM
def test_what_is_typed_without_a_connection_is_saved_when_it_is_back(desk):
    desk.edit()
    desk.context.set_offline(True)
    desk.type_title("Getypt in de trein")

    expect(desk.bar).to_contain_text("Er is geen verbinding")
    desk.page.get_by_role("button", name="Bewaar concept").click()
    expect(desk.page.locator("#id_title")).to_have_value("Getypt in de trein")
    desk.context.set_offline(False)

    expect(desk.bar).to_be_empty()
    assert desk.titles() == ["Getypt in de trein"]
    assert desk.copies() == 0


@EVERY_FORM
def test_what_was_typed_in_a_tab_that_was_killed_is_offered_back_and_what_differs(desk):
    desk.edit()
    desk.context.set_offline(True)
    desk.type_title("Net voor de batterij leeg was")
    desk.page.wait_for_timeout(500)
    desk.reopen()
    desk.context.set_offline(False)
    desk.edit()

    expect(desk.bar).to_contain_text("Er is tekst van jou die niet bewaard is")
    expect(desk.bar).to_contain_text("Dit verschilt: Titel")
    assert [line for line in axe_violations(desk.page) if ".kept-text" in line] == []
    desk.page.get_by_role("button", name="Zet mijn tekst terug").click()
    desk.page.wait_for_url(re.compile("/edit/"))
    desk.page.wait_for_load_state()

    assert desk.titles() == ["Net voor de batterij leeg was"]
    assert desk.copies() == 0


def test_a_new_page_in_a_tab_that_was_killed_is_offered_back(desk):
    desk.open("wagtailadmin_pages:add", "news", "newspage", desk.index.pk)
    desk.context.set_offline(True)
    desk.type_title("Nieuw bericht")
    desk.page.wait_for_timeout(500)
    desk.reopen()
    desk.context.set_offline(False)
    desk.open("wagtailadmin_pages:add", "news", "newspage", desk.index.pk)
    desk.page.get_by_role("button", name="Zet mijn tekst terug").click()
    desk.page.wait_for_url(re.compile("/edit/"))

    assert "Nieuw bericht" in desk.titles()


def test_what_autosave_refuses_is_offered_back(desk):
    """A title that is empty is refused, and with it all the rest."""
    desk.edit()
    with desk.page.expect_response(SAVE) as answer:
        desk.type_title("")
        desk.page.locator("#id_search_description").fill("Een samenvatting")
    assert answer.value.status == 400
    desk.reopen()
    desk.edit()
    desk.page.get_by_role("button", name="Zet mijn tekst terug").click()
    desk.page.wait_for_load_state()

    expect(desk.page.locator("#id_search_description")).to_have_value("Een samenvatting")


def test_a_server_that_comes_back_gets_what_was_typed_meanwhile(desk):
    desk.edit()
    gone = re.compile("/admin/(pages|signed-in|editing-sessions)/")
    desk.page.route(gone, lambda route: route.fulfill(status=502, body="Bad gateway"))
    desk.type_title("Tijdens de herstart")

    expect(desk.bar).to_contain_text("de site antwoordt niet")
    desk.page.unroute(gone)

    expect(desk.bar).to_be_empty()
    assert desk.titles() == ["Tijdens de herstart"]


@pytest.mark.parametrize("is_new", [False, True], ids=["edit", "create"])
def test_a_save_whose_answer_is_killed_is_no_conflict_with_oneself(desk, is_new):
    desk.open("wagtailadmin_pages:add", "news", "newspage", desk.index.pk) if is_new else desk.edit()
    killed = []

    def kill_the_first(route):
        if route.request.method != "POST" or "publishing-check" in route.request.url or killed:
            route.continue_()
            return
        route.fetch()  # the server saves it
        killed.append(route.request.url)
        route.abort()

    desk.page.route(re.compile("/admin/pages/"), kill_the_first)
    desk.type_title("Zonder antwoord")
    wait_until(desk.page, COPIES)
    wait_until(desk.page, f"!{COPIES}")

    assert killed
    assert desk.titles().count("Zonder antwoord") == 1
    desk.type_title("Zonder antwoord, en verder")
    wait_until(desk.page, COPIES)
    wait_until(desk.page, f"!{COPIES}")
    assert desk.titles().count("Zonder antwoord, en verder") == 1
    expect(desk.bar).not_to_be_visible()


def test_words_typed_while_autosave_waits_for_its_answer_are_saved_too(desk):
    desk.edit()
    slow = []

    def answer_late(route):
        if route.request.method == "POST" and "publishing-check" not in route.request.url and not slow:
            slow.append(route)
            return
        route.continue_()

    desk.page.route(SAVE, answer_late)
    desk.type_title("Een")
    wait_until(desk.page, COPIES)
    desk.page.wait_for_timeout(1500)
    desk.type_title("Een twee")
    [route] = slow
    route.continue_()
    wait_until(desk.page, f"!{COPIES}")

    assert desk.titles() == ["Een twee"]


def test_publishing_right_after_typing_meets_no_autosave(desk):
    problems = []
    desk.page.on(
        "response", lambda response: problems.append(response.url) if response.status == 400 else None
    )
    desk.news.search_description = "Kort"
    desk.edit()
    desk.type_title("Meteen gepubliceerd")
    desk.page.wait_for_timeout(700)  # autosave is about to go
    with desk.page.expect_navigation():
        desk.page.evaluate("document.querySelector('[name=action-publish]').click()")

    assert problems == []
    assert desk.titles() == ["Meteen gepubliceerd"]


@EVERY_FORM
def test_whoever_saves_second_sees_both_texts_and_loses_none(desk, els):
    desk.edit()
    edit_as(els, desk)
    saves(els, "De titel van Els")
    desk.type_title("Mijn titel")

    expect(desk.bar).to_contain_text("overschrijft niets")
    desk.page.get_by_role("button", name="Bekijk beide teksten naast elkaar").click()
    desk.page.wait_for_url(re.compile("/both-texts/"))
    title = desk.page.get_by_role("group", name="Titel")
    expect(title).to_contain_text("De titel van Els")
    expect(title).to_contain_text("Mijn titel")
    assert axe_violations(desk.page) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    title.get_by_label("Mijn tekst").press("Space")
    for theirs in desk.page.get_by_role("radio", name="De tekst van Els Peeters").all()[1:]:
        theirs.check()
    desk.page.get_by_role("button", name="Bewaar deze keuze als concept").click()
    desk.page.wait_for_url(re.compile("/edit/"))

    assert desk.titles() == ["Mijn titel"]
    assert {revision.content["title"] for revision in desk.news.revisions.all()} == {
        "De titel van Els",
        "Mijn titel",
    }
    assert desk.copies() == 0


def test_a_second_tab_of_one_person_overwrites_nothing(desk):
    desk.edit()
    second = desk.context.new_page()
    second.on("dialog", lambda dialog: dialog.accept())
    edit_as(second, desk)
    saves(desk.page, "Eerste tab")
    second.locator("#id_title").fill("Tweede tab")
    expect(second.locator(".kept-text")).to_contain_text("overschrijft niets")
    second.get_by_role("button", name="Bekijk beide teksten naast elkaar").click()
    second.wait_for_url(re.compile("/both-texts/"))

    expect(second.get_by_role("group", name="Titel")).to_contain_text("Tweede tab")
    assert desk.titles() == ["Eerste tab"]


def test_a_session_that_ended_comes_back_to_a_page_that_somebody_else_saved(desk, els):
    desk.edit()
    edit_as(els, desk)
    desk.context.clear_cookies()
    desk.type_title("Getypt na het einde")
    expect(desk.bar).to_contain_text("Je bent afgemeld.")
    saves(els, "Intussen van Els")
    with desk.context.expect_page() as opened:
        desk.bar.get_by_role("link").click()
    desk.sign_in(opened.value)

    expect(desk.bar).to_contain_text("overschrijft niets")
    desk.page.get_by_role("button", name="Bekijk beide teksten naast elkaar").click()
    desk.page.wait_for_url(re.compile("/both-texts/"))
    expect(desk.page.get_by_role("group", name="Titel")).to_contain_text("Getypt na het einde")
    assert desk.titles() == ["Intussen van Els"]


def test_copies_of_many_pages_stay_few(desk):
    pages = [NewsPageFactory(parent=desk.index, title=f"Bericht {number}") for number in range(2)]
    desk.edit()
    desk.page.evaluate(
        "user => { for (let n = 0; n < 30; n++) localStorage.setItem(`streekwijzer.text.${user}./x/${n}#${n}`,"
        " JSON.stringify({id: `${n}`, at: Date.now() - n, entries: []})) }",
        desk.user.pk,
    )
    desk.context.set_offline(True)
    desk.type_title(pages[0].title)
    desk.page.wait_for_timeout(800)

    assert desk.copies() <= 20
    assert NewsPage.objects.count() == 3


@EVERY_FORM
def test_the_second_is_told_before_typing_and_the_first_when_she_comes(desk, els):
    edit_as(els, desk)
    expect(els.locator("#together")).to_be_empty()
    desk.edit()

    notice = desk.page.get_by_role("status").filter(has_text="Els Peeters is ook bezig op deze pagina, sinds")
    expect(notice).to_be_visible()
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [line for line in axe_violations(desk.page) if "together" in line] == []
    expect(desk.page.locator("#id_title")).to_be_editable()
    expect(els.locator("#together")).to_contain_text("is ook bezig op deze pagina")
    els.close()
    expect(desk.page.locator("#together")).to_be_empty()
    expect(notice).not_to_be_visible()


def test_whoever_presses_a_button_after_another_saved_is_asked_and_sees_both(desk, els):
    """Autosave is off, as for somebody who presses the button at once."""
    desk.news.save_revision(user=desk.user)
    desk.edit()
    desk.page.evaluate(
        "document.querySelector('form[data-edit-form]').dataset.wAutosaveActiveValue = 'false'"
    )
    edit_as(els, desk)
    saves(els, "De titel van Els")
    desk.type_title("Mijn titel")
    expect(desk.page.locator("#together")).to_contain_text("Els Peeters heeft een nieuwe versie")
    desk.page.get_by_role("button", name="Bewaar concept").click()
    dialog = desk.page.get_by_role("dialog").filter(has_text="overschrijft niets van Els Peeters")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Bewaar concept").click()
    desk.page.wait_for_url(re.compile("/both-texts/"))

    expect(desk.page.get_by_role("group", name="Titel")).to_contain_text("Mijn titel")
    assert desk.titles() == ["De titel van Els"]


def test_what_was_typed_before_the_page_went_offline_is_offered_back(desk):
    """Wagtail's own question is answered with yes, and the words stay in the browser."""
    desk.edit()
    desk.page.evaluate(
        "document.querySelector('form[data-edit-form]').dataset.wAutosaveActiveValue = 'false'"
    )
    desk.type_title("Nog niet bewaard")
    desk.page.wait_for_timeout(1500)
    desk.open("wagtailadmin_pages:unpublish", desk.news.pk)
    with desk.page.expect_navigation():
        desk.page.locator("main form [type=submit]").click()
    desk.edit()

    expect(desk.bar).to_contain_text("Dit verschilt: Titel")
    assert not NewsPage.objects.get(pk=desk.news.pk).live
    desk.page.get_by_role("button", name="Gooi weg").click()
    expect(desk.bar).to_be_empty()
    assert desk.copies() == 0


def test_what_was_typed_in_a_term_is_offered_back(desk):
    theme = ThemeFactory(name="Wonen", slug="wonen")
    desk.open("wagtailsnippets_cms_theme:edit", theme.pk)
    desk.page.locator("#id_name").fill("Wonen en leven")
    desk.page.wait_for_timeout(800)
    desk.reopen()
    desk.open("wagtailsnippets_cms_theme:edit", theme.pk)
    desk.page.get_by_role("button", name="Zet mijn tekst terug").click()
    desk.page.wait_for_load_state()

    theme.refresh_from_db()
    assert theme.name == "Wonen en leven"
