"""The mail to a team: at most once a day, how many and about which pages, never what was written."""

from django.core import mail

from cms.mail import send_waiting
from feedback import digests
from feedback.models import Feedback
from tests.feedback.cases import FeedbackCase, some_feedback
from tests.permissions.factories import a_platform
from tests.registrations.cases import at

MORNING, LATER, NEXT_DAY = "2026-11-30 07:01", "2026-11-30 15:00", "2026-12-01 07:01"


class DigestTests(FeedbackCase):
    def run_at(self, moment):
        with at(moment):
            digests.send_due()
        send_waiting()
        sent, mail.outbox[:] = list(mail.outbox), []
        return sent

    def write_at(self, moment, page=None, **fields):
        with at(moment):
            return some_feedback(page or self.page, "Koop goedkope horloges", **fields)

    def test_the_team_hears_how_many_and_where_and_not_what(self):
        self.write_at("2026-11-30 05:00", email="lezer@voorbeeld.be")
        self.write_at("2026-11-30 06:00")

        [message] = self.run_at(MORNING)

        self.assertEqual(message.to, [self.them.email])
        self.assertIn("2 reacties van lezers", message.subject)
        self.assertIn("- Een inloophuis: 2", message.body)
        self.assertIn("/admin/feedback/", message.body)
        for secret in ("horloges", "lezer@voorbeeld.be"):
            self.assertNotIn(secret, message.subject + message.body)

    def test_once_a_day_and_not_twice_for_the_same_words(self):
        self.write_at("2026-11-30 05:00")
        self.assertEqual(len(self.run_at(MORNING)), 1)
        self.write_at("2026-11-30 10:00")

        self.assertEqual(self.run_at(LATER), [])
        [message] = self.run_at(NEXT_DAY)

        self.assertIn("1 reactie van een lezer", message.subject)
        self.assertEqual(self.run_at("2026-12-02 07:01"), [])

    def test_not_at_night_and_not_without_news(self):
        self.assertEqual(self.run_at(MORNING), [])
        self.write_at("2026-11-30 23:00")

        self.assertEqual(self.run_at("2026-12-01 06:59"), [])
        self.assertEqual(len(self.run_at(NEXT_DAY)), 1)

    def test_spam_and_what_is_handled_already_are_not_counted(self):
        for state in (Feedback.State.SPAM, Feedback.State.HANDLED):
            self.write_at("2026-11-30 05:00", state=state)

        self.assertEqual(self.run_at(MORNING), [])

    def test_pages_of_no_platform_and_platforms_without_team_go_to_the_reviewers(self):
        alone = a_platform(self.home, "Verlaten streek")
        self.write_at("2026-11-30 05:00", page=self.general)
        self.write_at("2026-11-30 05:00", page=alone)

        messages = self.run_at(MORNING)

        self.assertEqual([message.to for message in messages], [[self.reviewer.email]] * 2)

    def test_each_member_gets_a_mail_and_who_left_gets_none(self):
        colleague = type(self.them).objects.create(email="tweede@voorbeeld.be")
        gone = type(self.them).objects.create(email="weg@voorbeeld.be", is_active=False)
        for user in (colleague, gone):
            user.groups.set(self.them.groups.all())
        self.write_at("2026-11-30 05:00")

        addresses = {address for message in self.run_at(MORNING) for address in message.to}

        self.assertEqual(addresses, {self.them.email, colleague.email})

    def test_many_pages_make_a_short_mail_and_a_title_no_header(self):
        for number in range(digests.MOST_PAGES + 3):
            page = self.a_page(self.westhoek, title=f"Bericht {number}")
            self.write_at("2026-11-30 05:00", page=page)

        [message] = self.run_at(MORNING)

        self.assertEqual(message.body.count("- Bericht"), digests.MOST_PAGES)
        self.assertIn("en nog 3 pagina’s", message.body)
