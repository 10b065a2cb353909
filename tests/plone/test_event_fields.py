"""An event has the fields of Plone's Event, from its sessions."""

from tests.events.factories import EventPageFactory, TrajectoryPageFactory, session
from tests.partners.cases import NEXT_MONTH

from .cases import DialectCase


class EventFieldsTests(DialectCase):
    def event(self, *sessions, **values):
        page = EventPageFactory(parent=self.lists["events"], rows={"sessions": list(sessions)}, **values)
        return self.get_json(f"agenda/{page.slug}")

    def test_the_first_session_is_the_event_and_the_others_repeat_it(self):
        payload = self.event(
            session("2099-12-03 14:00", "2099-12-03 16:00"),
            session("2099-11-12 09:00", "2099-11-12 12:30"),
            session("2099-07-01 09:00"),
        )

        self.assertEqual(payload["start"], "2099-07-01T07:00:00+00:00")
        self.assertEqual(payload["recurrence"], "RDATE:20991112T080000Z,20991203T130000Z")
        self.assertEqual((payload["whole_day"], payload["open_end"]), (False, True))

    def test_an_end_that_is_known_is_the_end(self):
        payload = self.event(session("2099-11-12 09:00", "2099-11-12 12:30"))

        self.assertEqual(payload["end"], "2099-11-12T11:30:00+00:00")
        self.assertEqual((payload["open_end"], payload["recurrence"]), (False, None))

    def test_an_open_end_is_the_end_of_the_day(self):
        payload = self.event(session("2099-11-12 09:00"))

        self.assertEqual(payload["end"], "2099-11-12T22:59:59+00:00")

    def test_without_a_known_day_there_is_no_start(self):
        page = TrajectoryPageFactory(
            parent=self.lists["events"], rows={"sessions": [session(None, label="najaar")]}
        )

        payload = self.get_json(f"agenda/{page.slug}")

        self.assertEqual((payload["start"], payload["end"], payload["recurrence"]), (None, None, None))

    def test_where_it_is_and_where_to_register(self):
        payload = self.event(
            session("2099-11-12 09:00"),
            venue_name="Zaal De Kring",
            registration_mode="link",
            registration_url="https://inschrijven.example/",
        )

        self.assertIn("Zaal De Kring", payload["location"])
        self.assertEqual(payload["event_url"], "https://inschrijven.example/")
        self.assertEqual(payload["sync_uid"].rpartition(":")[2].replace("-", ""), payload["UID"])

    def test_they_are_there_in_lists_too_and_not_with_other_types(self):
        self.event(session(NEXT_MONTH))

        events = self.get_json("agenda", "?fullobjects=1")["items"]

        self.assertTrue(all(item["start"] for item in events))
        self.assertNotIn("start", self.get_json("nieuws/eerste"))
