"""Seeds 001 and 004: one can register, cancel and send a colleague as their texts say, to the second."""

from django.urls import reverse

from registrations.models import PrivateLink, State
from tests.events.factories import EventPageFactory, TrajectoryPageFactory, moment, session
from tests.registrations.cases import INVOICE, RegistrationCase, applicant, at

# Seed 001: “De gekozen thematrajecten zijn”.
TRACKS = [
    "Zorg",
    "Ontwikkelingskansen garanderen",
    "Ontwikkelingskansen garanderen in opleiding en tewerkstelling",
    "Wonen",
    "Financiële weerbaarheid",
]


def seed_001(parent):
    """“Inschrijven tot vrijdag 26 januari 2018 vóór 12u. Een deelnemer mag zeker voor meerdere thema’s inschrijven.”"""
    return TrajectoryPageFactory(
        parent=parent,
        title="Traject (boven)lokaal Zorg- en Welzijnsbeleid",
        slug="traject-2018",
        registration_mode="form",
        registration_deadline=moment("2018-01-26 12:00"),
        registration_deadline_is_exclusive=True,
        period_start=moment("2018-01-29").date(),
        period_end=moment("2018-03-30").date(),
        allow_multiple_tracks=True,
        venue_name="Streekhuis Kasteel Tilleghem",
        venue_status="provisional",
        tracks=[("track", {"title": title, "key_question": "Wat is goed?"}) for title in TRACKS],
    )


def seed_004(parent):
    """“€ 70. Je betaalt na ontvangst van factuur. Kosteloos annuleren is mogelijk tot en met 7 november 2019.”"""
    return EventPageFactory(
        parent=parent,
        title="Inspiratiedag sociaal streekbeleid",
        slug="inspiratiedag-2019",
        registration_mode="form",
        price=70,
        payment_method="invoice",
        free_cancellation_until=moment("2019-11-07").date(),
        cancellation_after="full",
        substitution_allowed=True,
        rows={"sessions": [session("2019-11-12 08:45", "2019-11-12 12:35")]},
    )


class Seed001Tests(RegistrationCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page = seed_001(cls.agenda)
        cls.keys = [part.key for part in cls.page.registration_terms().parts]

    def send_at(self, moment, name="An Aerts", parts=slice(0, 2)):
        with at(moment):
            return self.send(name, page=self.page, p0__parts=self.keys[parts])

    def test_before_noon_is_a_second_before_noon_and_not_noon(self):
        in_time, too_late = (
            self.send_at("2018-01-26 11:59:59"),
            self.send_at("2018-01-26 12:00:00", "Bo Baert"),
        )

        self.assertEqual((in_time.status_code, too_late.status_code), (303, 409))
        self.assertEqual(self.states(self.page), {"An Aerts": State.CONFIRMED})

    def test_one_person_joins_several_tracks_and_at_least_one(self):
        several = self.send_at("2018-01-20 10:00", parts=slice(0, 5))
        none = self.send_at("2018-01-20 10:00", "Bo Baert", slice(0, 0))

        self.assertEqual((several.status_code, none.status_code), (303, 422))
        self.assertEqual(
            list(self.of("An Aerts").places.order_by("pk").values_list("label", flat=True)), TRACKS
        )

    def test_a_track_can_be_added_and_dropped_later(self):
        self.send_at("2018-01-20 10:00", parts=slice(0, 1))
        token = PrivateLink.make(self.of("An Aerts"))
        values = {f"p0-{name}": value for name, value in applicant("An Aerts").values.items()}

        with at("2018-01-28 10:00"):
            self.client.post(
                reverse("registration_change", args=[token]), values | {"p0-parts": [self.keys[3]]}
            )

        places = self.of("An Aerts").places.exclude(state="cancelled")
        self.assertEqual([place.label for place in places], ["Wonen"])

    def test_closed_the_page_says_so_and_whom_to_ask(self):
        with at("2018-01-26 12:00:00"):
            response = self.client.get(self.address(self.page))

        self.assertContains(response, "Je kunt je niet meer inschrijven")


class Seed004Tests(RegistrationCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page = seed_004(cls.agenda)

    def setUp(self):
        with at("2019-10-01 09:00"):
            self.send("An Aerts", page=self.page, **INVOICE)

    def cancel_at(self, moment):
        with at(moment):
            token = PrivateLink.make(self.of("An Aerts"))
            self.client.post(reverse("registration_cancel", args=[token]))
        registration = self.of("An Aerts")
        return registration.state, registration.charge

    def test_the_seventh_of_november_is_free_until_its_last_minute(self):
        self.assertEqual(self.cancel_at("2019-11-07 23:59:59"), (State.CANCELLED, 0))

    def test_the_eighth_costs_the_whole_price_from_midnight(self):
        self.assertEqual(self.cancel_at("2019-11-08 00:00:00"), (State.CANCELLED_CHARGED, 70))

    def test_a_colleague_comes_instead_when_it_is_too_late_to_cancel(self):
        values = {f"p1-{name}": value for name, value in applicant("Bo Baert").values.items()}

        with at("2019-11-11 22:00"):
            token = PrivateLink.make(self.of("An Aerts"))
            self.client.post(reverse("registration_hand_over", args=[token]), values)

        self.assertEqual(self.states(self.page), {"An Aerts": State.REPLACED, "Bo Baert": State.CONFIRMED})
        self.assertIsNone(self.of("An Aerts").charge)
        self.assertEqual(self.of("Bo Baert").invoice.participant, "Bo Baert")
