"""A link to choose a password: for who asks, answered alike whoever has the address, and not without end."""

from datetime import timedelta
from unittest import mock

from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import OutgoingMail, ResetRequest
from tests.browser.hosts import silence
from tests.cases import SiteTestCase
from tests.permissions.factories import a_user

EMAIL = "mieke@voorbeeld.be"


@override_settings(EMAIL_BACKEND="cms.mail.OutboxBackend")
class ResetTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.user = a_user(is_superuser=True, email=EMAIL, first_name="Mieke")
        cls.address = reverse("wagtailadmin_password_reset")

    def ask(self, email=EMAIL, **more):
        return self.client.post(self.address, {"email": email}, **more)

    def test_the_clock_mails_a_link_that_works(self):
        self.assertRedirects(self.ask(), reverse("wagtailadmin_password_reset_done"))
        self.assertEqual(OutgoingMail.objects.count(), 0)

        call_command("tick")
        call_command("tick")

        [message] = mail.outbox
        self.assertEqual(message.to, [EMAIL])
        self.assertIn("Mieke", message.body)
        [link] = [line for line in message.body.splitlines() if line.startswith("http")]
        page = self.client.get(link.partition("8000")[2], follow=True)
        self.assertContains(page, 'name="new_password1"')

    def test_capitals_in_the_address_are_the_same_person(self):
        self.ask("MIEKE@Voorbeeld.be")

        call_command("tick")

        self.assertEqual(mail.outbox[0].to, [EMAIL])

    def test_the_same_work_is_done_for_an_address_that_nobody_has(self):
        answers = []
        for email in (EMAIL, "niemand@voorbeeld.be"):
            with CaptureQueriesContext(connection) as queries:
                response = self.ask(email)
            answers.append((response.status_code, response["Location"], len(queries)))

        self.assertEqual(*answers)
        call_command("tick")
        self.assertEqual(len(mail.outbox), 1)

    def test_one_person_gets_three_mails_an_hour_and_nobody_sees_that(self):
        statuses = {self.ask(REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(6)}
        call_command("tick")

        self.assertEqual((statuses, len(mail.outbox)), ({302}, 3))

    def test_one_network_address_asks_twenty_times_an_hour(self):
        statuses = [self.ask(f"collega{number}@voorbeeld.be").status_code for number in range(21)]

        self.assertEqual(statuses, [302] * 20 + [429])
        self.assertEqual(self.ask(REMOTE_ADDR="192.0.2.8").status_code, 302)
        ahead = timezone.now() + timedelta(minutes=61)
        with mock.patch("django.utils.timezone.now", return_value=ahead):
            self.assertEqual(self.ask().status_code, 302)

    def test_a_mail_server_that_hangs_keeps_nobody_waiting(self):
        before = timezone.now()
        with silence() as url, override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=url.rpartition(":")[2]):
            for number in range(10):
                self.ask(f"collega{number}@voorbeeld.be")

        self.assertLess(timezone.now() - before, timedelta(seconds=3))

    def test_who_asked_is_forgotten_after_a_day(self):
        self.ask()

        with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=1)):
            call_command("tick")

        self.assertEqual(ResetRequest.objects.count(), 0)

    def test_the_host_of_the_request_says_nothing(self):
        self.ask(HTTP_HOST="localhost")

        call_command("tick")

        self.assertIn("http://127.0.0.1:8000/admin/password_reset/confirm/", mail.outbox[0].body)
