"""A `tick` that fails or stays away shows in the health of the site, and is mailed once."""

import datetime
from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase, override_settings
from django.utils import timezone
from wagtail.signals import page_unpublished

from operations import checks, heartbeats, watch
from operations.health import run_check
from operations.management.commands import tick
from operations.models import Heartbeat
from tests.cms.cases import PublishingTestCase
from tests.factories import NewsPageFactory
from tests.operations.test_tick import A_MOMENT_AGO, failing

renamed = import_module("operations.migrations.0002_reported_at")
ADMINS = override_settings(ADMINS=[("", "beheer@voorbeeld.be")])
NO_MAIL_SERVER = override_settings(OUTBOX_DELIVERS_BY="no.such.backend")
LONG_AGO = Heartbeat.LATE + datetime.timedelta(minutes=2)


def subjects():
    return [message.subject for message in mail.outbox]


def beat_ago(age, **values):
    Heartbeat.objects.create(name=Heartbeat.NAME, finished_at=timezone.now() - age, **values)


class RenamedColumnTests(TestCase):
    """The column was renamed in a migration that databases had already."""

    def test_a_database_with_the_old_name_gets_the_new_one_and_another_stays_as_it_is(self):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE operations_heartbeat RENAME COLUMN reported_at TO told_at")

        for _time in range(2):
            renamed.rename_told_at(apps, SimpleNamespace(connection=connection))

            beat_ago(LONG_AGO, reported_at=timezone.now())
            self.assertTrue(Heartbeat.objects.get().reported_at)
            Heartbeat.objects.all().delete()


@ADMINS
class FailingTickTests(PublishingTestCase):
    def setUp(self):
        super().setUp()
        self.over = NewsPageFactory(parent=self.news, expire_at=timezone.now() - A_MOMENT_AGO)

    def fail(self):
        with (
            failing(page_unpublished, self.over),
            self.assertLogs("operations", "ERROR"),
            self.assertRaises(CommandError),
        ):
            call_command("tick")

    def test_it_is_told_once_and_once_more_when_it_works_again(self):
        self.fail()
        self.fail()

        self.assertEqual([heartbeats.FAILS in subject for subject in subjects()], [True])
        self.assertEqual(mail.outbox[0].to, ["beheer@voorbeeld.be"])
        self.assertIn(f"expire of Page {self.over.pk}: ZeroDivisionError", mail.outbox[0].body)

        call_command("tick")
        call_command("tick")

        self.assertEqual(len(subjects()), 2)
        self.assertIn(heartbeats.WORKS, subjects()[1])

    def test_who_looks_reads_what_failed_and_when_it_last_went_well(self):
        call_command("tick")
        self.over.refresh_from_db()
        self.over.live = True
        self.over.save()
        self.fail()

        outcome = run_check(checks.check_tick)

        self.assertIn("ZeroDivisionError", outcome.problem)
        self.assertEqual(outcome.figures["failures"], 1)
        self.assertIsNotNone(outcome.figures["last_success"])

    def test_a_tick_that_ends_halfway_is_recorded_and_seen(self):
        def break_off():
            raise ZeroDivisionError

        with self.assertLogs("operations", "ERROR"), self.assertRaises(ZeroDivisionError):
            heartbeats.run_recorded(break_off)

        self.assertEqual(Heartbeat.of_tick().failures, ["tick ended with ZeroDivisionError"])
        self.assertEqual(len(subjects()), 1)

    def test_what_the_mail_server_refuses_is_mailed_a_minute_later(self):
        with NO_MAIL_SERVER, self.assertLogs("monitoring", "WARNING"), self.assertLogs("operations", "ERROR"):
            heartbeats.run_recorded(lambda: ["something"])
        with self.assertLogs("operations", "ERROR"):
            heartbeats.run_recorded(lambda: ["something"])

        self.assertEqual(len(subjects()), 1)


@ADMINS
class LateTickTests(TestCase):
    def test_a_tick_that_runs_is_well(self):
        call_command("tick")

        outcome = run_check(checks.check_tick)
        watch_once()

        self.assertEqual(outcome.problem, "")
        self.assertEqual(subjects(), [])

    def test_a_tick_that_stays_away_is_told_once_by_the_servers(self):
        beat_ago(LONG_AGO)

        with self.assertLogs(heartbeats.__name__, "ERROR"):
            watch_once()
        watch_once()

        self.assertEqual(len(subjects()), 1)
        self.assertIn("tick has not run for 7 minutes", mail.outbox[0].body)
        self.assertIn("tick has not run", run_check(checks.check_tick).problem)

    def test_one_of_several_servers_tells_it(self):
        beat_ago(LONG_AGO, reported_at=timezone.now())

        watch_once()

        self.assertEqual(subjects(), [])

    def test_one_that_never_ran_is_late_too(self):
        Heartbeat.objects.create(name=Heartbeat.NAME, since=timezone.now() - LONG_AGO)

        self.assertIn("tick has not run", run_check(checks.check_tick).problem)

    def test_without_admins_it_is_logged_once(self):
        beat_ago(LONG_AGO)

        with self.settings(ADMINS=[]), self.assertLogs(heartbeats.__name__, "ERROR") as logs:
            watch_once()
            watch_once()

        self.assertEqual(len(logs.output), 1)


def watch_once():
    """As the thread of a server does, on the connection of the test."""
    heartbeats.report_if_late()


class SessionTests(TestCase):
    def test_tick_clears_sessions_that_are_over(self):
        from accounts.sessions import SessionStore

        over = SessionStore.get_model_class()
        over.objects.create(session_key="a" * 32, session_data="", expire_date=timezone.now() - A_MOMENT_AGO)

        call_command("tick")

        self.assertFalse(over.objects.exists())


def test_the_thread_of_a_server_looks_every_minute():
    assert watch.EVERY <= 60
    assert tick.run_recorded is heartbeats.run_recorded
