"""The screens about registrations in a real browser, large and small, with many people, long names and nobody."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from registrations.models import Registration
from registrations.registering import register
from tests.browser.checkers import axe_violations
from tests.events.factories import EventIndexPageFactory
from tests.factories import home_page
from tests.permissions.factories import a_user
from tests.registrations.cases import RegistrationCase, applicant

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.django_db(transaction=True)]
LONG = "Van Overschelde-Vandenbroucke-Deschep"  # 38 letters with the hyphens and spaces
EMPTY_SCREENS = ["list", "add", "mail", "later", "attendance", "check_in", "catering", "invoices"]
# Wagtail's messages fade in a moment after the page is there.
FADED_IN = """() => new Promise(done => setTimeout(
    () => Promise.all(document.getAnimations().map(each => each.finished)).then(done), 300))"""
OF_ONE = ["one", "change", "cancel", "hand_over", "erase"]


def made_below(agenda):
    """Makes events and trajectories below this page, as the other tests of registering do."""
    return type("Case", (RegistrationCase,), {"agenda": agenda})


@pytest.fixture
def event(transactional_db):
    """A paid day with seats for sixty and a waiting list."""
    return made_below(EventIndexPageFactory(parent=home_page())).an_event(
        title="Inspiratiedag",
        slug="inspiratiedag",
        capacity=60,
        has_waitlist=True,
        substitution_allowed=True,
        price=70,
        payment_method="invoice",
    )


@pytest.fixture
def many(event):
    """Seventy people, one with a long name."""
    people = [
        applicant(f"Els{number} Peeters{number}", organisation="OCMW Poperinge") for number in range(69)
    ]
    invoice = {"entity": "OCMW " + LONG, "street": "Markt 1", "postal_code": "8970", "city": "Poperinge"}
    register(event.pk, [applicant(f"Annemarie {LONG}", invoice=invoice), *people], ignores_terms=True)
    return event


@pytest.fixture
def officer(page, live_server, event):
    client = Client()
    client.force_login(a_user(is_superuser=True))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    return page


def of_wagtail(page):
    """What axe says of a list of Wagtail's own."""
    page.goto(reverse("wagtailadmin_reports:site_history"))
    return {violation.partition(" ")[0] for violation in axe_violations(page)}


def keep_shot(page, name):
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def check(page, addresses, name):
    """No violation of our own, and nothing beside the screen, at both widths."""
    known_ones = of_wagtail(page)
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        for number, address in enumerate(addresses):
            page.goto(address)
            page.evaluate(FADED_IN)
            own = [line for line in axe_violations(page) if line.partition(" ")[0] not in known_ones]
            keep_shot(page, f"{name}-{number}-{width}")
            assert own == [], address
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (address, wide)


def test_the_screens_of_an_event_without_people(officer, event):
    names = [reverse(f"registrations_{name}", args=[event.pk]) for name in EMPTY_SCREENS]

    check(officer, [reverse("registrations"), *names], "empty")


def test_the_screens_of_an_event_with_many_people(officer, many):
    person = Registration.objects.first()
    names = [reverse(f"registrations_{name}", args=[many.pk]) for name in EMPTY_SCREENS]
    one = [reverse(f"registrations_{name}", args=[many.pk, person.pk]) for name in OF_ONE]

    check(officer, [reverse("registrations"), *names, *one], "many")


def test_tracks_the_reason_why_nobody_moves_up_and_what_moving_does(officer, event):
    trajectory = made_below(event.get_parent()).a_trajectory(zorg=1, wonen=None)
    zorg, wonen = [part.key for part in trajectory.registration_terms().parts]
    people = [applicant(f"An{number} {LONG}", parts=(zorg, wonen)) for number in range(3)]
    register(trajectory.pk, people, ignores_terms=True, accepts_waiting=True)
    trajectory.unpublish()
    elsewhere = EventIndexPageFactory(parent=event.get_parent().get_parent(), slug="elders")
    of_wagtails_screens = [
        reverse("wagtailadmin_pages:unpublish", args=[event.pk]),
        reverse("wagtailadmin_pages:move_confirm", args=[trajectory.pk, elsewhere.pk]),
    ]
    names = [
        reverse(f"registrations_{name}", args=[trajectory.pk]) for name in ("list", "mail", "attendance")
    ]

    check(officer, [*names, *of_wagtails_screens], "tracks")

    officer.goto(reverse("wagtailadmin_pages:delete", args=[trajectory.pk]))
    expect(officer.get_by_text("Haal het offline in plaats daarvan")).to_be_visible()


def test_somebody_is_checked_in_on_a_phone_and_back(officer, many):
    officer.set_viewport_size({"width": 375, "height": 800})
    officer.goto(reverse("registrations_check_in", args=[many.pk]))
    officer.get_by_label("Naam, organisatie of adres").fill("overschelde")
    officer.get_by_label("Naam, organisatie of adres").press("Enter")
    button = officer.get_by_role("button", name="Aanwezig")
    expect(button).to_have_count(1)
    box = button.bounding_box()
    assert box["height"] >= 44
    assert box["width"] >= 100

    button.click()

    expect(officer.get_by_role("heading", name="1 van de 60 zijn er")).to_be_visible()
    assert Registration.objects.first().state == "present"
    officer.get_by_role("button", name="Ongedaan maken").click()
    expect(officer.get_by_role("heading", name="0 van de 60 zijn er")).to_be_visible()


def test_who_is_ticked_gets_the_mail_after_a_look(officer, many):
    officer.goto(reverse("registrations_list", args=[many.pk]))
    for box in officer.locator("input[name=chosen]").all()[:2]:
        box.check()
    officer.get_by_role("button", name="Mailen naar wie aangevinkt is").click()
    officer.get_by_label("Onderwerp").fill("Trein")
    officer.get_by_label("Tekst").fill("Neem de trein van 8 uur.")
    officer.get_by_role("button", name="De mail eerst bekijken").click()
    keep_shot(officer, "preview")

    officer.get_by_role("button", name="Versturen naar 2 mensen").click()

    expect(officer.get_by_text("onderweg naar 2 mensen")).to_be_visible()


def test_paper_shows_only_the_list(officer, many):
    officer.emulate_media(media="print")

    officer.goto(reverse("registrations_attendance", args=[many.pk]))

    expect(officer.locator(".registration-signing")).to_be_visible()
    for name in (".registration-screen-only", "#wagtail-sidebar", ".w-slim-header"):
        expect(officer.locator(name).first).to_be_hidden()
