"""State shared between gunicorn's threads is thread-safe."""

import sys
from concurrent.futures import ThreadPoolExecutor

from django.test import SimpleTestCase
from wagtail.models import Page

from caching.compiled import MOST_KEPT, Prepared
from caching.memory import Memory
from cms.counting import Recorder

THREADS, TIMES = 8, 400


class SharedTests(SimpleTestCase):
    def setUp(self):
        interval = sys.getswitchinterval()
        self.addCleanup(sys.setswitchinterval, interval)
        sys.setswitchinterval(1e-6)

    def in_threads(self, action):
        """The results of all threads; an error in one is raised here."""
        with ThreadPoolExecutor(THREADS) as threads:
            return list(
                threads.map(lambda number: [action(number, time) for time in range(TIMES)], range(THREADS))
            )

    def test_questions_are_made_while_others_are_asked(self):
        nothing = Prepared(lambda *about, key: Page.objects.none())

        self.in_threads(lambda number, time: nothing(number, time, key=1))

        self.assertLessEqual(len(nothing.kept), MOST_KEPT)

    def test_a_memory_keeps_no_more_than_it_may(self):
        memory = Memory(50)

        self.in_threads(
            lambda number, time: (memory.keep((number, time), time), memory.get((number, time - 1)))
        )

        self.assertEqual(len(memory.kept), 50)

    def test_no_view_is_lost(self):
        recorder, written = Recorder(), []
        with self.settings(VIEWS_WRITTEN_AFTER=3600):
            self.in_threads(lambda number, time: recorder.record(time % 5))

        written.append(recorder.counts)
        recorder.clock.cancel()

        self.assertEqual(sum(written[0].values()), THREADS * TIMES)
