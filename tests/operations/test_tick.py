"""`manage.py tick` publishes what is due and takes offline what is over, one page at a time."""

import datetime
import threading
import time
from contextlib import contextmanager, suppress
from io import StringIO
from unittest import mock

from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import skipUnlessDBFeature
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry
from wagtail.signals import page_unpublished

from cms import locks
from cms.locks import only_one
from cms.models import PageTheme
from cms.signals.definitions import ticked
from news.models import NewsPage
from operations.management.commands import tick
from tests.cms.cases import FILL_IN, PublishingTestCase
from tests.factories import NewsPageFactory, UserFactory

A_MOMENT_AGO = datetime.timedelta(minutes=5)


def plan(page, user):
    """Publish the page by its editor with a date ahead, then let that date pass."""
    page.go_live_at = timezone.now() + A_MOMENT_AGO
    page.save_revision(user=user).publish(user=user)
    revision = page.latest_revision
    revision.approved_go_live_at = timezone.now() - A_MOMENT_AGO
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    return revision


@contextmanager
def held_elsewhere(name):
    """Another process has the lock: a thread is enough, for it has a connection and files of its own."""
    begun, over = threading.Event(), threading.Event()

    def hold():
        with suppress(OperationalError), only_one(name):  # its session may have ended
            begun.set()
            over.wait()
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def failing(heard, thing):
    """Somebody who hears of this thing fails."""

    def fail(sender, instance=None, **kwargs):
        if thing in (sender, instance):
            raise ZeroDivisionError

    heard.connect(fail)
    try:
        yield
    finally:
        heard.disconnect(fail)


def ticked_output():
    output = StringIO()
    call_command("tick", stdout=output)
    return output.getvalue()


class TickTests(PublishingTestCase):
    def test_publishes_what_is_due(self):
        due = self.scheduled()
        later = self.scheduled(when=timezone.now() + A_MOMENT_AGO)

        call_command("tick")

        due.refresh_from_db()
        self.assertTrue(due.live)
        self.assert_is_draft(later)

    def test_takes_offline_what_is_over(self):
        over = NewsPageFactory(parent=self.news, expire_at=timezone.now() - A_MOMENT_AGO)
        going_on = NewsPageFactory(parent=self.news, expire_at=timezone.now() + A_MOMENT_AGO)

        call_command("tick")

        for page in (over, going_on):
            page.refresh_from_db()
        self.assertEqual((over.live, over.expired), (False, True))
        self.assertTrue(going_on.live)

    def test_a_new_version_comes_before_the_old_one_ends(self):
        page = NewsPageFactory(parent=self.news, expire_at=timezone.now() - A_MOMENT_AGO)
        page.expire_at = None
        page.go_live_at = timezone.now() - A_MOMENT_AGO
        page.save_revision(approved_go_live_at=page.go_live_at)

        call_command("tick")

        self.assertTrue(NewsPage.objects.get(pk=page.pk).live)
        self.assertFalse(PageLogEntry.objects.filter(action="wagtail.unpublish.scheduled").exists())

    def test_a_page_that_is_not_ready_never_stops_the_others(self):
        unready = self.scheduled(search_description="")
        due = self.scheduled()

        with self.assertLogs(tick.__name__, "WARNING"):
            call_command("tick")

        due.refresh_from_db()
        self.assertTrue(due.live)
        self.assert_is_draft(unready)

    def test_a_page_that_is_not_ready_loses_its_date_and_keeps_its_text(self):
        page = self.scheduled(search_description="")

        with self.assertLogs(tick.__name__, "WARNING") as logs:
            call_command("tick")

        self.assertIn(str(page.pk), logs.output[0])
        page = NewsPage.objects.get(pk=page.pk)
        self.assertFalse(page.revisions.exclude(approved_go_live_at=None).exists())
        self.assertEqual(str(page.get_latest_revision_as_object().body), str(page.body))

    def test_who_scheduled_it_reads_what_is_missing_and_where(self):
        planner = UserFactory(is_superuser=True, first_name="Mieke", email="mieke@voorbeeld.be")
        page = NewsPageFactory(parent=self.news, live=False, title="Dit & dat")
        page.save_revision(user=self.chief)
        revision = plan(page, planner)
        revision.user = self.chief
        revision.content["search_description"] = ""
        revision.save()

        with self.assertLogs(tick.__name__, "WARNING"):
            call_command("tick")

        [message] = mail.outbox
        self.assertEqual(message.to, ["mieke@voorbeeld.be"])
        self.assertEqual(message.subject, _("Not published: %s") % "Dit & dat")
        self.assertIn(f"{_('Summary')}: {FILL_IN}", message.body)
        self.assertIn("Dit & dat", message.body)
        self.assertIn(reverse("wagtailadmin_pages:edit", args=[page.pk]), message.body)

    def test_what_was_ready_when_scheduled_is_asked_again(self):
        page = NewsPageFactory(parent=self.news, live=False)
        plan(page, self.chief)
        PageTheme.objects.all().delete()
        self.theme.__class__.objects.all().delete()

        with self.assertLogs(tick.__name__, "WARNING") as logs:
            call_command("tick")

        self.assertIn("is not ready to publish", logs.output[0])
        self.assert_is_draft(page)

    def test_nobody_is_written_twice(self):
        self.scheduled(search_description="")
        with self.assertLogs(tick.__name__, "WARNING"):
            call_command("tick")

        call_command("tick")

        self.assertEqual(len(mail.outbox), 1)

    def test_somebody_who_left_gets_no_mail(self):
        self.scheduled(search_description="")
        self.chief.is_active = False
        self.chief.save()

        with self.assertLogs(tick.__name__, "WARNING"):
            call_command("tick")

        self.assertEqual(mail.outbox, [])

    def test_a_mail_server_that_is_down_stops_nothing(self):
        page, due = self.scheduled(search_description=""), self.scheduled()

        with (
            self.settings(EMAIL_BACKEND="no.such.backend"),
            self.assertLogs(tick.__name__, "WARNING"),
            self.assertRaises(CommandError),
        ):
            call_command("tick")

        due.refresh_from_db()
        self.assertTrue(due.live)
        self.assertFalse(page.revisions.exclude(approved_go_live_at=None).exists())

    def test_one_works_at_a_time_and_the_others_say_so_and_leave(self):
        due, output = self.scheduled(), StringIO()

        with held_elsewhere("tick"):
            call_command("tick", stdout=output)

        self.assertIn("Another tick is running", output.getvalue())
        self.assert_is_draft(due)

    @skipUnlessDBFeature("has_select_for_update")  # PostgreSQL
    def test_who_was_stopped_makes_room_after_a_while(self):
        due, until = self.scheduled(), time.monotonic() + 20

        with mock.patch.object(locks, "ABANDONED_AFTER", 1), held_elsewhere("tick"):
            while "Another" in ticked_output() and time.monotonic() < until:
                time.sleep(0.2)

        due.refresh_from_db()
        self.assertTrue(due.live)

    def test_who_is_done_makes_room_for_the_next(self):
        call_command("tick")
        due = self.scheduled()

        call_command("tick")

        due.refresh_from_db()
        self.assertTrue(due.live)

    def test_something_that_failed_ends_the_command_with_an_error_after_the_rest_is_done(self):
        over = NewsPageFactory(parent=self.news, expire_at=timezone.now() - A_MOMENT_AGO)
        going_on = NewsPageFactory(parent=self.news, expire_at=timezone.now() - A_MOMENT_AGO)

        with (
            failing(page_unpublished, over),
            self.assertLogs(tick.__name__, "ERROR"),
            self.assertRaisesMessage(CommandError, "1 of the things to do failed"),
        ):
            call_command("tick")

        for page in (over, going_on):
            page.refresh_from_db()
        self.assertEqual((over.live, going_on.live), (True, False))

    def test_another_room_that_fails_ends_the_command_with_an_error_too(self):
        with (
            failing(ticked, tick.Command),
            self.assertLogs("django.dispatch", "ERROR"),
            self.assertRaises(CommandError),
        ):
            call_command("tick")

    def test_keeps_going_with_a_pause(self):
        due = self.scheduled()
        # Closing the connection would end the test's own transaction.
        closing = mock.patch.object(tick, "close_old_connections")
        pausing = mock.patch("time.sleep", side_effect=[None, KeyboardInterrupt])

        with closing, pausing as pause, self.assertRaises(KeyboardInterrupt):
            call_command("tick", every=60)

        self.assertEqual(pause.call_args_list, [mock.call(60), mock.call(60)])
        due.refresh_from_db()
        self.assertTrue(due.live)
