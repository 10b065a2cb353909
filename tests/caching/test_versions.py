"""The version of the content is as new as promised, and a database that hangs holds up nobody for long."""

import threading
from unittest.mock import patch

from django.db import OperationalError
from django.test import TestCase, override_settings

from caching.models import ListingChange
from caching.versions import Versions

OLD, NEW = (1, "old"), (2, "new")


@override_settings(VERSION_CHECKED_EVERY=0.1)
class VersionTests(TestCase):
    def setUp(self):
        self.versions, self.has_started, self.go_on = Versions(), threading.Event(), threading.Event()
        with patch.object(ListingChange, "newest", return_value=OLD):
            self.versions.current()
        self.versions.checked_at -= 3600

    def answer_late(self):
        self.has_started.set()
        self.go_on.wait(5)
        return NEW

    def ask_in_thread(self, answers):
        thread = threading.Thread(target=lambda: answers.append(self.versions.current()))
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.go_on.set)
        return thread

    def test_after_an_idle_hour_the_second_of_two_requests_waits_for_the_first(self):
        answers = []
        with patch.object(ListingChange, "newest", self.answer_late):
            first = self.ask_in_thread(answers)
            self.has_started.wait(5)
            second = self.ask_in_thread(answers)
            second.join(0.2)
            self.go_on.set()
            first.join(5)
            second.join(5)

        self.assertEqual([answer[:2] for answer in answers], [("2", "new")] * 2)

    def test_nobody_waits_for_long_while_the_database_hangs(self):
        answers = []
        with (
            patch.object(ListingChange, "newest", self.answer_late),
            patch("caching.versions.LONGEST_WAIT", 0.1),
        ):
            self.ask_in_thread(answers)
            self.has_started.wait(5)

            self.assertEqual(self.versions.current()[:2], ("1", "old"))
        self.assertEqual(answers, [])

    def test_without_a_database_it_is_asked_again_after_a_pause(self):
        with patch.object(ListingChange, "newest", side_effect=OperationalError) as newest:
            versions = [self.versions.current()[:2] for _ in range(3)]

        self.assertEqual(versions, [("1", "old")] * 3)
        self.assertTrue(self.versions.is_stale)
        self.assertEqual(newest.call_count, 1)

        self.versions.checked_at -= 3600
        with patch.object(ListingChange, "newest", return_value=NEW):
            self.assertEqual(self.versions.current()[:2], ("2", "new"))
        self.assertFalse(self.versions.is_stale)
