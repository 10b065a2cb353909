"""What a page, a card, a calendar and linked data tell about registering, at any moment."""

import datetime
from unittest.mock import patch

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.models import SeatCount
from events.models import EventPage
from search.page_text import PageText
from tests.cms.heads import data_of
from tests.events.factories import (
    AgendaTestCase,
    EventPageFactory,
    TrajectoryPageFactory,
    moment,
    session,
)
from tests.events.seats import count_people
from tests.events.test_event_page import words_of

BUTTON, LINE_BUTTON = _("Register"), _("Put me on the waiting list")
STILL_POSSIBLE = _("Are you registered already? With the link in your mail you can change or cancel that.")
SCHEMA = "https://schema.org/"


def places_left(count):
    return ngettext("%(count)s place left", "%(count)s places left", count) % {"count": count}


class RegisteringCase(AgendaTestCase):
    def event(self, *sessions, **values):
        rows = {"sessions": list(sessions) or [session("2099-11-12 09:00", "2099-11-12 12:00")]}
        return EventPageFactory(
            **{"parent": self.agenda, "registration_mode": "form", "capacity": 12, "rows": rows, **values}
        )

    def fresh(self, page):
        return EventPage.objects.get(pk=page.pk)


class PageTests(RegisteringCase):
    def html(self, page):
        return self.client.get(page.url).content.decode().replace("\xa0", " ")

    def test_an_open_form_is_a_click_away_with_the_places_left(self):
        page = self.event()
        count_people(page, taken=5)

        html = self.html(page)

        self.assertIn(f'href="{page.url}inschrijven/"', html)
        self.assertIn(BUTTON, html)
        self.assertIn(places_left(7), html)

    def test_one_place_is_one_place(self):
        page = self.event()
        count_people(page, taken=11)

        self.assertIn(places_left(1), self.html(page))

    def test_without_a_limit_nobody_counts_places(self):
        page = self.event(capacity=None)

        self.assertIn(f'href="{page.url}inschrijven/"', self.html(page))
        self.assertIsNone(page.seats_left)

    def test_before_it_opens_the_page_says_from_when(self):
        page = self.event(registration_opens_at=moment("2099-09-02 09:30"))

        html = self.html(page)

        when = {"day": "woensdag 2 september 2099", "hour": "9.30"}
        self.assertIn(_("You can register from %(day)s, %(hour)s o'clock.") % when, html)
        self.assertNotIn("inschrijven/", html)

    def test_full_with_a_waiting_list_one_can_wait(self):
        page = self.event(has_waitlist=True)
        count_people(page, taken=12)

        html = self.html(page)

        self.assertIn(LINE_BUTTON, html)
        self.assertIn(f'href="{page.url}inschrijven/"', html)
        self.assertIn(_("Full, with a waiting list"), html)

    def test_newcomers_queue_while_somebody_waits(self):
        page = self.event(has_waitlist=True)
        count_people(page, taken=11, waiting=1)

        self.assertIn(LINE_BUTTON, self.html(page))
        self.assertEqual(self.fresh(page).seats_left, 0)

    def test_full_without_one_the_page_says_what_is_still_possible(self):
        page = self.event()
        count_people(page, taken=12)

        html = self.html(page)

        self.assertIn(_("All places are taken, and there is no waiting list."), html)
        self.assertIn(STILL_POSSIBLE, html)
        self.assertNotIn("inschrijven/", html)
        self.assertEqual(self.fresh(page).state.label, _("Full"))

    def test_after_the_deadline_the_page_says_so(self):
        page = self.event(registration_deadline=moment("2020-11-08 12:00"))

        html = self.html(page)

        self.assertIn(_("You can't register any more.").replace("'", "&#x27;"), html.replace("’", "&#x27;"))
        self.assertIn(STILL_POSSIBLE, html)
        self.assertNotIn("inschrijven/", html)

    def test_a_cancelled_or_past_event_says_so(self):
        cancelled = self.event(session("2099-11-12 09:00", status="cancelled"))
        over = self.event(session("2019-11-12 09:00"))

        self.assertIn(
            _("It does not go on, so you can't register."), words_of(self.client.get(cancelled.url))
        )
        self.assertIn(_("It is over, so you can't register any more."), words_of(self.client.get(over.url)))

    def test_each_session_to_choose_says_its_places(self):
        page = self.event(
            session("2099-11-12 09:00", capacity=8),
            session("2099-11-13 09:00", capacity=4),
            sessions_are_chosen=True,
            has_waitlist=True,
        )
        first, second = page.sessions.all()
        count_people(page, taken=6)
        count_people(page, str(first.pk), taken=2)
        count_people(page, str(second.pk), taken=4)

        text = words_of(self.client.get(page.url))

        self.assertIn(places_left(6), text)
        self.assertIn(_("There are no places left, but there is a waiting list."), text)

    def test_each_track_says_its_places_or_that_it_does_not_go_on(self):
        tracks = [
            ("track", {"title": "Wonen", "key_question": "Wat?", "seats": 9}),
            ("track", {"title": "Zorg", "key_question": "Hoe?", "is_cancelled": True}),
        ]
        page = TrajectoryPageFactory(
            parent=self.agenda,
            registration_mode="form",
            registration_deadline=moment("2099-01-01 12:00"),
            tracks=tracks,
        )

        text = words_of(self.client.get(page.url))

        self.assertIn(places_left(9), text)
        self.assertIn(_("cancelled").capitalize(), text)

    def test_steps_of_cancelling_are_told(self):
        steps = [("charge", {"until": datetime.date(2099, 11, 5), "percent": 25})]
        page = self.event(cancellation_charges=steps, cancellation_after="full")

        self.assertIn(
            _("up to and including %(day)s: %(percent)s%% of the price")
            % {"day": "5 november 2099", "percent": 25},
            words_of(self.client.get(page.url)),
        )

    def test_the_count_costs_one_query_however_many_sessions_there_are(self):
        few = self.event(session("2099-11-12 09:00", capacity=3), sessions_are_chosen=True)
        many = self.event(
            *[session(f"2099-11-{day} 09:00", capacity=3) for day in range(10, 28)], sessions_are_chosen=True
        )
        for page in (few, many):
            for row in page.sessions.all():
                count_people(page, str(row.pk), taken=1)

        self.assertEqual(self.count_queries(many.url), self.count_queries(few.url))


class ListTests(RegisteringCase):
    def test_a_card_says_that_it_is_full(self):
        page = self.event()
        count_people(page, taken=12)

        self.assertContains(self.client.get(self.agenda.url), f"<b>{_('Full')}</b>")
        self.assertEqual(self.fresh(page).as_entry().notice, _("Full"))

    def test_more_cards_cost_no_more_queries_in_any_format(self):
        def add(count):
            for _number in range(count):
                page = self.event(
                    session("2099-11-12 09:00"), session("2099-11-13 09:00"), sessions_are_chosen=True
                )
                count_people(page, taken=12)
                TrajectoryPageFactory(
                    parent=self.agenda,
                    registration_mode="form",
                    registration_deadline=moment("2099-01-01 12:00"),
                    tracks=[("track", {"title": "Wonen", "key_question": "Wat?", "seats": 9})],
                )

        addresses = [
            self.agenda.url + name
            for name in ("", "agenda.ics", "feed.atom", "export.csv", "export.jsonld", "embed/")
        ]
        add(1)
        few = [self.count_queries(address) for address in addresses]
        add(4)

        self.assertEqual([self.count_queries(address) for address in addresses], few)


class MomentTests(RegisteringCase):
    """What the clock changes, to the second, on pages that the response cache keeps."""

    def at(self, text, page):
        with patch.object(timezone, "now", lambda: moment(text)):
            return self.fresh(page)

    def state_at(self, text, page):
        with patch.object(timezone, "now", lambda: moment(text)):
            return self.fresh(page).registration_status()

    def test_it_opens_and_closes_at_its_seconds(self):
        page = self.event(
            registration_opens_at=moment("2099-09-02 09:00"),
            registration_deadline=moment("2099-11-08 12:00"),
            registration_deadline_is_exclusive=True,
        )

        states = [
            self.state_at(text, page)
            for text in (
                "2099-09-02 08:59:59",
                "2099-09-02 09:00:00",
                "2099-11-08 11:59:59",
                "2099-11-08 12:00:00",
                "2099-11-12 23:59:59",
                "2099-11-13 00:00:00",
            )
        ]

        self.assertEqual(states, ["not_yet", "open", "open", "closed", "closed", "over"])


class DataTests(RegisteringCase):
    def data(self, page):
        return data_of(self.client.get(page.url), "Event")

    def test_an_open_form_is_where_the_offer_leads_to(self):
        page = self.event(price=0)
        count_people(page, taken=2)

        data = self.data(page)

        self.assertEqual(data["offers"][0]["url"], f"{page.full_url}inschrijven/")
        self.assertEqual(data["offers"][0]["availability"], f"{SCHEMA}InStock")
        self.assertEqual((data["maximumAttendeeCapacity"], data["remainingAttendeeCapacity"]), (12, 10))

    def test_a_full_one_is_sold_out_also_while_people_can_wait(self):
        for has_waitlist in (False, True):
            page = self.event(price=0, has_waitlist=has_waitlist)
            count_people(page, taken=12)

            data = self.data(page)

            self.assertEqual(data["offers"][0]["availability"], f"{SCHEMA}SoldOut")
            self.assertEqual(data["remainingAttendeeCapacity"], 0)

    def test_a_past_one_has_no_places_left_to_tell(self):
        page = self.event(session("2019-11-12 09:00"), price=0)

        data = self.data(page)

        self.assertNotIn("remainingAttendeeCapacity", data)
        self.assertEqual(data["offers"][0]["url"], page.full_url)

    def test_the_export_leaves_out_what_changes_with_each_registration(self):
        self.event()

        export = self.client.get(f"{self.agenda.url}export.jsonld").content.decode()

        self.assertIn("maximumAttendeeCapacity", export)
        self.assertNotIn("remainingAttendeeCapacity", export)


class CalendarTests(RegisteringCase):
    def notes(self, page):
        return [occurrence.notes for occurrence in self.fresh(page).as_entry().occurrences]

    def test_says_until_when_and_where_to_register(self):
        page = self.event(
            registration_deadline=moment("2099-11-08 12:00"), registration_deadline_is_exclusive=True
        )

        ((note,),) = self.notes(page)

        self.assertIn(f"{page.full_url}inschrijven/", note)
        self.assertIn(
            _("until %(day)s, before %(hour)s o'clock") % {"day": "zondag 8 november 2099", "hour": "12"},
            note,
        )
        calendar = self.client.get(f"{page.url}agenda.ics").content.decode().replace("\r\n ", "")
        self.assertIn("inschrijven/", calendar)

    def test_says_that_there_are_no_places_left(self):
        page = self.event(has_waitlist=True)
        count_people(page, taken=12)

        ((seats, _address),) = self.notes(page)

        self.assertEqual(seats, _("There are no places left, but there is a waiting list."))

    def test_says_nothing_of_a_session_that_is_cancelled(self):
        going_on = session("2099-11-12 09:00", "2099-11-12 12:00")
        cancelled = session("2099-11-13 09:00", "2099-11-13 12:00", status="cancelled")
        page = self.event(going_on, cancelled)

        self.assertEqual([bool(notes) for notes in self.notes(page)], [True, False])


class PrivateTests(RegisteringCase):
    """What is for colleagues or for who registers leaves by no format, and is in no index."""

    def test_nobody_reads_who_is_told_what_is_asked_or_what_the_confirmation_says(self):
        page = self.event(
            title="Inspiratiedag",
            confirmation_text="<p>Geheimtaal een</p>",
            invoice_note="Geheimtaal twee",
            registration_questions=[("question", {"text": "Geheimtaal drie", "options": []})],
            registration_recipients=[("address", "geheimtaal@voorbeeld.be")],
        )
        formats = (
            "",
            "agenda.ics",
            "feed.atom",
            "feed.rss",
            "feed.json",
            "export.csv",
            "export.jsonld",
            "embed/",
        )

        answers = [
            *(self.client.get(self.agenda.url + name) for name in formats),
            *(self.client.get(page.url + name) for name in ("", "agenda.ics")),
            self.client.get(f"/api/v1/events/{page.translation_key}"),
            self.client.get(f"/++api++{page.url}"),
            self.client.get("/zoeken/?q=geheimtaal"),
        ]

        for answer in answers:
            self.assertEqual(answer.status_code, 200, answer.request["PATH_INFO"])
            body = (
                answer.content.decode().lower().replace("?q=geheimtaal", "").replace('value="geheimtaal"', "")
            )
            if answer is not answers[-1]:
                self.assertNotIn("geheimtaal", body, answer.request["PATH_INFO"])
        self.assertEqual(answers[-1].context["search"].total, 0)
        self.assertNotIn("Geheimtaal", PageText(self.fresh(page)).text)

    def test_a_draft_and_its_counts_are_found_nowhere(self):
        page = self.event()
        count_people(page, taken=3)
        page.unpublish()

        self.assertEqual(self.client.get(page.url).status_code, 404)
        self.assertEqual(self.client.get(f"/api/v1/events/{page.translation_key}").status_code, 404)
        self.assertEqual(SeatCount.objects.get(page=page).taken, 3)
