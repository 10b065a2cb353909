"""Runs inside a site of the drills: makes events to register for, says what its tables hold, publishes meanwhile.

A process of its own with the settings and the database of the site, as starting one takes seconds.
"""

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from itertools import cycle

import django
from django.conf import settings

# How many seats the event gets that is published meanwhile, at most and at last.
MOST_SEATS = 7


class Inside:
    """The process, seen from outside."""

    def __init__(self, process):
        self.process = process

    def call(self, function, *arguments):
        """What a function of this module returns there."""
        self.process.stdin.write(f"{json.dumps([function.__name__, arguments])}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@contextmanager
def inside(site):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-m", "tests.faults.events"]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=site.environment, **pipes) as process:
        yield Inside(process)
        process.stdin.close()


def main():
    django.setup()
    for line in sys.stdin:
        name, arguments = json.loads(line)
        sys.stdout.write(f"{json.dumps(globals()[name](*arguments))}\n")
        sys.stdout.flush()


def make_event(slug, seats, *, has_waitlist=True):
    """An event with so many seats: where to find it, and what its seats are."""
    page = cases().an_event(title=slug.title(), slug=slug, capacity=seats, has_waitlist=has_waitlist)
    return described(page, {})


def make_trajectory(slug, seats, **tracks):
    """The same of a trajectory with tracks that have their own."""
    page = cases().a_trajectory(**tracks)
    page.slug, page.capacity = slug, seats
    page.save()
    keys = [str(track.id) for track in page.tracks]
    return described(page, dict(zip(keys, tracks.values(), strict=True)))


def described(page, parts):
    """Its keys and its address, its seats, and the seats of each track."""
    names = {"pk": page.pk, "id": str(page.translation_key), "slug": page.slug, "path": page.get_url()}
    return {**names, "seats": page.capacity, "parts": parts}


def make_events():
    """All that the drills register for, by name."""
    return {
        "one seat": make_event("eenplaats", 1),
        "two seats": make_event("tweeplaatsen", 2),
        "tracks": make_trajectory("sporen", 6, zorg=2, wonen=3, werk=None),
        "killed": make_event("gedood", 10),
        "published": make_event("gepubliceerd", MOST_SEATS),
        "last seat": make_event("laatsteplaats", 2, has_waitlist=False),
    }


def cases():
    from events.models import EventIndexPage
    from tests.registrations.cases import RegistrationCase

    RegistrationCase.agenda = EventIndexPage.objects.order_by("depth", "path").first()
    return RegistrationCase


def state_of(pk):
    """All that the tables hold of the registrations for a page."""
    from cms.models import OutgoingMail, SeatCount
    from registrations.models import Place, Registration, RegistrationMail

    registrations = Registration.objects.filter(page=pk).order_by("number")
    mails = RegistrationMail.objects.filter(registration__page=pk)
    counts = SeatCount.objects.filter(page=pk)
    places = Place.objects.filter(registration__page=pk).order_by("number")
    outgoing = OutgoingMail.objects.values_list("pk", "recipients")
    return {
        "people": list(registrations.values("pk", "number", "state", "email", "identity")),
        "in_order_of_time": list(registrations.order_by("registered_at").values_list("number", flat=True)),
        "places": list(places.values("registration", "part", "state")),
        "counts": {count.part: [count.taken, count.waiting, count.last_number] for count in counts},
        "mails": list(mails.values_list("registration", "kind", "outgoing")),
        "outgoing": [[key, address] for key, recipients in outgoing for address in recipients],
        "deadlocks": count_deadlocks(),
    }


def count_deadlocks():
    """How many PostgreSQL has found in this database; SQLite has none."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def make_links(pk):
    """A private link for everybody who is registered."""
    from registrations.models import PrivateLink, Registration

    return [PrivateLink.make(registration) for registration in Registration.objects.active().filter(page=pk)]


def waiting_mails():
    from cms.models import OutgoingMail

    return OutgoingMail.objects.waiting().count()


def keep_publishing(pk, seconds):
    """Publishes a page with other seats, unpublishes it, moves it, and publishes others in the same transaction.

    Returns how often, and the errors. At the end it is published, with the most seats. Of what editors do in one
    transaction the event comes last, when it is announced already that something changed.
    """
    from django.db import DatabaseError

    ends, done, errors = time.monotonic() + seconds, 0, []
    more, less = partial(publish_with, MOST_SEATS), partial(publish_with, 2)
    steps = cycle([more, publish_after_another, less, take_offline, move])
    while time.monotonic() < ends:
        try:
            next(steps)(pk)
        except DatabaseError as error:
            errors.append(str(error))
        done += 1
    more(pk)
    return {"done": done, "errors": errors}


def publish_with(seats, pk):
    from django.db import transaction

    from events.models import EventPage
    from registrations.registering import refresh

    with transaction.atomic():
        page = EventPage.objects.get(pk=pk)
        # With fewer seats than people the editor has to write how many keep theirs.
        page.capacity, page.registered_confirmed = seats, MOST_SEATS
        page.save_revision().publish()
    refresh(pk)


def publish_after_another(pk):
    """As editors publish several pages at once: the first has announced itself when the second is published."""
    from django.db import transaction

    from events.models import EventPage

    with transaction.atomic():
        publish_another()
        EventPage.objects.get(pk=pk).save_revision().publish()


def publish_another():
    from news.models import NewsPage

    NewsPage.objects.order_by("pk").first().save_revision().publish()


def take_offline(pk):
    """For a moment."""
    from events.models import EventPage

    EventPage.objects.get(pk=pk).unpublish()
    time.sleep(0.05)
    publish_with(MOST_SEATS, pk)


def move(pk):
    """Before or behind all others: that changes a key of the page, which registrations point at."""
    from events.models import EventPage

    page = EventPage.objects.get(pk=pk)
    others = page.get_parent().get_children()
    page.move(page.get_parent(), pos="last-child" if others.first().pk == pk else "first-child")


if __name__ == "__main__":
    main()
