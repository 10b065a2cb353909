"""The mail about what waits: once a period, only where something waits, and to who has to hear."""

import datetime

from django.contrib.auth import get_user_model
from django.urls import reverse

from caching.models import ListingChange
from cms.models import OutgoingMail, PageReview
from cms.one_by_one import SomeFailedError
from periodic_review import mails
from periodic_review.models import WorkMail
from platforms.models import PlatformPage
from tests.factories import PersonFactory
from tests.feedback.cases import some_feedback
from tests.periodic_review.cases import ReviewCase
from tests.permissions.factories import a_member_of, a_platform
from tests.registrations.cases import at, moment

MONDAY, TUESDAY, NEXT_MONDAY = "2026-11-30 07:01", "2026-12-01 07:01", "2026-12-07 07:01"


class WorkMailTests(ReviewCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        get_user_model().objects.update(date_joined=moment("2026-01-05 09:00"))

    def run_at(self, when, to=None):
        """The mails of then, by address; only those about work."""
        with at(when):
            mails.send_due()
        sent = [message for message in self.delivered() if "Platformen waar niemand" not in message.subject]
        return {message.to[0]: message for message in sent}

    def test_each_hears_once_a_week_of_the_own_pages_with_links_that_do_it(self):
        sent = self.run_at(MONDAY)

        self.assertEqual(set(sent), {self.them.email, self.reviewer.email})
        message = sent[self.them.email]
        html = message.message().get_payload()[1].get_payload(decode=True).decode()
        for text in (message.body, html):
            self.assertIn("Over de Westhoek", text)
            self.assertIn("Nog nooit nagekeken", text)
            self.assertIn(reverse("page_review", args=[self.page.pk]), text)
            self.assertNotIn("Over ons", text)
        self.assertEqual(message.subject, "Er wacht 1 ding op jou")

    def test_never_twice_in_a_week(self):
        self.assertTrue(self.run_at(MONDAY))

        self.assertEqual(self.run_at(MONDAY), {})
        self.assertEqual(self.run_at(TUESDAY), {})
        self.assertTrue(self.run_at(NEXT_MONDAY))

    def test_not_at_night_and_after_a_missed_monday_the_day_after(self):
        self.assertEqual(self.run_at("2026-11-30 06:59"), {})

        self.assertTrue(self.run_at(TUESDAY))

    def test_nobody_gets_a_mail_about_nothing(self):
        PageReview.objects.all().delete()

        self.assertEqual(self.run_at(MONDAY), {})

    def test_each_chooses_how_often(self):
        self.client.force_login(self.them)
        WorkMail.objects.create(user=self.them, frequency=WorkMail.Frequency.NEVER)
        WorkMail.objects.create(
            user=self.reviewer, frequency=WorkMail.Frequency.MONTHLY, considered_on=datetime.date(2026, 11, 2)
        )

        self.assertEqual(self.run_at(MONDAY), {})
        self.assertEqual(set(self.run_at(NEXT_MONDAY)), {self.reviewer.email})
        account = self.client.get(reverse("wagtailadmin_account"))
        self.assertContains(account, "één keer per maand, op de eerste maandag")

    def test_the_account_stores_the_choice(self):
        self.client.force_login(self.them)
        page = self.client.get(reverse("wagtailadmin_account"))
        data = {}
        for panels in page.context["panels_by_tab"].values():
            for panel in panels:
                data |= {field.html_name: field.value() or "" for field in panel.get_form()}
        data["work_mail-frequency"] = "never"

        self.client.post(reverse("wagtailadmin_account"), data)

        self.assertEqual(WorkMail.objects.get(user=self.them).frequency, "never")

    def test_a_mail_that_can_not_be_written_is_tried_again_and_holds_up_nobody(self):
        PageReview.objects.filter(page=self.page).update(responsible=self.them)
        bad = self.them.email
        get_user_model().objects.filter(pk=self.them.pk).update(email="a\nb@voorbeeld.be")

        with self.assertRaises(SomeFailedError):
            self.run_at(MONDAY)

        self.assertEqual(OutgoingMail.objects.count(), 1)
        get_user_model().objects.filter(pk=self.them.pk).update(email=bad)
        self.assertIn(bad, self.run_at(MONDAY))

    def test_feedback_and_people_who_leave_stand_in_it_and_no_word_of_a_reader(self):
        some_feedback(self.page, "Koop goedkope horloges")
        PersonFactory(
            first_name="An",
            last_name="Peeters",
            section=self.westhoek,
            active_until=datetime.date(2026, 12, 12),
        )

        message = self.run_at(MONDAY)[self.them.email]

        self.assertIn("WAT LEZERS ZEIDEN", message.body)
        self.assertIn("An Peeters", message.body)
        self.assertNotIn("horloges", message.body)

    def test_other_teams_hear_nothing_of_it(self):
        some_feedback(self.page)
        PersonFactory(section=self.westhoek, active_until=datetime.date(2026, 12, 12))

        sent = self.run_at(MONDAY)

        self.assertNotIn(self.us.email, sent)
        self.assertNotIn("Westhoek", sent[self.reviewer.email].body)

    def test_more_pages_make_a_short_mail(self):
        for number in range(25):
            self.a_page(self.westhoek, f"Pagina {number}")

        message = self.run_at(MONDAY)[self.them.email]

        self.assertEqual(message.body.count("Nog nooit nagekeken"), 20)
        self.assertIn("En nog 6.", message.body)
        self.assertEqual(message.subject, "Er wachten 26 dingen op jou")


class TeamlessTests(ReviewCase):
    def mails_at(self, when):
        with at(when):
            mails.send_due()
        return [message for message in self.delivered() if "Platformen waar niemand" in message.subject]

    def test_the_reviewers_hear_once_a_month_which_teams_have_nobody(self):
        alone = a_platform(self.home, "Verlaten streek")
        a_member_of(alone, is_active=False)
        ListingChange.record(PlatformPage)

        [message] = self.mails_at(MONDAY)

        self.assertEqual(message.to, [self.reviewer.email])
        self.assertIn("- Verlaten streek", message.body)
        self.assertNotIn("Westhoek", message.body)
        self.assertEqual(self.mails_at("2026-11-30 12:00"), [])
        self.assertEqual(len(self.mails_at(TUESDAY)), 1)

    def test_not_where_every_team_has_somebody(self):
        self.assertEqual(self.mails_at(MONDAY), [])
