"""Mails to participants as a mail program shows them, and the screens in the admin that belong to them."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from cms.models import OutgoingMail
from registrations import registering, retention
from registrations.announcements import announce, note_publication
from registrations.models import EventChange, Registration
from registrations.registering import register
from tests.browser.checkers import axe_violations
from tests.events.factories import EventIndexPageFactory, EventPageFactory, session
from tests.factories import home_page
from tests.permissions.factories import a_reviewer
from tests.registrations.cases import NAMES, applicant, in_days, wall_clock
from tests.registrations.mails import waiting_mails

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.django_db(transaction=True)]
SCREENS = [("light", 720), ("dark", 720), ("light", 320), ("dark", 375)]


@pytest.fixture
def event(transactional_db):
    return EventPageFactory(
        parent=EventIndexPageFactory(parent=home_page()),
        title="Inspiratiedag over welzijnsorganisatiesamenwerkingsverbanden",
        registration_mode="form",
        rows={"sessions": [session(wall_clock(in_days(30)))]},
        capacity=2,
        has_waitlist=True,
        price=Decimal(70),
        payment_method="invoice",
        substitution_allowed=True,
        venue_name="Stadhuis",
        confirmation_text="<p>Breng je <b>badge</b> mee, <a href='https://voorbeeld.be'>lees hoe</a>.</p>",
    )


def write_every_kind(event):
    note_publication(event)
    register(event.pk, [applicant(name) for name in NAMES[:4]], accepts_waiting=True)
    keys = list(Registration.objects.order_by("number").values_list("pk", flat=True))
    registering.change(keys[0], event.pk, applicant(NAMES[0], function="Hoofd"))
    registering.hand_over(keys[0], event.pk, applicant(NAMES[5]))
    registering.cancel(keys[1], event.pk)
    registering.resend_links(event.pk, applicant(NAMES[5]).values["email"])
    event.venue_name = "Bibliotheek"
    event.save()
    note_publication(event)
    announce(EventChange.objects.get())
    retention.erase(keys[3], event.pk)


def shoot(page, name):
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_every_mail_is_readable_large_and_small_light_and_dark(page, event):
    write_every_kind(event)
    mails = {mail["Subject"]: mail.html for mail in waiting_mails()}
    assert len(mails) == 10

    for scheme, width in SCREENS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        for number, (subject, html) in enumerate(mails.items()):
            page.set_content(html)
            shoot(page, f"mail-{number}-{scheme}-{width}")
            assert axe_violations(page) == [], subject
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), subject


@pytest.fixture
def reviewer(page, live_server, event):
    """A browser in which a reviewer is signed in."""
    client = Client()
    client.force_login(a_reviewer(event.get_parent().get_parent()))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    return page


def test_the_register_of_processing_is_as_accessible_as_wagtail_s_own(reviewer):
    reviewer.goto(reverse("wagtailadmin_reports:site_history"))
    of_wagtail = {violation.partition(" ")[0] for violation in axe_violations(reviewer)}

    for width in (1280, 375):
        reviewer.set_viewport_size({"width": width, "height": 900})
        reviewer.goto(reverse("processing"))
        shoot(reviewer, f"processing-{width}")
        own = [line for line in axe_violations(reviewer) if line.partition(" ")[0] not in of_wagtail]
        assert own == []
    reviewer.emulate_media(media="print")
    expect(reviewer.locator(".sidebar").first).to_be_hidden()


def test_one_click_publishes_and_mails(reviewer, event):
    note_publication(event)
    register(event.pk, [applicant(NAMES[0])])
    number = OutgoingMail.objects.count()
    reviewer.goto(reverse("wagtailadmin_pages:edit", args=[event.pk]))
    reviewer.get_by_role("tab", name="Locatie en inschrijven").click()
    reviewer.locator("#id_venue_name").fill("Bibliotheek")

    reviewer.locator("footer [data-w-dropdown-target=toggle]").first.click()
    shoot(reviewer, "publish-and-mail")
    reviewer.get_by_role("button", name="Publiceren en deelnemers mailen").click()

    reviewer.get_by_text("1 deelnemer krijgt een mail.").wait_for()
    assert OutgoingMail.objects.count() == number + 1
