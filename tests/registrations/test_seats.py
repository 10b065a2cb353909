"""Who gets a seat, who waits and in which order, and who moves up."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from caching.models import ListingChange
from cms.models import SeatCount
from cms.registering import WHOLE, seats_left
from registrations import registering
from registrations.admission import RefusedError
from registrations.models import Place, Registration, State
from registrations.seats import locked
from tests.registrations.cases import NAMES, RegistrationCase, applicant


class LimitTests(RegistrationCase):
    def test_the_last_seat_goes_to_one_and_the_next_waits(self):
        self.register(*NAMES[:3])

        receipt = self.register(NAMES[3])

        self.assertEqual(self.states()[NAMES[3]], State.WAITING)
        self.assertEqual(receipt.people[0]["position"], 1)
        count = SeatCount.objects.of(self.event)[WHOLE]
        self.assertEqual((count.taken, count.waiting, count.limit), (3, 1, 3))

    def test_without_waiting_list_the_form_is_refused_when_it_is_sent(self):
        self.event.has_waitlist = False
        self.event.save()
        self.register(*NAMES[:3])

        with self.assertRaises(RefusedError) as refused:
            self.register(NAMES[3])

        self.assertEqual(refused.exception.reason, "full")
        self.assertEqual(Registration.objects.count(), 3)

    def test_a_group_counts_as_so_many_people(self):
        self.register(NAMES[0])

        with self.assertRaises(RefusedError) as refused:
            registering.register(self.event.pk, [applicant(name) for name in NAMES[1:5]])

        self.assertEqual((refused.exception.reason, refused.exception.left), ("seats", 2))
        self.assertEqual(Registration.objects.count(), 1)

    def test_a_group_that_accepts_to_wait_is_split_in_its_order(self):
        self.register(NAMES[0])

        self.register(*NAMES[1:5])

        states = self.states()
        self.assertEqual(
            [states[name] for name in NAMES[1:5]], ["confirmed", "confirmed", "waiting", "waiting"]
        )

    def test_nobody_waits_where_there_is_no_waiting_list_whatever_the_form_says(self):
        self.event.has_waitlist = False
        self.event.save()
        self.register(*NAMES[:2])

        with self.assertRaises(RefusedError):
            self.register(*NAMES[2:4])

        self.assertEqual(Registration.objects.count(), 2)

    def test_a_form_that_comes_just_after_the_event_went_offline_is_refused(self):
        self.event.unpublish()

        with self.assertRaises(RefusedError) as refused:
            self.register(NAMES[0])

        self.assertEqual(refused.exception.reason, "closed")

    def test_both_limits_count(self):
        page = self.a_trajectory(zorg=2, wonen=None)
        page.capacity = 3
        page.save()
        zorg, wonen = [str(track.id) for track in page.tracks]
        people = [applicant(name, parts=(zorg,)) for name in NAMES[:3]]
        self.register(*people, applicant(NAMES[3], parts=(wonen,)), page=page)

        self.register(applicant(NAMES[4], parts=(wonen,)), page=page)

        states = self.states(page)
        self.assertEqual(
            [states[name] for name in NAMES[:5]], ["confirmed"] * 2 + ["waiting", "confirmed", "waiting"][:3]
        )
        counts = SeatCount.objects.of(page)
        self.assertEqual((counts[zorg].taken, counts[zorg].waiting), (2, 1))
        self.assertEqual((counts[WHOLE].taken, counts[wonen].taken), (3, 1))

    def test_one_may_have_a_place_in_one_track_and_wait_for_another(self):
        page = self.a_trajectory(zorg=1, wonen=None)
        zorg, wonen = [str(track.id) for track in page.tracks]
        self.register(applicant(NAMES[0], parts=(zorg,)), page=page)

        self.register(applicant(NAMES[1], parts=(zorg, wonen)), page=page)

        places = {place.label: place.state for place in self.of(NAMES[1]).places.all()}
        self.assertEqual(places, {"zorg": "waiting", "wonen": "confirmed"})
        self.assertEqual(self.of(NAMES[1]).state, State.CONFIRMED)

    def test_who_waits_for_a_full_track_holds_up_nobody_in_another(self):
        page = self.a_trajectory(zorg=1, wonen=5)
        page.capacity = 5
        page.save()
        zorg, wonen = [str(track.id) for track in page.tracks]
        self.register(*[applicant(name, parts=(zorg,)) for name in NAMES[:2]], page=page)

        self.register(applicant(NAMES[2], parts=(wonen,)), page=page)

        self.assertEqual(self.of(NAMES[2]).state, State.CONFIRMED)

    def test_held_seats_are_for_nobody_who_registers_by_the_form(self):
        self.register(*NAMES[:2])

        self.register(applicant("Spreker Een", takes_held_seat=True), ignores_terms=True)

        self.assertEqual(self.of("Spreker Een").state, State.CONFIRMED)
        terms = self.event.registration_terms()
        self.assertEqual(seats_left(terms, SeatCount.objects.of(self.event)), 1)

    def test_a_held_seat_is_given_when_all_others_are_taken(self):
        self.register(*NAMES[:4])

        self.register(applicant("Spreker Een", takes_held_seat=True), ignores_terms=True)

        self.assertEqual(self.of("Spreker Een").state, State.CONFIRMED)
        self.assertEqual(self.of(NAMES[3]).state, State.WAITING)


class WaitingListTests(RegistrationCase):
    def test_a_place_that_frees_goes_to_the_first_in_line(self):
        self.register(*NAMES[:6])

        registering.cancel(self.of(NAMES[1]).pk, self.event.pk)

        states = self.states()
        self.assertEqual((states[NAMES[3]], states[NAMES[4]]), (State.CONFIRMED, State.WAITING))
        self.assertIsNotNone(self.of(NAMES[3]).declinable_until)
        self.assertEqual(SeatCount.objects.of(self.event)[WHOLE].taken, 3)

    def test_newcomers_queue_behind_who_waits(self):
        self.register(*NAMES[:5])
        self.event.registration_mode = "form"
        Registration.objects.filter(first_name="An").update(state=State.CANCELLED)
        Place.objects.filter(registration__first_name="An").update(state=Place.State.CANCELLED)

        self.register(NAMES[5])

        self.assertEqual(self.of(NAMES[5]).state, State.WAITING)

    def test_who_cancels_in_the_line_does_not_come_back_by_itself(self):
        self.register(*NAMES[:5])
        registering.cancel(self.of(NAMES[3]).pk, self.event.pk)

        registering.cancel(self.of(NAMES[0]).pk, self.event.pk)

        states = self.states()
        self.assertEqual((states[NAMES[3]], states[NAMES[4]]), (State.CANCELLED, State.CONFIRMED))

    def test_each_track_has_its_own_line(self):
        page = self.a_trajectory(zorg=1, wonen=1)
        zorg, wonen = [str(track.id) for track in page.tracks]
        for name, part in zip(NAMES, (zorg, wonen, zorg, wonen), strict=False):
            self.register(applicant(name, parts=(part,)), page=page)

        registering.cancel(self.of(NAMES[1]).pk, page.pk)

        states = self.states(page)
        self.assertEqual((states[NAMES[2]], states[NAMES[3]]), (State.WAITING, State.CONFIRMED))

    def test_only_who_had_no_place_can_decline_the_one_that_came(self):
        page = self.a_trajectory(zorg=1, wonen=1)
        zorg, wonen = [str(track.id) for track in page.tracks]
        self.register(applicant(NAMES[0], parts=(zorg,)), applicant(NAMES[1], parts=(wonen,)), page=page)
        self.register(applicant(NAMES[2], parts=(zorg,)), page=page)
        registering.change(self.of(NAMES[1]).pk, page.pk, applicant(NAMES[1], parts=(zorg, wonen)))

        registering.cancel(self.of(NAMES[0]).pk, page.pk)
        registering.cancel(self.of(NAMES[2]).pk, page.pk)

        self.assertIsNotNone(self.of(NAMES[2]).declinable_until)
        self.assertIsNone(self.of(NAMES[1]).declinable_until)
        self.assertTrue(self.of(NAMES[1]).mails.filter(kind="moved_up").exists())

    def test_nobody_moves_up_once_it_has_begun_or_while_it_is_offline(self):
        self.register(*NAMES[:4])
        self.event.unpublish()

        registering.cancel(self.of(NAMES[0]).pk, self.event.pk)

        self.assertEqual(self.of(NAMES[3]).state, State.WAITING)
        with locked(self.event.pk) as seats:
            self.assertEqual(seats.why_nobody_moves_up(), "unpublished")

    def test_nobody_moves_up_in_a_track_that_is_cancelled(self):
        page = self.a_trajectory(zorg=1, wonen=1)
        zorg = str(page.tracks[0].id)
        self.register(*[applicant(name, parts=(zorg,)) for name in NAMES[:2]], page=page)
        page.tracks[0].value["is_cancelled"] = True
        page.save()

        registering.cancel(self.of(NAMES[0]).pk, page.pk)

        self.assertEqual(self.of(NAMES[1]).state, State.WAITING)

    def test_seats_cut_below_those_taken_drop_nobody_and_move_nobody_up(self):
        self.register(*NAMES[:4])
        self.event.capacity, self.event.registered_confirmed = 1, 3
        self.event.save()

        registering.cancel(self.of(NAMES[0]).pk, self.event.pk)

        states = self.states()
        self.assertEqual([states[name] for name in NAMES[1:4]], ["confirmed", "confirmed", "waiting"])
        self.assertEqual(SeatCount.objects.of(self.event)[WHOLE].limit, 2)

    def test_more_seats_let_people_move_up(self):
        self.register(*NAMES[:5])
        self.event.capacity = 4
        self.event.save()

        registering.refresh(self.event.pk)

        states = self.states()
        self.assertEqual((states[NAMES[3]], states[NAMES[4]]), (State.CONFIRMED, State.WAITING))

    def test_the_officer_may_choose_somebody_else(self):
        self.register(*NAMES[:5])
        self.event.capacity = 4
        self.event.save()

        registering.let_in(self.of(NAMES[4]).pk, self.event.pk)

        states = self.states()
        self.assertEqual((states[NAMES[3]], states[NAMES[4]]), (State.WAITING, State.CONFIRMED))


class DoublesTests(RegistrationCase):
    def test_somebody_who_is_registered_is_not_registered_again_and_the_answer_is_the_same(self):
        first = self.register(NAMES[0])

        second = self.register(applicant("an  AERTS", email="An.Aerts@voorbeeld.be"))

        self.assertEqual(Registration.objects.count(), 1)
        self.assertEqual(first.people[0]["state"], second.people[0]["state"])
        self.assertEqual(
            list(self.of("An Aerts").mails.values_list("kind", flat=True)), ["again", "confirmed"]
        )

    def test_colleagues_may_share_an_address(self):
        self.register(*[applicant(name, email="info@ocmw.be") for name in NAMES[:2]])

        self.assertEqual(Registration.objects.count(), 2)

    def test_who_cancelled_can_come_back(self):
        self.register(NAMES[0])
        registering.cancel(self.of(NAMES[0]).pk, self.event.pk)

        self.register(NAMES[0])

        self.assertEqual(self.of(NAMES[0]).state, State.CONFIRMED)
        self.assertEqual(Registration.objects.count(), 2)

    def test_the_same_form_sent_twice_registers_once(self):
        first = self.register(NAMES[0], key="k")

        second = self.register(NAMES[1], key="k")

        self.assertEqual(first, second)
        self.assertEqual(Registration.objects.count(), 1)

    def test_ones_own_change_is_no_double(self):
        self.register(NAMES[0])

        registering.change(self.of(NAMES[0]).pk, self.event.pk, applicant(NAMES[0], function="Diensthoofd"))

        self.assertEqual(self.of(NAMES[0]).function, "Diensthoofd")

    def test_a_change_into_somebody_else_is_refused(self):
        self.register(*NAMES[:2])

        with self.assertRaises(RefusedError):
            registering.change(self.of(NAMES[0]).pk, self.event.pk, applicant(NAMES[1]))


class CacheTests(RegistrationCase):
    def test_each_change_of_seats_is_a_new_version_of_all_pages(self):
        self.register(NAMES[0])
        before = ListingChange.newest()

        registering.cancel(self.of(NAMES[0]).pk, self.event.pk)

        self.assertNotEqual(ListingChange.newest(), before)

    def test_what_changes_no_seat_is_none(self):
        self.register(NAMES[0])
        before = ListingChange.newest()

        registering.resend_links(self.event.pk, "an.aerts@voorbeeld.be")

        self.assertEqual(ListingChange.newest(), before)

    def test_who_joins_a_line_that_is_there_changes_no_page(self):
        self.register(*NAMES[:4])
        before = ListingChange.newest()

        self.register(NAMES[4])

        self.assertEqual(ListingChange.newest(), before)
        self.assertEqual(SeatCount.objects.of(self.event)[WHOLE].waiting, 2)

    def test_without_a_limit_nobody_sees_how_many_come(self):
        self.event.capacity = None
        self.event.save()
        self.register(NAMES[0])
        before = ListingChange.newest()

        self.register(NAMES[1])

        self.assertEqual(ListingChange.newest(), before)

    def test_the_first_in_line_is_seen(self):
        self.register(*NAMES[:2])
        before = ListingChange.newest()

        self.register(*NAMES[2:4])

        self.assertNotEqual(ListingChange.newest(), before)


class GrowthTests(RegistrationCase):
    def test_registering_costs_as_many_queries_with_many_people(self):
        self.register(*NAMES[:4])
        self.register(NAMES[4])  # hears that the last seat went
        with CaptureQueriesContext(connection) as few:
            self.register("Jan Jans")

        self.register(*[f"Piet P{number}" for number in range(20)])
        with CaptureQueriesContext(connection) as many:
            self.register("Karel Karels")

        self.assertEqual(len(few), len(many))


class AnyOrderTests(HypothesisTestCase, RegistrationCase):
    """Whatever people do, in whatever order, the counts are right."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(["register", "cancel", "hand over"]), st.integers(0, 7)), max_size=14
        )
    )
    def test_no_seat_too_many_and_nobody_waits_while_one_is_free(self, steps):
        self.event.substitution_allowed = True
        self.event.save()
        for step, number in steps:
            self.take(step, NAMES[number])

        taken = Registration.objects.active().with_seat().filter(page=self.event).count()
        waiting = Registration.objects.filter(page=self.event, state=State.WAITING)
        self.assertLessEqual(taken, 3)
        self.assertTrue(taken == 3 or not waiting.exists())
        if steps:
            count = SeatCount.objects.of(self.event).get(WHOLE)
            self.assertEqual((count.taken, count.waiting) if count else (0, 0), (taken, waiting.count()))

    def take(self, step, name):
        first, _space, last = name.partition(" ")
        registrations = Registration.objects.active().filter(page=self.event)
        if step == "register":
            self.register(name)
        elif registration := registrations.filter(first_name=first, last_name=last).first():
            if step == "cancel":
                registering.cancel(registration.pk, self.event.pk)
            elif not registrations.filter(first_name="Zeno").exists():
                registering.hand_over(registration.pk, self.event.pk, applicant("Zeno Zeegers"))
