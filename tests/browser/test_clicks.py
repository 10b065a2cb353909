"""Somebody new writes a practice and publishes it: how many clicks that takes, counted in a real browser."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from cms.models import Organisation
from home.models import HomePage
from platforms.models import PlatformPage
from platforms.teams import team_of
from practices.models import PracticePage
from tests.browser.keyboard import tab_to
from tests.media.pictures import picture_file
from tests.permissions.factories import a_platform, a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTOSAVE = 2000
MOST_OF_COMPLETE, MOST_OF_STUB = 25, 7
# Every press of the mouse, on whatever page.
COUNTER = """
addEventListener("pointerdown", ({ isTrusted }) => {
  if (isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1;
}, true);
"""


class Writer:
    """Somebody of a team, on the start screen, with a mouse and a keyboard."""

    def __init__(self, page, server, user):
        self.page, self.choices = page, 0
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])
        page.context.add_init_script(COUNTER)
        page.goto(reverse("wagtailadmin_home"))

    @property
    def clicks(self):
        return int(self.page.evaluate("sessionStorage.clicks ?? 0")) + self.choices

    @property
    def window(self):
        return self.page.locator(".modal")

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, key):
        self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.type(text)

    def type_in(self, name, text):
        """A field further on, with the keyboard alone."""
        tab_to(self.page, f"[name$={name}]")
        self.type(text)

    def write(self, field, text):
        field.click()
        self.type(text)

    def pick(self, name, text):
        """With a mouse: a click on the list, and one on the choice. A browser in a test shows no such list."""
        self.page.locator(f"#id_{name}").click()
        self.type(text)
        self.press("Enter")
        expect(self.page.locator(f"#id_{name} option:checked")).to_contain_text(text)
        self.choices += 1

    def open_tab(self, name):
        self.page.get_by_role("tab", name=name).click()

    def open_window(self, opener):
        opener.click()
        expect(self.window.locator("input:focus, textarea:focus")).to_be_visible()

    def choose(self, relation, *names):
        """By typing alone, once the window is open."""
        self.open_window(self.page.locator(f"#id_{relation}-OPEN_MODAL"))
        for name in names:
            self.type(name)
            self.press("Enter")
            expect(self.window.locator("[data-several-list]")).to_contain_text(name)
        self.press("Enter")
        expect(self.window).to_have_count(0)

    def make_owner(self, name):
        """The window opens at making one, where there is none to choose."""
        self.open_window(self.page.locator("#id_owners-OPEN_MODAL"))
        self.type(name)
        self.press("Enter")
        expect(self.window).to_have_count(0)

    def add_picture(self):
        panel = self.page.locator("#id_listing_image-chooser")
        self.open_window(panel.get_by_role("button", name="Kies een afbeelding"))
        form = self.window.locator("form[data-chooser-modal-creation-form]")
        if not form.is_visible():
            self.window.get_by_role("tab", name="Opladen").click()
        photo = picture_file("IMG_2041.jpg")
        with self.page.expect_file_chooser() as chooser:
            form.locator("[type=file]").click()
        chooser.value.set_files({"name": photo.name, "mimeType": "image/jpeg", "buffer": photo.read()})
        self.type_in("description", "Drie buren aan tafel")
        self.type_in("credit", "An Peeters")
        self.press("Enter")
        expect(self.window).to_have_count(0)

    def add_paragraph(self, relation, text):
        panel = self.page.locator(f"section:has(> .w-panel__content [name={relation}-count])")
        panel.locator(".c-sf-add-button").click()
        self.page.get_by_role("option", name="Tekst", exact=True).click()
        expect(panel.locator("[contenteditable=true]:focus")).to_be_visible()
        self.type(text)

    def write_rich(self, name, text):
        """The editor hands over what is typed a moment later: no hand is as fast as this one."""
        self.write(self.page.locator(f"[data-contentpath={name}] [contenteditable=true]"), text)
        expect(self.page.locator(f"[name={name}]")).to_have_value(re.compile(text))

    def begin(self, title):
        self.page.get_by_role("link", name="Praktijk toevoegen").click()
        expect(self.page.locator("#id_title")).to_be_focused()
        self.type(title)

    def publish(self):
        """When the screen says that nothing lacks, and autosave is done: of two saves at once, one is refused."""
        expect(self.page.locator("[data-publishing-ready]")).not_to_have_attribute("hidden", "")
        self.page.wait_for_timeout(AUTOSAVE)
        self.button("Publiceren").click()
        expect(self.page.get_by_text(re.compile("Pagina 'Samen eten'.*gepubliceerd"))).to_be_visible()
        return PracticePage.objects.get(title="Samen eten")

    def write_all(self, owner=None, contact=None):
        self.begin("Samen eten")
        if owner:
            self.make_owner(owner)
        self.write(self.page.locator("#id_search_description"), "Buren koken en eten samen.")
        self.choose("page_themes", "Wonen")
        self.pick("status", "Lopend")
        self.pick("scale", "Wijk")
        self.choose("target_groups", "Ouderen")
        self.write_rich("problem", "Veel buren eten alleen.")
        self.add_paragraph("approach", "Elke week kookt iemand anders.")
        self.add_picture()
        self.open_tab("Resultaten en bewijs")
        self.pick("evidence_level", "Beschreven")
        self.write_rich("results", "Veertig buren kennen elkaar.")
        self.open_tab("Kosten en middelen")
        self.pick("cost_band", "Minder")
        if contact:
            self.open_tab("Contact, bestanden en links")
            self.write(self.page.locator("#id_contacts-0-name"), contact)
            self.type_in("contacts-0-email", "an@voorbeeld.be")


def member_of(platform):
    return a_user(team_of(platform), first_name="Noor")


@pytest.fixture
def demo_writer(page, live_server, transactional_db):
    """Her platform has an organisation around it, and one coordinator."""
    call_command("load_demo", seeds_only=True, verbosity=0)
    return Writer(page, live_server, member_of(PlatformPage.objects.get(slug="rivierenland")))


@pytest.fixture
def first_writer(page, live_server, transactional_db):
    """Of the first platform on a new site: there are no organisations, no people and no pictures yet."""
    call_command("make_site", verbosity=0)
    return Writer(page, live_server, member_of(a_platform(HomePage.objects.get(), "Rivierenland")))


def assert_complete(writer, practice):
    assert practice.live
    assert practice.missing_parts == []
    assert practice.listing_image.description == "Drie buren aan tafel"
    writer.page.goto(practice.get_url())
    expect(writer.page.locator(".stub-note")).to_have_count(0)


def test_a_complete_practice_takes_few_clicks_in_the_demo(demo_writer):
    demo_writer.write_all()
    practice = demo_writer.publish()

    assert demo_writer.clicks <= MOST_OF_COMPLETE
    assert practice.owner_names == ["IGEMO"]
    assert_complete(demo_writer, practice)


def test_a_complete_practice_takes_few_clicks_on_a_site_where_nothing_is(first_writer):
    first_writer.write_all(owner="De Lange Tafel", contact="An Peeters")
    practice = first_writer.publish()

    assert first_writer.clicks <= MOST_OF_COMPLETE
    assert practice.owner_names == [Organisation.objects.get().name]
    assert_complete(first_writer, practice)


def test_a_stub_takes_few_clicks_in_the_demo(demo_writer):
    demo_writer.begin("Samen eten")
    demo_writer.page.locator("#id_is_stub").click()
    practice = demo_writer.publish()

    assert demo_writer.clicks <= MOST_OF_STUB
    assert practice.live


def test_a_stub_takes_few_clicks_on_a_site_where_nothing_is(first_writer):
    first_writer.begin("Samen eten")
    first_writer.make_owner("De Lange Tafel")
    first_writer.page.locator("#id_is_stub").click()
    practice = first_writer.publish()

    assert first_writer.clicks <= MOST_OF_STUB
    assert practice.live
