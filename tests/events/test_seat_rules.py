"""What publishing asks of seats, questions and charges; nobody who is registered loses a place by an edit."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from cms.models import SeatCount
from cms.publishing import NotReadyToPublish
from events.models import EventPage, TrajectoryPage
from tests.events.factories import (
    AgendaTestCase,
    EventPageFactory,
    TrajectoryPageFactory,
    moment,
    session,
)
from tests.events.seats import count_people

LATER = "2099-11-12 09:00"


def step(until, percent=50):
    return "charge", {"until": datetime.date.fromisoformat(until), "percent": percent}


class SeatRuleCase(AgendaTestCase):
    def event(self, **values):
        rows = {"sessions": [session(LATER, label="Dag 1"), session("2099-11-13 09:00", label="Dag 2")]}
        return EventPageFactory(
            **{"parent": self.agenda, "registration_mode": "form", "capacity": 10, "rows": rows, **values}
        )

    def refused(self, page, **changes):
        """The messages of publishing the page with these changes, by field; empty if it was published."""
        draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
        for name, value in changes.items():
            setattr(draft, name, value)
        try:
            draft.save_revision().publish()
        except NotReadyToPublish as refusal:
            return {path[0]: str(messages[0][0]) for path, messages in refusal.loc_errors}
        return {}


class FieldRuleTests(SeatRuleCase):
    def test_held_seats_are_part_of_the_places(self):
        page = self.event()

        self.assertEqual(self.refused(page, held_seats=11).keys(), {"held_seats"})
        self.assertEqual(self.refused(self.event(), held_seats=1, capacity=None).keys(), {"held_seats"})
        self.assertEqual(self.refused(self.event(), held_seats=10), {})

    def test_a_form_has_no_address_elsewhere(self):
        self.assertEqual(
            self.refused(self.event(), registration_url="https://voorbeeld.be/").keys(), {"registration_url"}
        )

    def test_a_trajectory_with_a_form_says_until_when(self):
        page = TrajectoryPageFactory(parent=self.agenda)

        self.assertEqual(self.refused(page, registration_mode="form").keys(), {"registration_deadline"})
        begins = {"period_start": datetime.date(2099, 3, 1), "period_start_precision": "day"}
        self.assertEqual(self.refused(page, registration_mode="form", **begins), {})

    def test_part_of_the_price_says_which_part_where_the_site_counts_it(self):
        values = {"cancellation_after": "part", "free_cancellation_until": datetime.date(2099, 11, 1)}

        self.assertEqual(self.refused(self.event(), **values).keys(), {"cancellation_charges"})
        self.assertEqual(self.refused(self.event(registration_mode="mail"), **values), {})
        self.assertEqual(self.refused(self.event(), cancellation_charges=[step("2099-11-05")], **values), {})

    def test_steps_say_what_comes_after_them(self):
        page = self.event()

        self.assertEqual(
            self.refused(page, cancellation_charges=[step("2099-11-05")]).keys(), {"cancellation_after"}
        )
        answer = self.refused(page, cancellation_charges=[step("2099-11-05")], cancellation_after="nothing")
        self.assertEqual(answer.keys(), {"cancellation_charges"})

    def test_steps_stand_in_order_after_the_free_days_and_before_the_first_session_ends(self):
        wrong = {
            _("Put the steps in the order of the days."): [step("2099-11-06"), step("2099-11-05")],
            _("Cancelling later is cheaper than cancelling earlier."): [
                step("2099-11-05", 50),
                step("2099-11-06", 20),
            ],
            _("Cancelling is still free on the day of a step."): [step("2099-11-01")],
            _("A step ends after the first session."): [step("2099-11-13")],
        }
        free = datetime.date(2099, 11, 1)
        for message, steps in wrong.items():
            with self.subTest(message):
                answer = self.refused(
                    self.event(),
                    free_cancellation_until=free,
                    cancellation_after="full",
                    cancellation_charges=steps,
                )
                self.assertEqual(answer, {"cancellation_charges": message})

    def test_what_a_program_wrote_in_a_step_is_refused_and_no_fault(self):
        block = EventPage._meta.get_field("cancellation_charges").stream_block
        for value in ({"until": None, "percent": None}, {"until": "morgen", "percent": "veel"}, {}):
            with self.subTest(value):
                steps = block.to_python([{"type": "charge", "id": "1", "value": value}])
                answer = self.refused(self.event(), cancellation_after="full", cancellation_charges=steps)
                self.assertIn("cancellation_charges", answer)

    def test_answers_to_choose_from_are_several_and_differ(self):
        for options in (["ja"], ["ja", " JA "]):
            with self.subTest(options):
                questions = [("question", {"text": "Kom je?", "options": options})]
                self.assertIn(
                    "registration_questions", self.refused(self.event(), registration_questions=questions)
                )

    def test_there_are_five_own_questions_at_most(self):
        questions = [("question", {"text": f"Vraag {number}", "options": []}) for number in range(6)]

        self.assertEqual(self.refused(self.event(), registration_questions=questions[:5]), {})
        self.assertIn("registration_questions", self.refused(self.event(), registration_questions=questions))

    def test_who_is_told_has_an_address(self):
        recipients = [("address", "geen adres")]

        self.assertIn(
            "registration_recipients", self.refused(self.event(), registration_recipients=recipients)
        )


class RegisteredPeopleTests(SeatRuleCase):
    def test_the_form_stays_while_people_are_registered(self):
        page = self.event()
        self.assertEqual(self.refused(page, registration_mode="mail"), {})
        page = self.event()
        count_people(page, taken=1, waiting=1)

        answer = self.refused(page, registration_mode="mail")

        text = ngettext(
            "%(count)s person is registered with the form, so it has to stay. Close it with a date instead.",
            "%(count)s people are registered with the form, so it has to stay. Close it with a date instead.",
            2,
        )
        self.assertEqual(answer, {"registration_mode": text % {"count": 2}})

    def test_a_session_that_people_chose_stays(self):
        page = self.event(sessions_are_chosen=True)
        _first, second = page.sessions.all()
        count_people(page, taken=3)
        count_people(page, str(second.pk), taken=3)

        self.assertEqual(self.refused(page, sessions=[second]), {})
        answer = self.refused(page, sessions=[session("2099-11-14 09:00")])

        self.assertIn("Dag 2", answer["sessions"])
        self.assertIn("3", answer["sessions"])
        self.assertEqual(self.refused(page, sessions_are_chosen=False).keys(), {"sessions_are_chosen"})

    def test_a_session_that_people_only_wait_for_stays_too(self):
        page = self.event(sessions_are_chosen=True)
        first, second = page.sessions.all()
        count_people(page, str(second.pk), waiting=1)

        self.assertEqual(self.refused(page, sessions=[first]).keys(), {"sessions"})

    def test_a_track_that_people_chose_stays_and_may_be_cancelled(self):
        page = TrajectoryPageFactory(
            parent=self.agenda,
            registration_mode="form",
            registration_deadline=moment(LATER),
            tracks=[("track", {"title": name, "key_question": "Wat?"}) for name in ("Wonen", "Zorg")],
        )
        page = TrajectoryPage.objects.get(pk=page.pk)
        count_people(page, taken=2)
        count_people(page, page.tracks[1].id, taken=2)
        kept = [("track", {"title": "Wonen", "key_question": "Wat?"})]

        self.assertIn("Zorg", self.refused(page, tracks=kept)["tracks"])
        raw = page.tracks.get_prep_value()
        raw[1]["value"]["is_cancelled"] = True
        block = TrajectoryPage._meta.get_field("tracks").stream_block
        self.assertEqual(self.refused(page, tracks=block.to_python(raw)), {})

    def test_fewer_places_than_people_is_confirmed_by_their_number(self):
        page = self.event()
        count_people(page, taken=8)

        self.assertEqual(self.refused(page, capacity=8), {})
        self.assertIn("8", self.refused(page, capacity=5)["registered_confirmed"])
        self.assertIn("registered_confirmed", self.refused(page, capacity=5, registered_confirmed=7))
        self.assertEqual(self.refused(page, capacity=5, registered_confirmed=8), {})
        self.assertEqual(self.refused(page, title="Later weer bewerkt"), {})
        self.assertEqual(SeatCount.objects.get(page=page).taken, 8)

    def test_what_was_confirmed_once_does_not_count_for_more_people(self):
        page = self.event(registered_confirmed=8)
        count_people(page, taken=9)

        self.assertIn("registered_confirmed", self.refused(page, capacity=5))

    def test_fewer_places_in_a_session_are_confirmed_too(self):
        page = self.event(sessions_are_chosen=True)
        first, second = page.sessions.all()
        count_people(page, taken=4)
        count_people(page, str(first.pk), taken=4)
        first.capacity = 3

        self.assertIn("registered_confirmed", self.refused(page, sessions=[first, second]))
        self.assertEqual(self.refused(page, sessions=[first, second], registered_confirmed=4), {})

    def test_holding_more_seats_than_are_free_is_confirmed_too(self):
        page = self.event()
        count_people(page, taken=8)

        self.assertIn("registered_confirmed", self.refused(page, held_seats=3))

    def test_closing_it_as_full_takes_no_place_away(self):
        page = self.event(rows={"sessions": [session(LATER)]})
        count_people(page, taken=4)
        (row,) = page.sessions.all()
        row.status = "full"

        self.assertEqual(self.refused(page, sessions=[row]), {})

    def test_a_draft_is_saved_whatever_it_takes_away(self):
        page = self.event()
        count_people(page, taken=8)
        page.capacity = 1

        self.assertTrue(page.save_revision().pk)

    def test_a_copy_has_the_questions_and_places_and_no_people(self):
        page = self.event(
            sessions_are_chosen=True,
            registration_questions=[("question", {"text": "Kom je?", "options": []})],
        )
        count_people(page, taken=10)
        count_people(page, str(page.sessions.first().pk), taken=10)

        copy = page.copy(update_attrs={"slug": "kopie", "title": "Kopie"}, keep_live=True)

        terms = EventPage.objects.get(pk=copy.pk).registration_terms()
        self.assertEqual([question.text for question in terms.questions], ["Kom je?"])
        self.assertEqual(terms.seats, 10)
        self.assertEqual(SeatCount.objects.filter(page=copy.pk).count(), 0)
        self.assertTrue(
            {part.key for part in terms.parts}.isdisjoint(
                part.key for part in page.registration_terms().parts
            )
        )
        self.assertEqual(EventPage.objects.get(pk=copy.pk).seats_left, 10)
