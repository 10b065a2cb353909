"""The next edition of an event or trajectory: what recurs, what moves along, what is left empty."""

import datetime

from django.test import SimpleTestCase
from django.urls import reverse
from django.utils import timezone

from events.editions import next_edition, same_weekday, usual_first_day
from events.models import EventPage, TrajectoryPage
from fields.dates import DatePrecision
from registrations.models import Registration
from registrations.registering import register
from tests.events.factories import (
    AgendaTestCase,
    EventPageFactory,
    TrajectoryPageFactory,
    moment,
    presented,
    session,
    slot,
)
from tests.factories import ThemeFactory
from tests.permissions.cases import TwoTeamsCase, place_of
from tests.permissions.factories import a_reviewer
from tests.registrations.cases import applicant

SPEAKER = {"name": "Joris Voets"}


class UsualDayTests(SimpleTestCase):
    def test_it_is_the_same_day_of_the_week_about_a_year_later(self):
        for first in (datetime.date(2026, 12, 15), datetime.date(2024, 2, 29), datetime.date(2026, 1, 1)):
            day = same_weekday(first, first.year + 1)

            with self.subTest(first):
                self.assertEqual(day.weekday(), first.weekday())
                self.assertLess(abs((day - first).days - 365), 5)


class EditionCase(AgendaTestCase):
    def setUp(self):
        self.user = a_reviewer(self.home)

    def edition_of(self, page, first_day):
        draft = next_edition(type(page).objects.get(pk=page.pk), first_day, self.user)
        return draft.get_latest_revision_as_object()


class EventTests(EditionCase):
    def event(self, **values):
        slots = [slot("09:00"), slot("10:00", "Lezing", speakers=[SPEAKER], practices=[self.kracht])]
        rows = {
            "sessions": [
                session(
                    "2026-03-17 09:00",
                    "2026-03-17 12:00",
                    slots,
                    status="moved",
                    label="17 mrt '26",
                    previous_starts_at=moment("2026-03-10 09:00"),
                    online_url="https://meet.example/oud",
                ),
                session("2026-04-07 13:30", label="Dag 2", venue_name="Stadhuis"),
            ],
            "practices": presented(self.kracht),
        }
        values = {
            "title": "Studiedag 2026",
            "themes": [ThemeFactory(name="Wonen")],
            "price": 45,
            "payment_method": "invoice",
            "cancellation_after": "full",
            **values,
        }
        return EventPageFactory(parent=self.agenda, rows=rows, **values)

    def test_all_dates_move_along_and_keep_their_hour_on_the_clock(self):
        event = self.event(
            registration_deadline=moment("2026-03-01 12:00"),
            free_cancellation_until=datetime.date(2026, 3, 10),
            cancellation_charges=[("charge", {"until": datetime.date(2026, 3, 12), "percent": 50})],
        )

        draft = self.edition_of(event, datetime.date(2027, 3, 30))  # summer time by then

        starts = [
            timezone.localtime(each.starts_at).isoformat(" ", "minutes")[:16] for each in draft.sessions.all()
        ]
        self.assertEqual(starts, ["2027-03-30 09:00", "2027-04-20 13:30"])
        self.assertEqual(timezone.localtime(draft.sessions.first().ends_at).hour, 12)
        self.assertEqual(draft.registration_deadline, moment("2027-03-14 12:00"))
        self.assertEqual(draft.free_cancellation_until, datetime.date(2027, 3, 23))
        self.assertEqual(draft.cancellation_charges[0].value["until"], datetime.date(2027, 3, 25))

    def test_what_recurs_is_there(self):
        event = self.event()

        draft = self.edition_of(event, datetime.date(2027, 3, 16))

        self.assertEqual((draft.title, draft.slug, draft.price), ("Studiedag 2027", "studiedag-2027", 45))
        self.assertEqual([theme.name for theme in draft.themes], ["Wonen"])
        self.assertEqual(draft.organising, event.organising)
        first, second = draft.sessions.all()
        self.assertEqual([part.value["title"] for part in first.programme], ["Onthaal", "Lezing"])
        self.assertEqual((second.label, second.venue_name), ("Dag 2", "Stadhuis"))

    def test_what_belongs_to_one_time_is_empty(self):
        event = self.event(
            report="<p>Het was druk.</p>",
            notices=[("notice", {"text": "<p>Parking dicht</p>"})],
            deliverables=[("document", {"title": "Presentatie"})],
            reviewed_on=datetime.date(2026, 1, 1),
            expire_at=moment("2027-01-01 00:00"),
        )

        draft = self.edition_of(event, datetime.date(2027, 3, 16))

        first = draft.sessions.first()
        self.assertEqual((draft.report, list(draft.notices), list(draft.deliverables)), ("", [], []))
        self.assertEqual((draft.practices.count(), draft.reviewed_on, draft.expire_at), (0, None, None))
        self.assertEqual(
            (first.status, first.previous_starts_at, first.online_url, first.label), ("planned", None, "", "")
        )
        self.assertEqual([list(part.value["speakers"]) for part in first.programme], [[], []])
        self.assertNotIn(self.kracht, [page for part in first.programme for page in part.value["practices"]])

    def test_it_is_a_draft_and_the_old_edition_stays_as_it_was(self):
        event = self.event()

        draft = self.edition_of(event, datetime.date(2027, 3, 16))

        event.refresh_from_db()
        self.assertEqual((draft.live, draft.first_published_at, draft.owner), (False, None, self.user))
        self.assertNotEqual(draft.translation_key, event.translation_key)
        self.assertEqual((event.live, event.title), (True, "Studiedag 2026"))
        self.assertEqual(event.sessions.first().status, "moved")

    def test_a_second_one_in_the_same_year_has_an_address_of_its_own(self):
        event = self.event()

        drafts = [self.edition_of(event, datetime.date(2027, 3, 16)) for _number in range(2)]

        self.assertEqual([draft.slug for draft in drafts], ["studiedag-2027", "studiedag-2027-2"])

    def test_who_registered_stays_with_the_old_edition(self):
        event = self.event(registration_mode="form")
        register(event.pk, [applicant("An Peeters")], ignores_terms=True)

        draft = self.edition_of(event, datetime.date(2027, 3, 16))

        self.assertFalse(Registration.objects.filter(page_id=draft.pk).exists())
        self.assertTrue(Registration.objects.filter(page_id=event.pk).exists())


class TrajectoryTests(EditionCase):
    def test_its_months_stay_months_and_no_track_is_cancelled(self):
        trajectory = TrajectoryPageFactory(
            parent=self.agenda,
            title="Traject zorg",
            season="voorjaar 2026",
            period_start=datetime.date(2026, 1, 1),
            period_start_precision=DatePrecision.MONTH,
            period_end=datetime.date(2026, 3, 1),
            period_end_precision=DatePrecision.MONTH,
            tracks=[("track", {"title": "Zorg", "key_question": "Wat is zorg?", "is_cancelled": True})],
        )

        draft = self.edition_of(trajectory, datetime.date(2027, 1, 4))

        self.assertEqual(
            (draft.period_start, draft.period_end), (datetime.date(2027, 1, 1), datetime.date(2027, 3, 1))
        )
        self.assertEqual(draft.season, "voorjaar 2027")
        self.assertFalse(draft.tracks[0].value["is_cancelled"])

    def test_without_a_day_nothing_moves(self):
        trajectory = TrajectoryPageFactory(parent=self.agenda, title="Zonder dag 2026", period_start=None)

        draft = self.edition_of(trajectory, None)

        self.assertEqual((draft.title, draft.period_start), ("Zonder dag 2026", None))
        self.assertIsNone(usual_first_day(trajectory))


class ScreenTests(TwoTeamsCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.event = EventPageFactory(
            parent=place_of(cls.theirs, EventPage),
            title="Beurs 2025",
            rows={"sessions": [session("2025-06-03 09:00")]},
        )

    def address(self, page):
        return reverse("next_edition", args=[page.pk])

    def test_a_team_makes_it_and_opens_the_draft(self):
        self.client.force_login(self.them)

        form = self.client.get(self.address(self.event))
        response = self.client.post(self.address(self.event), {"first_day": "08/06/2027"})

        draft = EventPage.objects.get(title="Beurs 2027")
        self.assertEqual(form.context["form"]["first_day"].value().weekday(), 1)
        self.assertRedirects(
            response, reverse("wagtailadmin_pages:edit", args=[draft.pk]), fetch_redirect_response=False
        )
        self.assertContains(self.client.get(response.url), "Kijk de datums")
        self.assertEqual(draft.get_parent().pk, self.event.get_parent().pk)

    def test_a_day_that_is_none_is_said_and_makes_nothing(self):
        self.client.force_login(self.them)

        for value in ("", "31/02/2027", "morgen"):
            with self.subTest(value):
                response = self.client.post(self.address(self.event), {"first_day": value})
                self.assertContains(response, "first_day")
        self.assertEqual(EventPage.objects.filter(title__startswith="Beurs").count(), 1)

    def test_another_team_makes_none(self):
        self.client.force_login(self.us)

        for response in (
            self.client.get(self.address(self.event)),
            self.client.post(self.address(self.event)),
        ):
            self.assertNotIn(response.status_code, (200, 500))
        self.assertFalse(TrajectoryPage.objects.filter(title__startswith="Beurs").exists())
        self.assertEqual(EventPage.objects.filter(title__startswith="Beurs").count(), 1)

    def test_a_page_of_another_kind_has_none(self):
        self.client.force_login(self.reviewer)

        self.assertEqual(self.client.get(self.address(self.theirs)).status_code, 404)
        self.assertNotContains(
            self.client.get(reverse("wagtailadmin_pages:edit", args=[self.theirs.pk])),
            "Maak de volgende editie",
        )

    def test_the_page_of_the_event_leads_there(self):
        self.client.force_login(self.them)

        response = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.event.pk]))

        self.assertContains(response, self.address(self.event))
