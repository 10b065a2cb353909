"""Choosing several things at once, as an editor does, in a real browser."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from practices.models import PracticePage
from tests.factories import LegalReferenceFactory, MunicipalityFactory, RegionFactory, ThemeFactory, home_page
from tests.permissions.factories import a_user
from tests.practices.factories import PracticeIndexPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Form:
    """The form of a practice, open in a browser."""

    def __init__(self, page, server, practice):
        self.page, self.practice = page, practice
        client = Client()
        client.force_login(a_user(is_superuser=True))
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])
        page.goto(server.url + reverse("wagtailadmin_pages:edit", args=[practice.pk]))

    def choose(self, relation):
        """Opens the window, also where its panel is folded, and waits until it stands still: clicks can miss."""
        self.page.locator(f"#id_{relation}-OPEN_MODAL").evaluate("button => button.click()")
        expect(self.page.locator(".modal[data-is-open]")).to_be_visible()
        expect(self.window.locator("[data-multiple-choice-submit]")).to_be_visible()

    @property
    def window(self):
        return self.page.locator(".modal")

    @property
    def chosen(self):
        return self.window.locator("[data-several-list] li")

    def tick(self, name):
        return self.window.get_by_role("checkbox", name=name)

    def search(self, words):
        self.window.locator("[name=q]").fill(words)
        expect(self.window.locator("#search-results [role=alert]")).to_be_visible()

    def confirm(self):
        self.window.locator("[data-multiple-choice-submit]").click()
        expect(self.window).to_have_count(0)

    def rows(self, relation, field):
        """What the form sends of this relation."""
        inputs = self.page.locator(f'input[name^="{relation}-"][name$="-{field}"]')
        return [value for value in inputs.evaluate_all("all => all.map((one) => one.value)") if value]


@pytest.fixture
def form(page, live_server, transactional_db):
    index = PracticeIndexPageFactory(parent=home_page())
    region = RegionFactory(name="Westhoek", slug="westhoek")
    for name in ("Ieper", "Poperinge"):
        MunicipalityFactory(name=name, slug=name.lower(), region=region)
    for number in range(30):
        MunicipalityFactory(name=f"Dorp {number:02}", codes=[f"{9000 + number}"])
    practice = PracticePage(title="Samen wonen", slug="samen-wonen", live=False)
    index.add_child(instance=practice)
    practice.save_revision(clean=False)
    return Form(page, live_server, practice)


def test_ticks_stay_over_a_search_and_the_next_page_until_they_are_confirmed(form):
    form.choose("working_area")

    form.tick("Dorp 03").check()
    form.window.locator(".pagination").get_by_role("link", name="Volgende").click()
    form.tick("Dorp 12").check()
    form.search("Poperinge")
    form.tick("Poperinge").check()

    expect(form.chosen).to_have_count(3)
    form.search("Dorp 03")
    expect(form.tick("Dorp 03")).to_be_checked()
    form.window.get_by_role("button", name="Haal weg: Dorp 12").focus()
    form.page.keyboard.press("Enter")
    expect(form.chosen).to_have_count(2)
    form.confirm()
    assert len(form.rows("working_area", "municipality")) == 2


def test_what_stands_in_the_form_is_shown_as_chosen_and_not_added_again(form):
    form.choose("working_area")
    form.tick("Dorp 01").check()
    form.confirm()

    form.choose("working_area")

    expect(form.tick("Dorp 01")).to_be_disabled()
    expect(form.tick("Dorp 01")).to_be_checked()
    expect(form.window.locator("[data-multiple-choice-submit]")).to_be_disabled()


def test_municipalities_come_by_a_list_and_by_region_and_what_is_unknown_stays_in_the_box(form):
    form.choose("working_area")
    form.tick("Dorp 01").check()

    form.window.get_by_text("Plak een lijst").click()
    box = form.window.get_by_label("Namen of postcodes")
    box.fill("dorp 04, 9005\nDorp 01\nNergenshuizen")
    form.window.get_by_label("Alle gemeenten van regio").select_option("westhoek")
    form.window.get_by_role("button", name="Voeg toe").click()

    answer = form.window.locator("[data-several-answer]")
    expect(answer).to_contain_text("4 gemeenten toegevoegd. 1 stond er al. Niet herkend: Nergenshuizen.")
    expect(form.chosen).to_have_count(5)
    expect(box).to_have_value("Nergenshuizen")
    expect(form.tick("Dorp 04")).to_be_checked()
    form.confirm()
    assert len(form.rows("working_area", "municipality")) == 5


def test_adding_a_new_word_takes_along_what_was_chosen_before(form):
    LegalReferenceFactory(citation="Decreet van gisteren")
    form.choose("legal_references")
    form.tick("Decreet van gisteren").check()

    form.window.get_by_role("tab").nth(1).click()
    form.window.locator("[name$=citation]").fill("Decreet van vandaag")
    form.window.locator("[data-chooser-modal-creation-form] button").click()
    expect(form.window).to_have_count(0)

    assert len(form.rows("legal_references", "legal_reference")) == 2
    panel = form.page.locator("#id_legal_references-FORMS")
    expect(panel).to_contain_text("Decreet van vandaag")


def test_there_is_no_room_for_more_than_the_form_takes(form):
    for number in range(7):
        ThemeFactory(name=f"Domein {number}")
    form.choose("page_themes")
    for number in range(5):
        form.tick(f"Domein {number}").check()

    form.tick("Domein 5").click()

    expect(form.tick("Domein 5")).not_to_be_checked()
    expect(form.window.locator("[data-several-status]")).to_contain_text("geen plaats voor meer")
    expect(form.chosen).to_have_count(5)
