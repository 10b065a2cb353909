"""What the terms of a page mean: status to the second, seats left, charges, and parts that clash."""

import datetime
from decimal import Decimal

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from cms.models import SeatCount
from cms.registering import (
    WHOLE,
    Charge,
    Part,
    RegistrationStatus,
    RegistrationTerms,
    charged,
    end_of_day,
    seats_left,
)
from registrations import policy
from registrations.models import Registration, State
from registrations.templatetags.registration_tags import cancelling_in_words
from registrations.wording import moment_in_words, until_in_words
from tests.events.factories import moment


class StatusTests(SimpleTestCase):
    terms = RegistrationTerms(
        opens_at=moment("2019-10-01 09:00"),
        closes_at=moment("2019-11-08 00:00"),
        begins_at=moment("2019-11-12 08:45"),
        last_day_ends_at=moment("2019-11-13 00:00"),
        has_waiting_list=True,
    )

    def status(self, text, left=None, **changes):
        return self.terms._replace(**changes).status(moment(text), left)

    def test_it_changes_at_the_second(self):
        self.assertEqual(self.status("2019-10-01 08:59:59"), RegistrationStatus.NOT_YET)
        self.assertEqual(self.status("2019-10-01 09:00:00"), RegistrationStatus.OPEN)
        self.assertEqual(self.status("2019-11-07 23:59:59"), RegistrationStatus.OPEN)
        self.assertEqual(self.status("2019-11-08 00:00:00"), RegistrationStatus.CLOSED)
        self.assertEqual(self.status("2019-11-13 00:00:00"), RegistrationStatus.OVER)

    def test_full_is_a_waiting_list_where_there_is_one(self):
        self.assertEqual(self.status("2019-10-02", left=0), RegistrationStatus.WAITING_LIST)
        self.assertEqual(self.status("2019-10-02", left=0, has_waiting_list=False), RegistrationStatus.FULL)

    def test_cancelled_comes_before_all_else(self):
        self.assertEqual(self.status("2019-11-20", is_cancelled=True), RegistrationStatus.CANCELLED)


class SeatsLeftTests(SimpleTestCase):
    def test_without_limit_there_is_no_number(self):
        self.assertIsNone(seats_left(RegistrationTerms(), {}))

    def test_parts_count_together_and_no_more_than_the_page_has(self):
        terms = RegistrationTerms(
            seats=10, parts=(Part("a", "A", 4), Part("b", "B", 3)), parts_to_choose="several"
        )

        self.assertEqual(seats_left(terms, {"a": SeatCount(taken=1)}), 6)
        self.assertEqual(seats_left(terms, {WHOLE: SeatCount(taken=8)}), 2)

    def test_nobody_new_gets_a_seat_while_people_wait(self):
        self.assertEqual(seats_left(RegistrationTerms(seats=10), {WHOLE: SeatCount(taken=3, waiting=1)}), 0)

    @given(st.integers(0, 50), st.integers(0, 80))
    def test_never_less_than_none(self, seats, taken):
        left = seats_left(RegistrationTerms(seats=seats), {WHOLE: SeatCount(taken=taken)})

        self.assertEqual(left, max(0, seats - taken))


class ChargeTests(SimpleTestCase):
    """The rule is a list of until when and how much; a percentage of 0 is a rule too, and no missing one."""

    terms = RegistrationTerms(
        charges=(
            Charge(moment("2019-11-08 00:00"), Decimal(0)),
            Charge(moment("2019-11-11 00:00"), Decimal(50)),
        ),
        percent_after=Decimal(100),
    )

    def cost(self, text, price=Decimal(70), **fields):
        registration = Registration(price=price, state=State.CONFIRMED, **fields)
        return policy.cancellation(registration, self.terms, moment(text)).amount

    def test_each_step_ends_at_its_second(self):
        self.assertEqual(self.cost("2019-11-07 23:59:59"), 0)
        self.assertEqual(self.terms.charge_percent(moment("2019-11-08 00:00:00")), 50)
        self.assertEqual(self.terms.charge_percent(moment("2019-11-11 00:00:00")), 100)

    def test_without_a_rule_nothing_is_charged(self):
        terms = RegistrationTerms()

        self.assertEqual(policy.cancellation(Registration(price=70), terms, moment("2019-11-20")).amount, 0)

    def test_who_waits_pays_nothing(self):
        waiting = Registration(price=70, state=State.WAITING)

        cancellation = policy.cancellation(waiting, self.terms, moment("2019-11-12"))

        self.assertEqual((cancellation.amount, cancellation.reason), (0, "waiting"))

    def test_a_place_that_came_by_itself_can_be_declined_in_time(self):
        until = moment("2019-11-12 08:00")
        registration = Registration(price=70, state=State.CONFIRMED, declinable_until=until)

        cancellation = policy.cancellation(registration, self.terms, moment("2019-11-12 07:59:59"))

        self.assertEqual((cancellation.amount, cancellation.reason), (0, "declined"))

    def test_the_time_to_decline_ends_when_it_begins(self):
        terms = RegistrationTerms(begins_at=moment("2019-11-12 08:45"))

        until = policy.time_to_decline(terms, moment("2019-11-12 08:00"))

        self.assertEqual(until, terms.begins_at)

    @given(st.decimals(0, 9999, places=2), st.integers(0, 100))
    def test_a_charge_is_whole_cents_and_no_more_than_the_price(self, price, percent):
        amount = charged(price, Decimal(percent))

        self.assertTrue(0 <= amount <= price)
        self.assertEqual(amount, amount.quantize(Decimal("0.01")))


class WordsTests(SimpleTestCase):
    def test_moments_are_those_of_brussels_with_the_hour_of_that_date(self):
        winter, summer = (datetime.datetime(2026, month, 15, 11, tzinfo=datetime.UTC) for month in (1, 7))

        self.assertEqual(moment_in_words(winter), "donderdag 15 januari 2026, 12 uur")
        self.assertEqual(moment_in_words(summer), "woensdag 15 juli 2026, 13 uur")

    def test_midnight_is_the_end_of_the_day_before(self):
        self.assertEqual(until_in_words(moment("2019-11-08 00:00")), "tot en met donderdag 7 november 2019")
        self.assertEqual(until_in_words(moment("2018-01-26 12:00")), "vóór vrijdag 26 januari 2018, 12 uur")

    def test_a_day_ends_at_midnight_also_when_the_clock_changes(self):
        for day in ("2026-03-29", "2026-10-25"):
            self.assertEqual(
                end_of_day(moment(day).date()), moment(day).replace(hour=0) + datetime.timedelta(days=1)
            )

    def test_a_free_event_says_nothing_about_the_cost_of_cancelling(self):
        self.assertEqual(cancelling_in_words(RegistrationTerms()), [])


class ClashTests(SimpleTestCase):
    def part(self, key, begins, ends=None):
        return Part(key, key, begins=moment(begins), ends=ends and moment(ends))

    def test_parts_at_the_same_time_clash_and_those_after_each_other_do_not(self):
        morning = self.part("a", "2026-01-05 09:00", "2026-01-05 12:00")
        noon = self.part("b", "2026-01-05 12:00", "2026-01-05 13:00")
        inside = self.part("c", "2026-01-05 10:00")

        self.assertFalse(morning.clashes_with(noon))
        self.assertTrue(morning.clashes_with(inside) and inside.clashes_with(morning))
        self.assertFalse(morning.clashes_with(Part("d", "d")))
