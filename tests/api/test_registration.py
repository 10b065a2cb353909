"""`registration` of an event and a trajectory: whether one can register, until when, where, and the seats left."""

import datetime
from unittest.mock import patch

from django.utils import timezone

from tests.events.factories import EventPageFactory, TrajectoryPageFactory, moment, session
from tests.events.seats import count_people

from .cases import V1, ApiTestCase, clear_caches


class RegistrationTests(ApiTestCase):
    def event(self, **values):
        rows = {"sessions": [session("2099-11-12 09:00")]}
        return EventPageFactory(
            **{"parent": self.places["events"], "registration_mode": "form", "rows": rows, **values}
        )

    def registration(self, page, name="events", **headers):
        clear_caches()
        return self.client.get(f"{V1}{name}/{page.translation_key}", headers=headers).json()["registration"]

    def test_an_open_form_says_everything(self):
        page = self.event(capacity=12, held_seats=2, registration_deadline=moment("2099-11-08 00:00"))
        count_people(page, taken=3)

        self.assertEqual(
            self.registration(page),
            {
                "open": True,
                "status": "open",
                "opens_at": None,
                "closes_at": "2099-11-08T23:00:00Z",
                "seats_left": 7,
                "address": f"{page.full_url}inschrijven/",
            },
        )

    def test_each_state_has_its_word(self):
        full = self.event(capacity=1)
        waiting = self.event(capacity=1, has_waitlist=True)
        for page in (full, waiting):
            count_people(page, taken=1)
        pages = {
            "full": full,
            "waiting_list": waiting,
            "not_yet": self.event(registration_opens_at=moment("2099-01-01 09:00")),
            "closed": self.event(registration_deadline=moment("2020-01-01 09:00")),
            "over": self.event(rows={"sessions": [session("2019-11-12 09:00")]}),
            "cancelled": self.event(rows={"sessions": [session("2099-11-12 09:00", status="cancelled")]}),
        }

        answers = {status: self.registration(page) for status, page in pages.items()}

        self.assertEqual(
            {status: answer["status"] for status, answer in answers.items()}, {key: key for key in pages}
        )
        self.assertEqual([status for status, answer in answers.items() if answer["open"]], ["waiting_list"])

    def test_another_website_has_an_address_and_nobody_counts(self):
        page = self.event(registration_mode="link", registration_url="https://voorbeeld.be/in", capacity=12)

        answer = self.registration(page)

        self.assertEqual((answer["status"], answer["seats_left"]), ("open", None))
        self.assertEqual(answer["address"], "https://voorbeeld.be/in")

    def test_where_nobody_registers_there_is_no_status(self):
        answer = self.registration(self.event(registration_mode="none"))

        self.assertEqual((answer["open"], answer["status"], answer["address"]), (False, None, ""))

    def test_a_trajectory_counts_by_track(self):
        page = TrajectoryPageFactory(
            parent=self.places["trajectories"],
            registration_mode="form",
            registration_deadline=moment("2099-01-26 12:00"),
            registration_deadline_is_exclusive=True,
            tracks=[
                ("track", {"title": name, "key_question": "Wat?", "seats": 5}) for name in ("Wonen", "Zorg")
            ],
        )
        count_people(page, taken=4)
        count_people(page, page.tracks[0].id, taken=4)

        answer = self.registration(page, "trajectories")

        self.assertEqual((answer["seats_left"], answer["closes_at"]), (6, "2099-01-26T11:00:00Z"))

    def test_a_client_that_has_it_gets_another_answer_once_the_clock_has_closed_it(self):
        closes = timezone.now() + datetime.timedelta(minutes=2)
        page = self.event(registration_deadline=closes, registration_deadline_is_exclusive=True)
        address = f"{V1}events/{page.translation_key}"
        with patch.object(timezone, "now", lambda: closes - datetime.timedelta(minutes=1)):
            before = self.client.get(address)

        clear_caches()
        with patch.object(timezone, "now", lambda: closes + datetime.timedelta(seconds=5)):
            after = self.client.get(address, headers={"if-none-match": before["ETag"]})

        self.assertEqual(before.json()["registration"]["status"], "open")
        self.assertEqual(after.status_code, 200)
        self.assertEqual(after.json()["registration"]["status"], "closed")
