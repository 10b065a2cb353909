"""The agenda and event pages as iCalendar."""

import datetime
import re
from zoneinfo import ZoneInfo

import recurring_ical_events
from django.test import SimpleTestCase
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, Event
from wagtail.models import Page, PageViewRestriction

from cms.calendars import brussels_timezone, calendar_text
from events.models import EventPage
from fields.dates import DatePrecision
from tests.events.factories import TrajectoryPageFactory, moment, session
from tests.factories import NewsPageFactory, OrganisationFactory, PersonFactory
from tests.platforms.factories import CoordinatorPageFactory

from .cases import NEXT_MONTH, PartnerTestCase, uuid
from .readers import READERS, events_of_calendar

NAME = "agenda.ics"
UTC = ZoneInfo("UTC")


class CalendarTestCase(PartnerTestCase):
    def setUp(self):
        self.agenda = self.lists["events"]

    def make_event_page(self, *sessions, **values):
        return self.make("events", rows={"sessions": list(sessions)}, **values)

    def events(self, page=None, query=None):
        response = self.fetch(page or self.agenda, NAME, query)
        self.assertEqual(response.status_code, 200, response.content)
        return events_of_calendar(response.content)

    def publish(self, page, change):
        """Changes the latest revision and publishes it, as the editor does."""
        page = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
        change(page)
        page.save_revision().publish()


class TimeTests(CalendarTestCase):
    def test_a_session_has_belgian_time_in_summer_and_winter(self):
        self.make_event_page(
            session("2019-11-12 08:45", "2019-11-12 12:35"), session("2019-07-02 08:45", "2019-07-02 12:00")
        )

        summer, winter = self.events()

        self.assertEqual(summer.start.astimezone(UTC).hour, 6)
        self.assertEqual(winter.start.astimezone(UTC).hour, 7)
        self.assertEqual(winter["dtstart"].params["TZID"], "Europe/Brussels")
        self.assertEqual((winter.end.hour, winter.end.minute), (12, 35))

    def test_a_session_without_time_is_whole_days_including_the_last(self):
        self.make_event_page(session("2019-11-12 00:00"), session("2019-12-02 00:00", "2019-12-04 00:00"))

        one, three = self.events()

        self.assertEqual((one.start, one.end), (datetime.date(2019, 11, 12), datetime.date(2019, 11, 13)))
        self.assertEqual((three.start, three.end), (datetime.date(2019, 12, 2), datetime.date(2019, 12, 5)))
        self.assertEqual(three["transp"], "TRANSPARENT")

    def test_an_unknown_or_approximate_end_is_in_the_description(self):
        self.make_event_page(
            session("2019-11-12 08:45"),
            session("2019-11-13 08:45", "2019-11-13 12:30", end_is_informal=True),
        )

        unknown, about = self.events()

        self.assertNotIn("DTEND", unknown)
        self.assertIn("Het einduur staat niet vast", unknown["description"])
        self.assertEqual(about.end, moment("2019-11-13 12:30"))
        self.assertIn("12.30 uur", about["description"])

    def test_a_trajectory_has_an_event_if_its_period_is_known_to_the_day(self):
        first, last = datetime.date(2026, 1, 12), datetime.date(2026, 3, 30)
        with_period = TrajectoryPageFactory(parent=self.agenda, period_start=first, period_end=last)
        without_end = TrajectoryPageFactory(parent=self.agenda, title="Zonder einde", period_start=first)
        approximate_end = TrajectoryPageFactory(
            parent=self.agenda,
            title="Tot in het voorjaar",
            period_start=first,
            period_end=last,
            period_end_precision=DatePrecision.MONTH,
        )
        for precision in (DatePrecision.MONTH, DatePrecision.YEAR):
            TrajectoryPageFactory(
                parent=self.agenda, period_start=first, period_end=last, period_start_precision=precision
            )
        TrajectoryPageFactory(parent=self.agenda)

        events = {str(event["uid"])[:36]: event for event in self.events()}

        self.assertEqual(set(events), {uuid(with_period), uuid(without_end), uuid(approximate_end)})
        self.assertEqual(events[uuid(with_period)].end, last + datetime.timedelta(days=1))
        self.assertEqual(events[uuid(without_end)].end, first + datetime.timedelta(days=1))
        self.assertEqual(events[uuid(without_end)]["summary"], "Start: Zonder einde")
        self.assertEqual(events[uuid(approximate_end)].end, first + datetime.timedelta(days=1))
        self.assertEqual(events[uuid(approximate_end)]["summary"], "Start: Tot in het voorjaar")

    def test_an_icalendar_library_lists_the_events_of_a_day(self):
        page = self.make_event_page(
            session("2026-11-12 08:45", "2026-11-12 12:35"), session("2026-11-20 00:00")
        )
        calendar = Calendar.from_ical(self.fetch(self.agenda, NAME).content)

        for day, count in [("20261112", 1), ("20261120", 1), ("20261121", 0), ("20261113", 0)]:
            events = recurring_ical_events.of(calendar).at(day)
            self.assertEqual([str(event["uid"])[:36] for event in events], [uuid(page)] * count, day)


class TimezoneTests(SimpleTestCase):
    @given(st.datetimes(datetime.datetime(1997, 1, 1), datetime.datetime(2060, 1, 1), timezones=st.just(UTC)))
    def test_the_timezone_has_the_utc_offsets_of_brussels(self, instant):
        timezone = brussels_timezone().to_tz(lookup_tzid=False)

        self.assertEqual(
            instant.astimezone(timezone).utcoffset(),
            instant.astimezone(ZoneInfo("Europe/Brussels")).utcoffset(),
        )


class TextTests(SimpleTestCase):
    @given(text=st.text(st.characters(exclude_categories=["Cs"])))
    @example(text="a\r\nb\rc\\n,;:\x00\x0b\u2028d\ud83d".encode("utf-8", "ignore").decode())
    @example(text="C:\\Nieuws")
    def test_any_text_survives_a_round_trip(self, text):
        event = Event()
        event.add("summary", calendar_text(text))
        serialized = event.to_ical()

        self.assertEqual(len(serialized.split(b"\r\nSUMMARY")), 2)
        self.assertEqual(Event.from_ical(serialized)["summary"], calendar_text(text))


class ChangeTests(CalendarTestCase):
    def only(self, page=None):
        (event,) = self.events(page)
        return event

    def test_a_changed_session_keeps_its_uid_and_has_a_higher_sequence(self):
        page = self.make_event_page(session(NEXT_MONTH))
        page.save_revision().publish()
        before = self.only()

        def later(page):
            row = page.sessions.first()
            row.starts_at += datetime.timedelta(days=1)
            page.sessions = [row]

        self.publish(page, later)
        after = self.only()

        self.assertEqual(after["uid"], before["uid"])
        self.assertGreater(after.start, before.start)
        self.assertGreater(after["sequence"], before["sequence"])
        self.assertGreaterEqual(after.LAST_MODIFIED, before.LAST_MODIFIED)

    def test_publishing_without_a_change_gives_the_same_bytes(self):
        page = self.make_event_page(session(NEXT_MONTH))
        page.save_revision().publish()
        before = self.fetch(self.agenda, NAME).content

        self.publish(page, lambda page: None)

        self.assertEqual(self.fetch(self.agenda, NAME).content, before)

    def test_an_added_session_has_its_own_uid_and_keeps_it(self):
        page = self.make_event_page(session(NEXT_MONTH))
        page.save_revision().publish()
        self.publish(page, lambda page: page.sessions.add(session("2030-01-01 10:00")))
        uids = [event["uid"] for event in self.events()]

        self.publish(page, lambda page: setattr(page, "title", "Anders"))

        self.assertEqual(len(set(uids)), 2)
        self.assertEqual([event["uid"] for event in self.events()], uids)

    def test_a_move_of_the_page_keeps_the_uid(self):
        page = self.make_event_page(session(NEXT_MONTH))
        before = self.only()["uid"]

        page.move(self.own_lists["events"], pos="last-child")

        self.assertEqual(self.only()["uid"], before)

    def test_a_copy_has_other_uids(self):
        page = self.make_event_page(session(NEXT_MONTH))
        page.copy(to=self.own_lists["events"], keep_live=True)

        self.assertEqual(len({event["uid"] for event in self.events()}), 2)

    def test_a_cancelled_session_stays_with_status_and_prefix(self):
        page = self.make_event_page(session(NEXT_MONTH, status="cancelled", label="Dag 1"), title="Vorming")

        event = self.only()

        self.assertEqual(event["status"], "CANCELLED")
        self.assertEqual(event["summary"], "Geannuleerd: Vorming")
        self.assertEqual(str(event["uid"])[:36], uuid(page))

    def test_a_moved_session_has_its_old_time_in_the_description(self):
        self.make_event_page(
            session(NEXT_MONTH, status="moved", previous_starts_at=moment("2026-11-12 08:45")),
            title="Vorming",
        )

        event = self.only()

        self.assertEqual(event["summary"], "Verplaatst: Vorming")
        self.assertIn("donderdag 12 november 2026, 8.45 uur", event["description"])
        self.assertEqual(event["status"], "CONFIRMED")

    def test_sessions_have_their_own_labels(self):
        self.make_event_page(
            session("2030-01-01 10:00", label="Dag 1"), session("2030-01-02 10:00"), title="Vorming"
        )

        self.assertEqual([str(event["summary"]) for event in self.events()], ["Vorming: Dag 1", "Vorming"])


class LocationTests(CalendarTestCase):
    def test_the_location_is_that_of_the_session_or_of_the_event(self):
        self.make_event_page(
            session("2030-01-01 10:00"),
            session("2030-01-02 10:00", venue_name="Huis B"),
            session("2030-01-03 10:00", online_url="https://meet.voorbeeld.be/x"),
            venue_name="Huis A",
            venue_street="Kerkstraat 1",
            venue_city="Brussel",
        )

        first, second, third = self.events()

        self.assertEqual(first["location"], "Huis A, Kerkstraat 1, Brussel")
        self.assertEqual(second["location"], "Huis B")
        self.assertEqual(third["conference"], "https://meet.voorbeeld.be/x")

    def test_the_organizer_is_a_name_without_an_email_address(self):
        contact = CoordinatorPageFactory(parent=self.platform, person=PersonFactory(email="an@voorbeeld.be"))
        self.make("events", organisers=[OrganisationFactory(name="De “W13”")], contact=contact)

        response = self.fetch(self.agenda, NAME)
        (event,) = events_of_calendar(response.content)

        self.assertEqual(event["organizer"].params["CN"], "De “W13”")
        self.assertNotIn(b"@voorbeeld.be", response.content)
        self.assertNotIn(b"mailto", response.content)


class FileTests(CalendarTestCase):
    """The calendar itself, as RFC 5545 and RFC 7986 require."""

    def test_lines_end_in_crlf_and_fold_at_75_bytes(self):
        self.make("events", title="Een heel lange titel; met, alles \\ erin " + "en nog wat " * 10)

        content = self.fetch(self.agenda, NAME).content

        self.assertTrue(content.endswith(b"END:VCALENDAR\r\n"))
        self.assertFalse(re.findall(rb"[^\r]\n", content))
        self.assertLessEqual(max(map(len, content.split(b"\r\n"))), 75)

    def test_the_calendar_has_name_source_and_refresh_interval(self):
        response = self.fetch(self.agenda, NAME, {"theme": "wonen"})
        calendar = Calendar.from_ical(response.content)

        self.assertEqual(response["Content-Type"], "text/calendar; charset=utf-8; method=PUBLISH")
        for name in ("name", "x-wr-calname"):
            self.assertEqual(calendar[name], "Agenda: Wonen")
        self.assertEqual(calendar["method"], "PUBLISH")
        self.assertEqual(calendar["refresh-interval"].dt, datetime.timedelta(hours=6))
        self.assertEqual(calendar["source"], f"{self.agenda.full_url}{NAME}?theme=wonen")
        self.assertEqual([zone["tzid"] for zone in calendar.timezones], ["Europe/Brussels"])


class PageCalendarTests(CalendarTestCase):
    def test_an_event_page_has_its_own_calendar(self):
        page = self.make_event_page(session(NEXT_MONTH), session("2030-01-01 10:00"), title="Vorming")
        self.make("events")

        response = self.fetch(page, NAME)

        self.assertEqual(READERS[NAME](response.content), [uuid(page)])
        self.assertEqual(len(events_of_calendar(response.content)), 2)
        self.assertEqual(Calendar.from_ical(response.content)["name"], "Vorming")
        self.assertIn(f'filename="{page.slug}.ics"', response["Content-Disposition"])
        again = self.fetch(page, NAME, headers={"if-none-match": response["ETag"]})
        self.assertEqual(again.status_code, 304)

    def test_its_events_are_the_same_as_in_the_list(self):
        page = self.make_event_page(session(NEXT_MONTH))

        self.assertEqual(self.events(page)[0].to_ical(), self.events()[0].to_ical())

    def test_a_change_shows_at_once(self):
        page = self.make_event_page(session(NEXT_MONTH))
        etag = self.fetch(page, NAME)["ETag"]

        self.publish(page, lambda page: setattr(page, "title", "Anders"))

        response = self.fetch(page, NAME, headers={"if-none-match": etag})
        self.assertContains(response, "Anders")

    def test_pages_that_are_not_listed_or_no_events_have_no_calendar(self):
        draft, private = self.make("events"), self.make("events")
        draft.unpublish()
        PageViewRestriction.objects.create(page=private, restriction_type="login")

        for page in (draft, private, NewsPageFactory(parent=self.news), self.home):
            self.assertEqual(self.fetch(page, NAME).status_code, 404)

    def test_an_event_page_has_no_other_format(self):
        page = self.make("events")

        for name in ("feed.atom", "export.csv"):
            self.assertEqual(self.fetch(page, name).status_code, 404)

    def test_the_old_url_redirects_to_the_new_one(self):
        page = self.make("events")
        old = page.url

        page.move(self.own_lists["events"], pos="last-child")

        response = self.client.get(f"{old}{NAME}")
        self.assertRedirects(response, f"{EventPage.objects.get().full_url}{NAME}", 301)
        self.assertEqual(self.client.get(f"{old}feed.atom").status_code, 404)


class LinkTests(CalendarTestCase):
    def test_only_a_coming_event_links_to_its_calendar(self):
        coming = self.make_event_page(session(NEXT_MONTH))
        over = self.make_event_page(session("2019-11-12 08:45"))
        off = self.make_event_page(session(NEXT_MONTH, status="cancelled"))
        undated = TrajectoryPageFactory(parent=self.agenda)

        self.assertContains(
            self.client.get(coming.url),
            f'<a class="btn plain" href="{coming.url}{NAME}">Zet in mijn agenda</a>',
            html=True,
        )
        for page in (over, off, undated):
            self.assertNotContains(self.client.get(page.url), NAME)

    def test_the_agenda_has_a_webcal_link_with_its_filters(self):
        address = self.agenda.full_url.partition(":")[2]

        self.assertContains(
            self.client.get(f"{self.agenda.url}?theme=wonen"), f'href="webcal:{address}{NAME}?theme=wonen"'
        )
        self.assertNotContains(self.client.get(self.news.url), "webcal:")

    def test_a_calendar_has_the_results_of_the_list_in_its_order(self):
        for day in ("2019-11-12", "2031-01-01", "2030-01-01"):
            self.make_event_page(session(f"{day} 10:00"))
        dates_unknown = TrajectoryPageFactory(parent=self.agenda, themes=[self.theme])

        for query in ({}, {"when": "upcoming"}, {"theme": "wonen", "sort": "latest"}, {"year": 2030}):
            with self.subTest(query):
                feed_query = {**query, "limit": 100}
                feed_ids = READERS["feed.json"](self.fetch(self.agenda, "feed.json", feed_query).content)
                expected = [key for key in feed_ids if key != uuid(dates_unknown)]
                ids = READERS[NAME](self.fetch(self.agenda, NAME, query).content)
                self.assertEqual(ids, expected)
