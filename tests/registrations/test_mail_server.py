"""A mail server that refuses, hangs or comes back blocks nobody and loses nothing; the record says how it went."""

from datetime import timedelta

from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from cms.mail import send_waiting
from cms.models import OutgoingMail
from registrations import outcomes
from registrations.models import Registration, RegistrationMail
from tests.browser.hosts import nobody, silence
from tests.cms.mail import mail_server
from tests.cms.test_outbox import at as mail_server_at
from tests.registrations.cases import NAMES, RegistrationCase, applicant, at


class MailServerTests(RegistrationCase):
    def deliver(self):
        with self.assertLogs("cms.mail", "WARNING"):
            send_waiting()
        outcomes.note()

    def test_registering_waits_for_no_mail_server(self):
        with silence() as url, mail_server_at(url):
            before = timezone.now()

            self.register(*NAMES[:3])

            self.assertLess(timezone.now() - before, timedelta(seconds=5))
        self.assertEqual(OutgoingMail.objects.waiting().count(), 3)

    def test_a_server_that_is_down_and_comes_back_loses_nothing(self):
        self.register(*NAMES[:3])
        with mail_server_at(nobody()):
            self.deliver()
        self.assertIn("ConnectionRefusedError", RegistrationMail.objects.exclude(error="").get().error)

        with mail_server() as server, mail_server_at(server.url), at(timezone.now() + timedelta(minutes=5)):
            send_waiting()
        outcomes.note()

        self.assertEqual(len(server.messages), 3)
        self.assertFalse(RegistrationMail.objects.filter(sent_at=None).exists())
        self.assertFalse(RegistrationMail.objects.exclude(error="").exists())

    def test_a_server_that_hangs_holds_up_no_registration_and_loses_no_mail(self):
        self.register(*NAMES[:2])

        with silence() as url, mail_server_at(url):
            self.deliver()
        self.register(NAMES[2])

        self.assertEqual(OutgoingMail.objects.waiting().count(), 3)
        self.assertEqual(Registration.objects.count(), 3)

    def test_a_refused_address_is_flagged_and_holds_up_nobody(self):
        """#28: a typing error in an address would stay unnoticed."""
        self.register(applicant(NAMES[0], email="nobody@voorbeeld.be"), NAMES[1])

        with mail_server() as server, mail_server_at(server.url):
            self.deliver()

        refused = self.of(NAMES[0]).mails.get()
        self.assertTrue(refused.failed_at)
        self.assertIn("no such user", refused.error)
        self.assertTrue(self.of(NAMES[1]).mails.get().sent_at)

    def test_what_became_of_a_mail_stays_when_the_outbox_has_forgotten_it(self):
        self.register(NAMES[0])
        call_command("tick")
        call_command("tick")

        with at(timezone.now() + timedelta(days=15)):
            OutgoingMail.objects.forget()

        row = RegistrationMail.objects.get()
        self.assertEqual((row.outgoing, row.recipient), (None, "an.aerts@voorbeeld.be"))
        self.assertTrue(row.sent_at)
        self.assertEqual(len(mail.outbox), 1)

    def test_no_registration_without_its_mail_and_no_mail_without_its_registration(self):
        with self.assertRaises(ZeroDivisionError), transaction.atomic():
            self.register(*NAMES[:2])
            _ = 1 / 0

        self.assertEqual((Registration.objects.count(), OutgoingMail.objects.count()), (0, 0))

    @override_settings(DEFAULT_FROM_EMAIL="Streekwijzer <wij@voorbeeld.be>")
    def test_what_arrives_is_whole(self):
        self.register(NAMES[0])

        with mail_server() as server, mail_server_at(server.url):
            send_waiting()

        [message] = server.messages
        for part in (b"text/plain", b"text/html", b'text/calendar; charset="utf-8"; method="PUBLISH"'):
            self.assertIn(part, message)
        self.assertIn(b"@voorbeeld.be>", message)
