"""Whether one can register, and the places left, are right through the response cache: to the second."""

import datetime
import time
from unittest.mock import patch

from django.utils import timezone

from tests.events.factories import EventIndexPageFactory, EventPageFactory, session
from tests.events.seats import count_people

from .test_responses import ResponseCacheCase

FORM = "inschrijven/"


def tomorrow_morning():
    """Far from midnight, when the answers change as well."""
    return (timezone.now() + datetime.timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)


class RegisteringTests(ResponseCacheCase):
    def event(self, **values):
        agenda = EventIndexPageFactory(parent=self.home)
        rows = {"sessions": [session("2099-11-12 09:00")]}
        return EventPageFactory(parent=agenda, registration_mode="form", capacity=3, rows=rows, **values)

    def at(self, moment):
        """The time is this moment, for all code that asks Django or the clock of the machine."""
        for target, answer in ((timezone, lambda: moment), (time, moment.timestamp)):
            clock = patch.object(target, "now" if target is timezone else "time", answer)
            clock.start()
            self.addCleanup(clock.stop)

    def addresses(self, page):
        return page.url, f"/api/v1/events/{page.translation_key}"

    def open_words(self, page):
        """What stands in the answer at each address while one can register."""
        html, api = self.addresses(page)
        return {html: FORM, api: '"status": "open"'}

    def test_the_last_seat_is_gone_for_the_next_visitor(self):
        page = self.event()
        count_people(page, taken=2)
        html, api = self.addresses(page)
        self.assertTrue(self.is_kept(html))
        self.assertTrue(self.is_kept(api))

        count_people(page, taken=3)

        self.assertNotIn(FORM, self.get(html).body.decode())
        self.assertIn('"seats_left": 0', self.get(api).body.decode())
        self.assertTrue(self.is_kept(html))

    def test_a_kept_answer_lasts_until_the_form_opens_and_until_it_closes(self):
        now = tomorrow_morning()
        opens, closes = now + datetime.timedelta(seconds=20), now + datetime.timedelta(seconds=40)
        page = self.event(
            registration_opens_at=opens, registration_deadline=closes, registration_deadline_is_exclusive=True
        )
        second = datetime.timedelta(seconds=1)

        for moment, is_open in ((now, False), (opens, True), (closes, False)):
            for address, words in self.open_words(page).items():
                with self.subTest(moment=moment, address=address):
                    self.at(moment)
                    fresh = self.get(address)
                    self.at(moment + 19 * second)

                    self.assertFalse(fresh.is_hit)
                    self.assertEqual(words in fresh.body.decode(), is_open)
                    self.assertTrue(self.get(address).is_hit)

    def test_who_only_sends_a_date_gets_what_the_clock_changed(self):
        now = tomorrow_morning()
        closes = now + datetime.timedelta(seconds=30)
        page = self.event(registration_deadline=closes, registration_deadline_is_exclusive=True)
        _html, api = self.addresses(page)
        self.at(now + datetime.timedelta(seconds=10))
        before = self.get(api)

        self.at(closes + datetime.timedelta(seconds=10))
        after = self.get(api, HTTP_IF_MODIFIED_SINCE=before.headers["Last-Modified"])

        self.assertIn('"status": "open"', before.body.decode())
        self.assertEqual(after.status, 200)
        self.assertIn('"status": "closed"', after.body.decode())
