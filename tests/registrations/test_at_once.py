"""Publishing, mailing and registering at the same moment: nobody waits for ever, nothing is lost."""

import threading

import pytest
from django.db import connection, connections

from registrations import registering, retention
from registrations.announcements import announce, newest_unmailed, note_publication
from registrations.models import Registration, RegistrationMail
from registrations.registering import register
from tests.events.factories import EventIndexPageFactory, EventPageFactory, session
from tests.factories import home_page
from tests.registrations.cases import applicant, in_days, wall_clock

NAMES = [f"Deelnemer {letter * 3}" for letter in "abcdefghijkl"]


@pytest.fixture
def event(transactional_db, settings, tmp_path):
    settings.ERASURE_LOG = str(tmp_path / "erasures.log")
    event = EventPageFactory(
        parent=EventIndexPageFactory(parent=home_page()),
        title="Druk",
        registration_mode="form",
        rows={"sessions": [session(wall_clock(in_days(30)))]},
        capacity=4,
        has_waitlist=True,
        venue_name="Stadhuis",
    )
    note_publication(event)
    register(event.pk, [applicant(name) for name in NAMES[:6]], accepts_waiting=True)
    return event


def in_threads(*actions):
    """Runs all at once; the errors."""
    errors, start = [], threading.Barrier(len(actions))

    def run(action):
        try:
            start.wait()
            action()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_nobody_waits_for_ever(event):
    def publish(place):
        page = type(event).objects.get(pk=event.pk)
        page.venue_name = place
        page.save_revision().publish()
        if change := newest_unmailed(page):
            announce(change)

    keys = list(Registration.objects.order_by("number").values_list("pk", flat=True))
    errors = in_threads(
        lambda: publish("Bibliotheek"),
        lambda: publish("Kerk"),
        *[
            lambda name=name: register(event.pk, [applicant(name)], accepts_waiting=True)
            for name in NAMES[6:]
        ],
        lambda: registering.cancel(keys[0], event.pk),
        lambda: retention.erase(keys[1], event.pk),
        retention.forget_due,
    )

    assert errors == []
    assert Registration.objects.count() == len(NAMES)
    assert Registration.objects.filter(state="confirmed").count() == 4
    mails = RegistrationMail.objects.filter(kind="event_change").values_list("registration", "version")
    assert len(mails) == len(set(mails)) > 0
    assert connection.in_atomic_block is False
