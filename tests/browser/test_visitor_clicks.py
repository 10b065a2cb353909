"""What visitors come for: how many clicks that takes from the home page of the demo, counted in a real browser."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Every press of the mouse, on whatever page.
COUNTER = """
addEventListener("pointerdown", ({ isTrusted }) => {
  if (isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1;
}, true);
"""


class Visitor:
    """Somebody with a mouse and a keyboard."""

    def __init__(self, page):
        self.page = page
        page.context.add_init_script(COUNTER)

    @property
    def clicks(self):
        return self.page.evaluate("Number(sessionStorage.clicks)")

    def begin(self):
        self.page.goto("/")
        self.page.evaluate("sessionStorage.clicks = 0")

    def ask(self, field, text, button):
        """Types in a field that has the focus, and clicks on the button beside it."""
        self.page.get_by_label(field).focus()
        self.page.keyboard.type(text)
        self.page.get_by_role("button", name=button, exact=True).click()
        self.page.wait_for_url("**q=**")

    def tick(self, key, value):
        self.page.locator(f"#filters input[name={key}][value={value}]").click()
        self.page.wait_for_url(f"**{key}={value}**")

    def titles(self):
        return self.page.locator("[data-results] .cards h3").all_inner_texts()


@pytest.fixture
def visitor(page, live_server, transactional_db):
    call_command("load_demo", verbosity=0)
    return Visitor(page)


def test_what_people_come_for_takes_few_clicks(visitor):
    page, place, search = (
        visitor.page,
        "Of typ je gemeente of postcode",
        "Zoek in praktijken, nieuws en agenda",
    )

    # Whom to call in Poperinge.
    visitor.begin()
    visitor.ask(place, "8970 Poperinge", "Toon")
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()
    assert visitor.clicks == 1

    # The coordinator for a village.
    visitor.begin()
    visitor.ask(place, "Watou", "Toon")
    expect(page.get_by_text("Watou is een deel van Poperinge")).to_be_visible()
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()
    assert visitor.clicks == 1

    # Everything about homeless people, whose theme is called “Dak- en thuisloosheid”.
    visitor.begin()
    visitor.ask(search, "daklozen", "Zoek")
    expect(page.locator("main mark").first).to_be_visible()
    assert visitor.clicks == 1

    # Running practices about housing in one's municipality, with some evidence.
    visitor.begin()
    page.get_by_role("link", name="Goede praktijken").first.click()
    page.wait_for_url("**/praktijken/")
    visitor.tick("theme", "wonen")
    visitor.tick("status", "running")
    visitor.tick("evidence", "first-signs")
    page.locator("#filter-municipality").focus()
    page.keyboard.type("Ronse")
    page.keyboard.press("Enter")
    page.wait_for_url("**municipality=**")
    assert visitor.clicks == 4
    assert visitor.titles() == ["Energiescan met een thermoskan"]


def test_what_is_worth_reading_is_some_clicks_away(visitor):
    page = visitor.page

    # Three practices side by side, mailed: eight clicks and copying by hand, before there was a link for it.
    visitor.begin()
    page.get_by_role("link", name="Goede praktijken").first.click()
    page.wait_for_url("**/praktijken/")
    for number in range(3):
        page.locator("[data-save]").nth(number).click()
    mail = page.get_by_role("link", name="Mail de vergelijking")
    expect(mail).to_have_attribute("href", re.compile(r"practice%3D\d+%2C\d+%2C\d+$"))
    assert visitor.clicks + 1 == 5  # the last would open a mail program

    # A picture for the press, with its licence: there was no way.
    visitor.begin()
    page.get_by_role("link", name="Goede praktijken").first.click()
    page.get_by_role("link", name="De bel van vijf uur").last.click()
    page.get_by_text("Download deze foto").click()
    expect(page.get_by_role("link", name="De hele foto")).to_be_visible()
    expect(page.locator(".reuse a[rel=license]")).to_be_visible()
    assert visitor.clicks == 3

    # A theme to follow in a feed reader: three, and only by knowing that a filtered list has a feed.
    visitor.begin()
    page.get_by_role("link", name="Wonen", exact=True).first.click()
    page.wait_for_url("**/themas/wonen/")
    feed = page.get_by_role("link", name="Volg dit in een feedlezer").first
    assert feed.get_attribute("href").endswith("feed.atom?theme=wonen")
    assert visitor.clicks + 1 == 2

    # From a practice to one of its neighbours in other regions.
    page.goto("/platformen/denderregio/praktijken/de-bel-van-vijf-uur/")
    page.evaluate("sessionStorage.clicks = 0")
    elsewhere = page.get_by_role("heading", name="Elders in Vlaanderen")
    elsewhere.locator("xpath=following-sibling::ul").get_by_role("link").first.click()
    page.wait_for_url(lambda address: "de-bel-van-vijf-uur" not in address)
    assert visitor.clicks <= 2
