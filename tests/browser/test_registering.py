"""Registering for seeds 001 and 004 on a phone: without script, by keyboard alone, and judged by axe."""

import re
import time

import pytest
from playwright.sync_api import expect

from cms.guard import LEAST
from registrations.models import PrivateLink, Registration, State
from tests.browser.checkers import axe_violations
from tests.browser.keyboard import tab_to
from tests.events.factories import EventIndexPageFactory
from tests.factories import home_page
from tests.registrations.cases import at
from tests.registrations.test_seeds import seed_001, seed_004

pytestmark = pytest.mark.browser
PHONE = {"width": 375, "height": 740}
LONG = "Langeafstandsdienstverleningsorganisatiemedewerker"


@pytest.fixture
def agenda(transactional_db):
    return EventIndexPageFactory(parent=home_page())


@pytest.fixture
def phone(browser, live_server):
    """A phone without script."""
    context = browser.new_context(
        base_url=live_server.url,
        viewport=PHONE,
        java_script_enabled=False,
        locale="nl-BE",
        color_scheme="dark",
    )
    yield context.new_page()
    assert not context.cookies()
    context.close()


@pytest.fixture
def judge(browser, live_server):
    """Judges an address with axe, on a phone and a desktop, light and dark; and that nothing is wider than 320 px."""

    def judge(address):
        for scheme, width in (("light", 1280), ("dark", 320)):
            context = browser.new_context(
                base_url=live_server.url,
                viewport={"width": width, "height": 740},
                color_scheme=scheme,
                bypass_csp=True,
            )
            page = context.new_page()
            page.goto(address)
            assert axe_violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            context.close()

    return judge


def fill(page, prefix, **values):
    for name, value in values.items():
        page.locator(f"#id_{prefix}-{name}").fill(value)


def wait_as_people_do():
    time.sleep(LEAST.total_seconds() + 1)


def submit(page):
    with page.expect_navigation():
        page.locator("form p.actions button[type=submit]").last.click()


def test_seed_001_on_a_phone_without_script(agenda, phone, judge):
    trajectory = seed_001(agenda)
    with at("2018-01-26 11:59:00"):
        phone.goto(f"{trajectory.url}inschrijven/")
        judge(phone.url)

        # Nothing filled in: the summary has the focus, and each line leads to its field.
        wait_as_people_do()
        submit(phone)
        expect(phone).to_have_title(re.compile("^Fout: "))
        summary = phone.locator("[role=alert]:focus")
        expect(summary).to_have_count(1)
        summary.get_by_role("link", name=re.compile("E-mail")).click()
        expect(phone.locator("#id_p0-email:target")).to_have_count(1)

        fill(phone, "p0", first_name="An", last_name=LONG, email="an@voorbeeld.be")
        for label in ("Zorg", "Wonen"):
            phone.get_by_label(label, exact=True).check()
        phone.get_by_label("Ik heb dit gelezen").check()
        submit(phone)
        phone.wait_for_url("**/klaar/**")
        expect(phone.get_by_text("an@voorbeeld.be")).to_be_visible()
        judge(phone.url)

    registration = Registration.objects.get()
    assert [place.label for place in registration.places.order_by("pk")] == ["Zorg", "Wonen"]


def test_seed_004_by_keyboard_until_a_colleague_has_the_place(agenda, page, judge):
    event = seed_004(agenda)
    with at("2019-11-07 23:00"):
        page.goto(f"{event.url}inschrijven/")
        judge(page.url)
        for name, text in (
            ("p0-first_name", "An"),
            ("p0-last_name", "Aerts"),
            ("p0-email", "an@voorbeeld.be"),
            ("i-entity", "OCMW Poperinge"),
            ("i-enterprise_number", "0403.170.701"),
            ("i-street", "Veurnestraat 22"),
            ("i-postal_code", "8970"),
            ("i-city", "Poperinge"),
        ):
            tab_to(page, f"#id_{name}")
            page.keyboard.type(text)
        tab_to(page, "#id_a-privacy")
        page.keyboard.press("Space")
        wait_as_people_do()
        tab_to(page, "form p.actions button[type=submit]:not([name])")
        page.keyboard.press("Enter")
        page.wait_for_url("**/klaar/**")

        own = f"/inschrijving/{PrivateLink.make(Registration.objects.get())}/"
        for address in ("", "wijzigen/", "annuleren/", "doorgeven/", "wissen/"):
            judge(own + address)

        page.goto(own)
        tab_to(page, "a[href$='doorgeven/']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/doorgeven/")
        for name, text in (("first_name", "Bo"), ("last_name", "Baert"), ("email", "bo@voorbeeld.be")):
            tab_to(page, f"#id_p1-{name}")
            page.keyboard.type(text)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    states = dict(Registration.objects.values_list("first_name", "state"))
    assert states == {"An": State.REPLACED, "Bo": State.CONFIRMED}
