"""The terms on which people register, as the room `registrations` reads them."""

import datetime
from decimal import Decimal

from django.test import TestCase
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from cms.registering import RegistrationStatus, end_of_day
from events.models import EventPage, TrajectoryPage
from tests.events.factories import (
    AgendaTestCase,
    EventPageFactory,
    TrajectoryPageFactory,
    moment,
    session,
)
from tests.factories import PersonFactory
from tests.platforms.factories import CoordinatorPageFactory, PlatformIndexPageFactory, PlatformPageFactory

Status = RegistrationStatus


def charges(*steps):
    return [
        ("charge", {"until": datetime.date.fromisoformat(until), "percent": percent})
        for until, percent in steps
    ]


def event(*sessions, **values):
    """An event with the form and these sessions; it is not stored."""
    page = EventPage(title="Studiedag", registration_mode="form", **values)
    page.sessions = list(sessions) or [session("2099-11-12 09:00")]
    page.last_day = page.days()[1]
    return page


def trajectory(**values):
    page = TrajectoryPage(title="Traject", **{"registration_mode": "form", **values})
    page.last_day = page.days()[1]
    return page


class SeedTests(TestCase):
    """The two pages of the order, to the second."""

    def test_seed_001_closes_at_noon_sharp(self):
        page = trajectory(
            registration_deadline=moment("2018-01-26 12:00"),
            registration_deadline_is_exclusive=True,
            period_start=datetime.date(2018, 3, 1),
            period_start_precision="month",
            period_end=datetime.date(2018, 6, 30),
            period_end_precision="month",
        )

        terms = page.registration_terms()

        self.assertEqual(terms.status(moment("2018-01-26 11:59:59"), None), Status.OPEN)
        self.assertEqual(terms.status(moment("2018-01-26 12:00:00"), None), Status.CLOSED)
        self.assertEqual(terms.closes_at.astimezone(datetime.UTC).hour, 11)
        self.assertIsNone(terms.begins_at)

    def test_seed_004_is_free_to_cancel_up_to_and_including_7_november(self):
        page = event(
            session("2019-11-12 08:45"),
            price=Decimal(70),
            free_cancellation_until=datetime.date(2019, 11, 7),
            cancellation_after="full",
        )

        terms = page.registration_terms()

        self.assertEqual(terms.charge_percent(moment("2019-11-07 23:59:59")), 0)
        self.assertEqual(terms.charge_percent(moment("2019-11-08 00:00")), 100)
        self.assertEqual(terms.charges[0].until, datetime.datetime(2019, 11, 7, 23, tzinfo=datetime.UTC))

    def test_a_free_day_of_23_or_25_hours_ends_at_midnight_here(self):
        for day, next_day in (("2026-03-29", "2026-03-30"), ("2026-10-25", "2026-10-26")):
            terms = event(
                free_cancellation_until=datetime.date.fromisoformat(day), cancellation_after="full"
            ).registration_terms()

            with self.subTest(day):
                self.assertEqual(terms.charge_percent(moment(f"{day} 23:59:59")), 0)
                self.assertEqual(terms.charge_percent(moment(f"{next_day} 00:00")), 100)

    def test_a_deadline_in_the_hour_that_comes_twice_or_never_has_one_moment(self):
        twice = event(
            registration_deadline=moment("2026-10-25 02:30"), registration_deadline_is_exclusive=True
        ).registration_terms()
        never = event(
            registration_deadline=moment("2026-03-29 02:30"), registration_deadline_is_exclusive=True
        ).registration_terms()

        for terms in (twice, never):
            before, at = terms.closes_at - datetime.timedelta(seconds=1), terms.closes_at
            self.assertEqual(terms.status(before, None), Status.OPEN)
            self.assertEqual(terms.status(at, None), Status.CLOSED)


class MomentTests(TestCase):
    def test_only_a_form_has_terms(self):
        for mode in ("", "none", "link", "mail"):
            self.assertIsNone(trajectory(registration_mode=mode).registration_terms(), mode)
            self.assertIsNone(EventPage(registration_mode=mode).registration_terms(), mode)

    def test_without_a_deadline_the_form_closes_when_the_first_session_begins(self):
        page = event(
            session("2099-11-12 09:00", status="cancelled"),
            session("2099-11-19 09:00"),
            session("2099-11-26 09:00"),
        )

        terms = page.registration_terms()

        self.assertEqual(terms.begins_at, moment("2099-11-19 09:00"))
        self.assertEqual(terms.closes_at, moment("2099-11-19 09:00"))
        self.assertEqual(terms.last_day_ends_at, moment("2099-11-27 00:00"))

    def test_with_sessions_to_choose_it_closes_when_the_last_begins(self):
        page = event(session("2099-11-12 09:00"), session("2099-11-26 09:00"), sessions_are_chosen=True)

        terms = page.registration_terms()

        self.assertEqual(terms.begins_at, moment("2099-11-12 09:00"))
        self.assertEqual(terms.closes_at, moment("2099-11-26 09:00"))

    def test_a_period_begins_when_its_first_day_is_known(self):
        day = trajectory(period_start=datetime.date(2099, 3, 1))
        month = trajectory(period_start=datetime.date(2099, 3, 1), period_start_precision="month")

        self.assertEqual(day.registration_terms().begins_at, moment("2099-03-01 00:00"))
        self.assertIsNone(month.registration_terms().begins_at)

    def test_an_event_whose_sessions_are_all_cancelled_is_cancelled(self):
        terms = event(session("2099-11-12 09:00", status="cancelled")).registration_terms()

        self.assertEqual(terms.status(moment("2099-01-01 09:00"), None), Status.CANCELLED)


class SeatTests(AgendaTestCase):
    def test_held_seats_are_not_for_the_public(self):
        terms = event(capacity=20, held_seats=3).registration_terms()

        self.assertEqual((terms.seats, terms.held_seats), (17, 3))
        self.assertEqual(event(capacity=2, held_seats=3).registration_terms().seats, 0)
        self.assertIsNone(event(held_seats=3).registration_terms().seats)

    def test_who_comes_to_every_session_needs_a_seat_in_the_smallest(self):
        sessions = [
            session("2099-11-12 09:00", capacity=30),
            session("2099-11-13 09:00", capacity=12),
            session("2099-11-14 09:00", capacity=5, status="cancelled"),
        ]

        self.assertEqual(event(*sessions, capacity=20).registration_terms().seats, 12)
        self.assertEqual(
            event(*sessions, capacity=20, sessions_are_chosen=True).registration_terms().seats, 20
        )

    def test_what_an_editor_closed_as_full_has_no_seats(self):
        self.assertEqual(event(session(status="full"), capacity=20).registration_terms().seats, 0)

    def test_sessions_to_choose_are_parts_that_keep_their_key_when_published(self):
        page = EventPageFactory(
            parent=self.agenda,
            registration_mode="form",
            sessions_are_chosen=True,
            rows={
                "sessions": [
                    session("2099-11-13 09:00", "2099-11-13 12:00", label="Vrijdag", capacity=12),
                    session("2099-11-12 09:00", label="Donderdag", status="cancelled"),
                    session("2099-11-14 09:00", label="Zaterdag", status="full"),
                ]
            },
        )
        before = page.registration_terms().parts

        changed = page.get_latest_revision_as_object()
        changed.title = "Anders"
        changed.save_revision().publish()
        after = EventPage.objects.get(pk=page.pk).registration_terms()

        self.assertEqual([part.label for part in before], ["Donderdag", "Vrijdag", "Zaterdag"])
        self.assertEqual([part.is_cancelled for part in before], [True, False, False])
        self.assertEqual([part.seats for part in before], [None, 12, 0])
        self.assertEqual({part.key for part in before}, {str(row.pk) for row in page.sessions.all()})
        self.assertEqual((after.parts, after.parts_to_choose), (before, "several"))

    def test_an_event_for_which_one_registers_as_a_whole_has_no_parts(self):
        terms = event(session(), session()).registration_terms()

        self.assertEqual((terms.parts, terms.parts_to_choose), ((), "none"))

    def test_tracks_are_parts_with_the_key_of_their_block(self):
        track = {"key_question": "Wat?", "seats": 12}
        page = TrajectoryPageFactory(
            parent=self.agenda,
            registration_mode="form",
            registration_deadline=moment("2099-01-26 12:00"),
            tracks=[
                ("track", {**track, "title": "Wonen"}),
                ("track", {"title": "Zorg", "key_question": "Hoe?", "is_cancelled": True}),
            ],
        )

        stored = TrajectoryPage.objects.get(pk=page.pk)
        terms = stored.registration_terms()

        self.assertEqual([part.key for part in terms.parts], [child.id for child in stored.tracks])
        self.assertEqual([part.seats for part in terms.parts], [12, None])
        self.assertEqual([part.is_cancelled for part in terms.parts], [False, True])
        self.assertEqual(terms.parts_to_choose, "one")
        stored.allow_multiple_tracks = True
        self.assertEqual(stored.registration_terms().parts_to_choose, "several")


class PriceTests(TestCase):
    def test_prices_are_the_regular_one_and_the_others_by_the_key_of_their_block(self):
        tier = {
            "type": "tier",
            "id": "9b7c",
            "value": {"label": "Student", "amount": "35.50", "condition": "met kaart"},
        }
        page = event(price=Decimal(70), payment_method="invoice", invoice_note="Vrij van btw")
        page.price_tiers = EventPage._meta.get_field("price_tiers").stream_block.to_python([tier])

        terms = page.registration_terms()

        self.assertEqual([price.key for price in terms.prices], ["", "9b7c"])
        self.assertEqual(terms.price("9b7c").amount, Decimal("35.50"))
        self.assertEqual(terms.price("9b7c").condition, "met kaart")
        self.assertTrue(terms.is_invoiced)
        self.assertEqual(terms.invoice_note, "Vrij van btw")

    def test_nothing_is_invoiced_for_what_is_free_or_paid_on_site(self):
        self.assertFalse(event(price=Decimal(0), payment_method="invoice").registration_terms().is_invoiced)
        self.assertFalse(event(price=Decimal(9), payment_method="on_site").registration_terms().is_invoiced)

    def test_steps_come_after_the_free_days_and_before_what_is_left(self):
        terms = event(
            free_cancellation_until=datetime.date(2099, 11, 1),
            cancellation_charges=charges(("2099-11-05", 25), ("2099-11-10", 50)),
            cancellation_after="full",
        ).registration_terms()

        percents = [
            terms.charge_percent(moment(text))
            for text in ("2099-11-01 23:59", "2099-11-02 00:00", "2099-11-06 00:00", "2099-11-11 00:00")
        ]

        self.assertEqual(percents, [0, 25, 50, 100])

    def test_part_of_the_price_is_what_the_last_step_says(self):
        steps = charges(("2099-11-05", 25), ("2099-11-10", 50))

        terms = event(cancellation_charges=steps, cancellation_after="part").registration_terms()

        self.assertEqual(terms.charge_percent(moment("2099-11-12 09:00")), 50)

    def test_without_a_rule_cancelling_is_free(self):
        self.assertEqual(
            event(price=Decimal(70)).registration_terms().charge_percent(moment("2099-11-12 09:00")), 0
        )


class AskedTests(AgendaTestCase):
    def test_asks_what_the_editor_ticked_and_nothing_else(self):
        terms = event(asks_phone=True, asks_access_needs=True).registration_terms()

        self.assertEqual(terms.asks, {"phone", "access"})

    def test_own_questions_keep_their_key(self):
        question = {
            "type": "question",
            "id": "4f1e",
            "value": {
                "text": "Hoe kom je?",
                "options": ["trein", "fiets"],
                "is_required": True,
                "help_text": "Zo.",
            },
        }
        page = event()
        page.registration_questions = EventPage._meta.get_field(
            "registration_questions"
        ).stream_block.to_python([question])

        (question,) = page.registration_terms().questions

        self.assertEqual(question, ("4f1e", "Hoe kom je?", ("trein", "fiets"), True, "Zo."))

    def test_answers_go_to_the_contact_as_far_as_the_site_shows_that_address(self):
        platform = PlatformPageFactory(parent=PlatformIndexPageFactory(parent=self.home))
        recipients = [("address", "onthaal@voorbeeld.be"), ("address", "team@voorbeeld.be")]
        addresses = {}
        for is_shown in (True, False):
            person = PersonFactory(email="nele@voorbeeld.be", show_email=is_shown)
            page = EventPageFactory(
                parent=self.agenda,
                registration_mode="form",
                contact=CoordinatorPageFactory(parent=platform, person=person),
                registration_recipients=recipients,
            )
            terms = EventPage.objects.get(pk=page.pk).registration_terms()
            addresses[is_shown] = terms.reply_to

        self.assertEqual(addresses, {True: "nele@voorbeeld.be", False: "onthaal@voorbeeld.be"})
        self.assertEqual(terms.tell, ("onthaal@voorbeeld.be", "team@voorbeeld.be"))

    def test_a_revision_from_before_these_fields_is_read_with_what_they_are_without(self):
        page = EventPageFactory(parent=self.agenda)
        new = {
            field.name
            for field in EventPage._meta.fields
            if field.name.startswith(("asks_", "held_", "registered_"))
        }
        new |= {
            *EventPage.private_fields,
            "sessions_are_chosen",
            "cancellation_charges",
            "waitlist_moves_by_itself",
        }
        revision = page.save_revision()
        revision.content = {name: value for name, value in revision.content.items() if name not in new}

        old = revision.as_object()
        old.registration_mode = "form"

        self.assertEqual(old.registration_terms().asks, frozenset())
        self.assertEqual((old.registration_terms().questions, old.registration_terms().tell), ((), ()))
        self.assertTrue(old.registration_terms().moves_up_by_itself)


DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2027, 12, 31))


class AnyDayTests(HypothesisTestCase):
    @given(day=DAYS, percent=st.integers(0, 100), after=st.sampled_from(["full", "part", "nothing", ""]))
    def test_a_step_holds_for_all_of_its_day_here_and_no_longer(self, day, percent, after):
        page = EventPage(registration_mode="form", cancellation_after=after)
        page.cancellation_charges = [("charge", {"until": day, "percent": percent})]

        terms = page.registration_terms()
        end = end_of_day(day)

        self.assertEqual(terms.charge_percent(end - datetime.timedelta(seconds=1)), percent)
        later = {"full": 100, "part": percent, "nothing": 0, "": 0}[after]
        self.assertEqual(terms.charge_percent(end), later)

    @given(
        capacity=st.none() | st.integers(0, 2**31 - 1),
        held=st.none() | st.integers(0, 2**31 - 1),
        smallest=st.none() | st.integers(0, 500),
    )
    def test_there_are_never_more_seats_than_places_nor_fewer_than_none(self, capacity, held, smallest):
        page = EventPage(registration_mode="form", capacity=capacity, held_seats=held)
        page.sessions = [session(capacity=smallest)]

        seats = page.registration_terms().seats

        if capacity is None and smallest is None:
            self.assertIsNone(seats)
        else:
            limit = min(number for number in (capacity, smallest) if number is not None)
            self.assertEqual(seats, max(0, limit - (held or 0)))


ODD = (
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.text(max_size=8)
    | st.floats()
    | st.just([])
    | st.just({})
)


class OddDraftTests(HypothesisTestCase):
    """What a program wrote into the blocks of a draft breaks no page that shows it."""

    @given(seats=ODD, is_cancelled=ODD, title=ODD)
    def test_a_track_of_odd_values_is_a_part(self, seats, is_cancelled, title):
        raw = [
            {
                "type": "track",
                "id": "1",
                "value": {"title": title, "seats": seats, "is_cancelled": is_cancelled},
            }
        ]
        page = trajectory(registration_deadline=moment("2099-01-26 12:00"), capacity=5)
        page.tracks = TrajectoryPage._meta.get_field("tracks").stream_block.to_python(raw)

        self.assertIn(page.registration_status(moment("2098-01-01 12:00")), Status)
        self.assertIsInstance(page.seats_note_of("1"), str)

    @given(text=ODD, options=st.lists(ODD, max_size=3), address=ODD)
    def test_odd_questions_and_recipients_are_read(self, text, options, address):
        fields = {
            name: EventPage._meta.get_field(name).stream_block for name in EventPage.private_fields[1:3]
        }
        page = event()
        raw = {
            "registration_questions": [
                {"type": "question", "id": "1", "value": {"text": text, "options": options}}
            ],
            "registration_recipients": [{"type": "address", "id": "2", "value": address}],
        }
        for name, value in raw.items():
            setattr(page, name, fields[name].to_python(value))

        self.assertEqual(len(page.registration_terms().tell), 1)
