"""Mail waits in the outbox until `manage.py tick` delivers it: once, retried after a failure, and not for ever."""

import smtplib
import threading
from datetime import timedelta
from unittest import mock
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives, send_mail
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from cms.mail import send_waiting
from cms.models import OutgoingMail
from tests.browser.hosts import nobody, silence
from tests.cases import SiteTestCase
from tests.permissions.factories import a_reviewer, a_user

from .mail import SlowBackend, mail_server

OUTBOX = override_settings(EMAIL_BACKEND="cms.mail.OutboxBackend")
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def write(subject="Dag", to="an@example.org"):
    send_mail(subject, "Een woord.", "wij@example.org", [to])
    return OutgoingMail.objects.latest("pk")


def later(**ahead):
    """Moves the clock."""
    return mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(**ahead))


def at(url):
    """Settings for a mail server at this address, with a short timeout."""
    parts = urlsplit(url)
    return override_settings(
        OUTBOX_DELIVERS_BY=SMTP, EMAIL_HOST=parts.hostname, EMAIL_PORT=parts.port, EMAIL_TIMEOUT=0.3
    )


@OUTBOX
class OutboxTests(TestCase):
    def test_sending_stores_and_the_clock_delivers(self):
        write("Eén ding")
        self.assertEqual(mail.outbox, [])

        call_command("tick")
        call_command("tick")

        [message] = mail.outbox
        self.assertEqual((message.subject, message.body), ("Eén ding", "Een woord."))
        self.assertEqual((message.to, message.from_email), (["an@example.org"], "wij@example.org"))

    def test_what_a_mail_says_is_erased_when_it_is_sent(self):
        stored = write()

        send_waiting()

        stored.refresh_from_db()
        self.assertTrue(stored.sent_at)
        self.assertEqual(bytes(stored.content), b"")

    def test_nothing_is_sent_of_what_was_undone(self):
        with self.assertRaises(ZeroDivisionError), transaction.atomic():
            send_mail("Dag", "Een woord.", None, ["an@example.org"])
            _ = 1 / 0

        self.assertEqual(OutgoingMail.objects.count(), 0)

    def test_a_line_break_in_a_header_is_refused_at_once(self):
        with self.assertRaises(BadHeaderError):
            write("Dag\nBcc: iedereen@example.org")

        self.assertEqual(OutgoingMail.objects.count(), 0)

    def test_no_recipient_no_row(self):
        EmailMessage("Dag", "Een woord.").send()

        self.assertEqual(OutgoingMail.objects.count(), 0)

    def test_what_was_settled_long_ago_is_forgotten(self):
        write("Verstuurd")
        send_waiting()
        write("Opgegeven").give_up()
        write("Wacht")

        with later(days=15):
            OutgoingMail.objects.forget()

        self.assertEqual(OutgoingMail.objects.get().attempts, 0)

    def test_a_lease_keeps_others_off_and_ends_by_itself(self):
        stored = write()
        self.assertTrue(OutgoingMail.objects.claim(stored.pk))

        send_waiting()
        self.assertEqual(mail.outbox, [])
        with later(minutes=11):
            send_waiting()

        self.assertEqual(len(mail.outbox), 1)


@OUTBOX
class MailServerTests(TestCase):
    def test_a_message_arrives_as_it_was_written(self):
        message = EmailMultiAlternatives(
            "Één", "Ça va?\n.\nVan é tot z", None, ["an@example.org"], bcc=["x@example.org"]
        )
        message.attach_alternative("<p>Ça va?</p>", "text/html")
        message.send()
        stored = bytes(OutgoingMail.objects.get().content)

        with mail_server() as server, at(server.url):
            send_waiting()

        self.assertEqual(server.messages, [stored])
        self.assertIn(b"\r\nMessage-ID: <", stored)
        self.assertNotIn(b"x@example.org", stored)

    def test_a_server_that_is_down_ends_the_run_and_is_tried_again(self):
        first, second = write(), write()

        with at(nobody()), self.assertLogs("cms.mail", "WARNING"):
            send_waiting()

        for stored in (first, second):
            stored.refresh_from_db()
        self.assertEqual((first.attempts, second.attempts), (1, 0))
        self.assertIn("ConnectionRefusedError", first.error)
        with later(minutes=3):
            send_waiting()
        self.assertEqual(len(mail.outbox), 2)

    def test_a_server_that_hangs_costs_one_time_out(self):
        for _number in range(10):
            write()

        with silence() as url, at(url), self.assertLogs("cms.mail", "WARNING"):
            before = timezone.now()
            send_waiting()

        self.assertLess(timezone.now() - before, timedelta(seconds=2))
        self.assertEqual(OutgoingMail.objects.filter(attempts=0).count(), 9)

    def test_the_pauses_grow(self):
        stored = write()
        pauses = []

        for attempt in range(1, 12):
            stored.attempts = attempt
            stored.postpone("")
            pauses.append(round((stored.due_at - timezone.now()).total_seconds() / 60))

        self.assertEqual(pauses, [2, 4, 8, 16, 32, 64, 128, 240, 240, 240, 240])

    def test_after_three_days_it_is_given_up_with_an_error(self):
        stored = write()
        stored.postpone("ConnectionRefusedError")

        with later(days=3, minutes=1), self.assertLogs("cms.mail", "ERROR") as logs:
            send_waiting()

        stored.refresh_from_db()
        self.assertTrue(stored.given_up_at)
        self.assertEqual((bytes(stored.content), stored.error), (b"", "ConnectionRefusedError"))
        self.assertIn("given up", logs.output[0])
        self.assertEqual(mail.outbox, [])

    def test_a_refused_address_never_stops_the_others(self):
        gone, full, fine = write(to="nobody@example.org"), write(to="later@example.org"), write("Goed")

        with mail_server() as server, at(server.url), self.assertLogs("cms.mail", "WARNING"):
            send_waiting()

        for stored in (gone, full, fine):
            stored.refresh_from_db()
        self.assertTrue(gone.given_up_at)
        self.assertTrue(full.due_at > timezone.now() and not full.given_up_at)
        self.assertTrue(fine.sent_at)
        self.assertIn(smtplib.SMTPRecipientsRefused.__name__, full.error)
        self.assertEqual(len(server.messages), 1)

    def test_no_log_line_and_no_error_names_the_address(self):
        stored = write(to="nobody@example.org")

        with mail_server() as server, at(server.url), self.assertLogs("cms.mail", "ERROR") as logs:
            send_waiting()

        stored.refresh_from_db()
        self.assertIn("no such user", stored.error)
        self.assertNotIn("nobody@example.org", stored.error + "".join(logs.output))

    def test_what_is_withdrawn_is_not_sent_and_holds_no_address(self):
        stored = write(to="weg@example.org")

        OutgoingMail.objects.filter(pk=stored.pk).withdraw()
        send_waiting()

        stored.refresh_from_db()
        self.assertEqual((mail.outbox, stored.recipients, bytes(stored.content)), ([], [], b""))


@OUTBOX
class StartScreenTests(SiteTestCase):
    def trouble(self, user):
        self.client.force_login(user)
        return "Mail raakt niet weg" in self.client.get(reverse("wagtailadmin_home")).content.decode()

    def test_who_manages_the_site_sees_that_mail_does_not_get_out(self):
        chief = a_user(is_superuser=True)
        write()
        self.assertFalse(self.trouble(chief))

        with later(minutes=16):
            self.assertTrue(self.trouble(chief))
            self.assertFalse(self.trouble(a_reviewer(self.home)))
        send_waiting()
        write().give_up("SMTPRecipientsRefused")
        self.assertTrue(self.trouble(chief))


def run():
    try:
        send_waiting()
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_two_runners_deliver_each_mail_once():
    with OUTBOX, override_settings(OUTBOX_DELIVERS_BY=SlowBackend.begin()):
        for number in range(20):
            write(str(number))
        runners = [threading.Thread(target=run) for _runner in range(2)]
        for runner in runners:
            runner.start()
        for runner in runners:
            runner.join()

    assert sorted(SlowBackend.delivered, key=int) == [str(number) for number in range(20)]
    assert not OutgoingMail.objects.waiting().exists()


@pytest.mark.django_db(transaction=True)
def test_a_killed_runner_repeats_only_the_mail_that_it_had_in_its_hands():
    with OUTBOX, override_settings(OUTBOX_DELIVERS_BY=SlowBackend.begin(killed_at=3)):
        for number in range(8):
            write(str(number))
        with pytest.raises(KeyboardInterrupt):
            send_waiting()
        send_waiting()
        with later(minutes=11):
            send_waiting()

    assert SlowBackend.delivered == ["0", "1", "2", "3", "4", "5", "6", "7", "2"]
    assert connection.in_atomic_block is False
