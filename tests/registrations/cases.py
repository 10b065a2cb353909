"""The base of the tests of registering: an event and a trajectory that people can register for."""

import datetime
import secrets
import time
from unittest import mock

from django.core import mail, signing
from django.utils import timezone

from cms.guard import SALT
from cms.mail import send_waiting
from registrations.admission import Applicant
from registrations.models import PrivateLink, Registration
from registrations.registering import register
from tests.cases import SiteTestCase
from tests.events.factories import (
    EventIndexPageFactory,
    EventPageFactory,
    TrajectoryPageFactory,
    moment,
    session,
)

NAMES = [
    "An Aerts",
    "Bo Baert",
    "Cis Claes",
    "Dirk De Smet",
    "Els Engels",
    "Fons Franck",
    "Gust Goris",
    "Hilde Hens",
]


# What an Applicant has beside the values of a Registration.
OPTIONS = {"parts", "price", "needs", "invoice", "source", "takes_held_seat"}


# What the form asks beside name and address.
ASKS = {
    f"asks_{name}": True
    for name in ("phone", "organisation", "function", "municipality", "diet", "access_needs")
}


def in_days(number, hour=9):
    """A moment so many days from now, at this hour here."""
    day = timezone.localdate() + datetime.timedelta(days=number)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def at(when):
    """The server's clock at a moment here: at("2018-01-26 11:59:59")."""
    now = moment(when) if isinstance(when, str) else when
    return mock.patch("django.utils.timezone.now", return_value=now)


def wall_clock(day):
    """As the factories take a moment: text of the clock here."""
    return timezone.localtime(day).strftime("%Y-%m-%d %H:%M")


def applicant(name="An Aerts", **fields):
    """Somebody to register, with an address that follows from the name."""
    first, _space, last = name.partition(" ")
    options = {key: fields.pop(key) for key in OPTIONS if key in fields}
    email = name.lower().replace(" ", ".") + "@voorbeeld.be"
    return Applicant({"first_name": first, "last_name": last, "email": email, **fields}, **options)


class RegistrationCase(SiteTestCase):
    """`event` is in thirty days, open, with three seats and a waiting list, and costs nothing."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.agenda = EventIndexPageFactory(parent=cls.home)
        cls.event = cls.an_event(title="Inspiratiedag", slug="inspiratiedag", capacity=3, has_waitlist=True)

    @classmethod
    def an_event(cls, days=30, **fields):
        starts = in_days(days)
        rows = {"sessions": [session(wall_clock(starts), wall_clock(starts + datetime.timedelta(hours=7)))]}
        return EventPageFactory(parent=cls.agenda, registration_mode="form", rows=rows, **ASKS, **fields)

    @classmethod
    def a_trajectory(cls, **seats):
        """A trajectory with a track for each keyword: a_trajectory(zorg=2, wonen=None)."""
        tracks = [
            ("track", {"title": name, "key_question": "Wat?", "seats": number})
            for name, number in seats.items()
        ]
        return TrajectoryPageFactory(
            parent=cls.agenda,
            registration_mode="form",
            allow_multiple_tracks=True,
            has_waitlist=True,
            registration_deadline=in_days(20),
            tracks=tracks,
        )

    def register(self, *names, page=None, **options):
        page = page or self.event
        applicants = [name if isinstance(name, Applicant) else applicant(name) for name in names]
        return register(page.pk, applicants, accepts_waiting=True, **options)

    def address(self, page=None, more=""):
        return f"{(page or self.event).get_url()}inschrijven/{more}"

    def send(self, *names, page=None, client=None, **fields):
        """Posts the form for these people."""
        return (client or self.client).post(self.address(page), form_data(*names, **fields))

    def token_of(self, name):
        return PrivateLink.make(self.of(name))

    def of(self, name):
        """The newest registration of this name."""
        first, _space, last = name.partition(" ")
        return Registration.objects.filter(first_name=first, last_name=last).latest("pk")

    def states(self, page=None):
        """The states by name."""
        registrations = Registration.objects.filter(page=page or self.event)
        return {registration.name: registration.state for registration in registrations}

    def delivered(self):
        """Delivers the outbox; the mails of this test."""
        send_waiting()
        return mail.outbox


def aged_key(seconds=60, secret_key=None) -> str:
    """The key of a form that was opened so many seconds ago, at this site or at one with another secret."""
    signer = signing.Signer(key=secret_key, salt=SALT)
    stamp = signing.b62_encode(int(time.time()) - seconds)
    return signer.sign(f"{secrets.token_urlsafe(16)}{signer.sep}{stamp}")


def form_data(*names, key=None, privacy=True, waiting=False, **fields):
    """What the form posts for these people; `fields` are more values, by their names in HTML with __ for -."""
    data = {"g-key": key or aged_key(), "a-people": str(len(names))}
    for number, name in enumerate(names):
        values = applicant(name).values
        data |= {f"p{number}-{field}": values[field] for field in ("first_name", "last_name", "email")}
    data |= {"a-privacy": "on"} if privacy else {}
    data |= {"a-accepts_waiting": "on"} if waiting else {}
    return data | {field.replace("__", "-"): value for field, value in fields.items()}


INVOICE = {
    "i__entity": "OCMW Poperinge",
    "i__enterprise_number": "0403.170.701",
    "i__street": "Veurnestraat 22",
    "i__postal_code": "8970",
    "i__city": "Poperinge",
}
