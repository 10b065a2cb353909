"""One mail with all that waits, to each person who has to decide, after three days and never twice in three."""

from datetime import timedelta

from django.utils import timezone

from moderation import reminders
from moderation.models import Substitution
from tests.moderation.cases import ReviewCase
from tests.permissions.factories import a_user
from tests.registrations.cases import at

BEA, CARL = "bea@voorbeeld.be", "carl@voorbeeld.be"
MONDAY = timezone.datetime(2026, 11, 30, 10, tzinfo=timezone.get_default_timezone())


class ReminderTests(ReviewCase):
    def submit_on(self, moment, page=None):
        with at(moment):
            self.submit(page)
        self.mails()

    def run_on(self, moment):
        with at(moment):
            reminders.send_due()
        return self.mails()

    def test_nothing_before_three_days_and_then_one_mail_with_all(self):
        self.submit_on(MONDAY)
        self.submit_on(MONDAY + timedelta(days=2), self.a_page("Een geefkast"))

        self.assertFalse(self.run_on(MONDAY + timedelta(days=2, hours=23)))

        mails = self.run_on(MONDAY + timedelta(days=3))
        self.assertEqual(list(mails), [BEA])
        self.assertEqual(mails[BEA].subject, "Er wachten 2 pagina's op jou")
        for words in ("Een inloophuis", "Een geefkast", "An Peeters · Westhoek · wacht 3 dagen"):
            self.assertIn(words, mails[BEA].body)

    def test_never_twice_for_the_same_three_days(self):
        self.submit_on(MONDAY)
        self.submit_on(MONDAY + timedelta(days=2), self.a_page("Een geefkast"))
        self.run_on(MONDAY + timedelta(days=3))

        self.assertFalse(self.run_on(MONDAY + timedelta(days=3, minutes=1)))
        self.assertFalse(self.run_on(MONDAY + timedelta(days=5)))
        self.assertEqual(list(self.run_on(MONDAY + timedelta(days=6))), [BEA])

    def test_it_stops_once_somebody_decided(self):
        self.submit_on(MONDAY)
        self.decide("reject")
        self.mails()

        self.assertFalse(self.run_on(MONDAY + timedelta(days=3)))

    def test_it_stops_once_the_page_is_taken_back(self):
        self.submit_on(MONDAY)
        self.page.current_workflow_state.cancel(user=self.an)

        self.assertFalse(self.run_on(MONDAY + timedelta(days=3)))

    def test_not_at_night(self):
        self.submit_on(MONDAY)

        self.assertFalse(self.run_on(MONDAY + timedelta(days=3, hours=-4)))

    def test_the_substitute_is_reminded_in_the_place_of_who_is_away(self):
        carl = self.a_colleague()
        carl.groups.clear()
        Substitution.objects.create(
            reviewer=self.bea, substitute=carl, until=(MONDAY + timedelta(days=9)).date()
        )
        self.submit_on(MONDAY)

        self.assertEqual(list(self.run_on(MONDAY + timedelta(days=3))), [CARL])

    def test_superusers_are_reminded_where_the_group_has_nobody(self):
        root = self.rename(a_user(is_superuser=True), "Root", "Beheer")
        self.submit_on(MONDAY)
        self.bea.groups.clear()

        self.assertEqual(list(self.run_on(MONDAY + timedelta(days=3))), [root.email])

    def test_who_wants_no_mails_about_reviews_gets_none(self):
        self.submit_on(MONDAY)
        profile = reminders.UserProfile.get_for_user(self.bea)
        profile.submitted_notifications = False
        profile.save()

        self.assertFalse(self.run_on(MONDAY + timedelta(days=3)))

    def test_forty_pages_cost_as_many_queries_as_four(self):
        for number in range(4):
            self.submit_on(MONDAY, self.a_page(f"Pagina {number}"))
        with at(MONDAY + timedelta(days=3)):
            few = self.count_queries_of(reminders.waiting_too_long)
        for number in range(36):
            self.submit_on(MONDAY, self.a_page(f"Nog een {number}"))

        with at(MONDAY + timedelta(days=3)):
            self.assertEqual(self.count_queries_of(reminders.waiting_too_long), few)
            [waiting] = reminders.waiting_too_long()
        self.assertEqual(reminders.message_to(waiting, MONDAY).body.count("An Peeters"), reminders.MOST_PAGES)
