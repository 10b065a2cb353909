import datetime
from itertools import count

from django.utils.translation import gettext as _

from events.models import EventPage, EventSession, TrajectoryPage
from events.models.days import card_day
from tests.events.factories import (
    AgendaTestCase,
    EventIndexPageFactory,
    EventPageFactory,
    TrajectoryPageFactory,
    moment,
    presented,
    session,
    slot,
)
from tests.platforms.factories import PlatformIndexPageFactory, PlatformPageFactory, many

NOW = "2019-11-12 15:00"


def at(*starts, **values):
    return {"sessions": [session(start, **values) for start in starts]}


class UpcomingTests(AgendaTestCase):
    def test_a_day_counts_until_it_is_over(self):
        event = EventPageFactory(parent=self.agenda, rows=at("2019-11-12 08:45"))

        self.assertIn(event, EventPage.objects.upcoming(moment("2019-11-12 23:59:59")))
        self.assertNotIn(event, EventPage.objects.past(moment("2019-11-12 23:59:59")))
        self.assertIn(event, EventPage.objects.past(moment("2019-11-13 00:00")))

    def test_the_day_is_that_of_brussels(self):
        event = EventPageFactory(parent=self.agenda, rows=at("2019-11-12 00:30"))  # still 11 November in UTC

        self.assertEqual(event.first_day, datetime.date(2019, 11, 12))

    def test_the_last_session_decides(self):
        event = EventPageFactory(parent=self.agenda, rows=at("2019-11-20 09:00", "2019-11-01 09:00"))

        self.assertIn(event, EventPage.objects.upcoming(moment(NOW)))
        self.assertEqual(event.first_day, datetime.date(2019, 11, 1))

    def test_a_start_without_end_goes_on(self):
        trajectory = TrajectoryPageFactory(parent=self.agenda, period_start=datetime.date(2018, 1, 1))

        self.assertIn(trajectory, TrajectoryPage.objects.upcoming(moment(NOW)))

    def test_a_draft_is_in_neither(self):
        EventPageFactory(parent=self.agenda, live=False)

        self.assertFalse(EventPage.objects.upcoming(moment(NOW)))
        self.assertFalse(EventPage.objects.past())

    def test_a_new_date_moves_the_event_in_the_lists(self):
        event = EventPageFactory(parent=self.agenda, rows=at("2019-11-12 08:45"))
        event.sessions = [session("2099-01-01 10:00")]
        event.save()

        self.assertIn(event, EventPage.objects.upcoming())


class PresentingTests(AgendaTestCase):
    def test_finds_the_events_and_the_slots_of_a_practice(self):
        slots = [slot("09:00", "Inleiding"), slot("10:00", "Cafétafels", practices=[self.kracht])]
        event = EventPageFactory(
            parent=self.agenda,
            rows={"practices": presented(self.kracht, self.kracht), "sessions": [session(slots=slots)]},
        )
        EventPageFactory(parent=self.agenda, rows={"practices": presented(self.thuiszorg)})

        presenting_events = list(EventPage.objects.presenting(self.kracht))
        pairs = presenting_events[0].slots_presenting(self.kracht)

        self.assertEqual(presenting_events, [event])
        self.assertEqual([(one.date.day, part["title"]) for one, part in pairs], [(12, "Cafétafels")])
        self.assertEqual(presenting_events[0].slots_presenting(self.thuiszorg), [])

    def test_a_draft_event_presents_nothing(self):
        EventPageFactory(parent=self.agenda, live=False, rows={"practices": presented(self.kracht)})

        self.assertFalse(EventPage.objects.presenting(self.kracht))


class AgendaListTests(AgendaTestCase):
    def test_shows_what_is_coming_then_what_has_no_date_then_what_is_over(self):
        old = EventPageFactory(parent=self.agenda, rows=at("2018-05-01 09:00"))
        undated = TrajectoryPageFactory(parent=self.agenda)
        later = EventPageFactory(parent=self.agenda, rows=at("2099-05-01 09:00"))
        recent = TrajectoryPageFactory(parent=self.agenda, period_end=datetime.date(2019, 3, 31))
        sooner = TrajectoryPageFactory(
            parent=self.agenda, period_start=datetime.date(2018, 1, 1), period_end=datetime.date(2098, 1, 1)
        )

        response = self.client.get(self.agenda.url)

        self.assertEqual(
            [entry.specific for entry in response.context["entries"]], [sooner, later, undated, recent, old]
        )
        self.assertContains(response, _("Coming up"))
        self.assertContains(response, _("No date yet"))
        self.assertContains(response, "2019</h3>")

    def test_says_when_nothing_is_planned(self):
        EventPageFactory(parent=self.agenda)

        self.assertContains(
            self.client.get(self.agenda.url), _("Nothing is planned right now. This is past:")
        )

    def test_a_cancelled_event_stands_out(self):
        EventPageFactory(parent=self.agenda, rows=at("2099-01-01 09:00", status="cancelled"))

        response = self.client.get(self.agenda.url)

        self.assertContains(response, "notice alert")
        self.assertContains(response, _("Cancelled"))

    def test_a_platform_lists_only_its_own(self):
        platform = PlatformPageFactory(parent=PlatformIndexPageFactory(parent=self.home))
        agenda = platform.get_children().type(type(self.agenda)).first()
        agenda = agenda.specific if agenda else EventIndexPageFactory(parent=platform)
        own, elsewhere = EventPageFactory(parent=agenda), EventPageFactory(parent=self.agenda)

        response = self.client.get(agenda.url)

        self.assertContains(response, own.title)
        self.assertNotContains(response, elsewhere.title)
        self.assertContains(self.client.get(self.agenda.url), own.title)

    def test_hides_drafts(self):
        draft = EventPageFactory(parent=self.agenda, live=False)

        self.assertNotContains(self.client.get(self.agenda.url), draft.title)


def days_back(day):
    """Gives that day of the month, one month earlier at each call."""
    months = count()

    def earlier():
        month = next(months)
        return datetime.date(2019 - month // 12, 12 - month % 12, day)

    return earlier


class GrowingAgendaTests(AgendaTestCase):
    def grow(self, number):
        """Half events, half trajectories, taking turns: one of each every month, back in time."""
        events = many(EventPage, number // 2, self.agenda, last_day=days_back(20))
        EventSession.objects.bulk_create(
            EventSession(page=event, starts_at=moment("2019-01-01 09:00"), status="moved") for event in events
        )
        many(TrajectoryPage, number - number // 2, self.agenda, last_day=days_back(10))

    def test_more_entries_cost_no_more_queries(self):
        self.grow(10)
        few = self.count_queries(self.agenda.url)
        self.grow(190)

        self.assertEqual(self.count_queries(self.agenda.url), few)
        self.assertEqual(self.count_queries(f"{self.agenda.url}?page=2"), few)

    def test_the_pages_of_the_list_hold_every_entry_once(self):
        self.grow(205)

        pages = [
            self.client.get(self.agenda.url, {"page": number} if number > 1 else {}).context["entries"]
            for number in range(1, 12)
        ]
        entries = [entry for page in pages for entry in page]

        self.assertEqual(pages[0].paginator.num_pages, 11)
        self.assertEqual(len({entry.pk for entry in entries}), 205)
        self.assertEqual(
            [entry.last_day for entry in entries], sorted((e.last_day for e in entries), reverse=True)
        )
        self.assertEqual({type(entry) for entry in pages[0]}, {EventPage, TrajectoryPage})


class CardDayTests(AgendaTestCase):
    def test_a_period_is_as_short_as_it_can_be(self):
        date = datetime.date

        self.assertEqual(card_day(date(2019, 11, 12), date(2019, 11, 12)), ("12", "nov. 2019"))
        self.assertEqual(card_day(date(2019, 5, 12), date(2019, 5, 14)), ("12–14", "mei 2019"))
        self.assertEqual(card_day(date(2018, 1, 1), date(2018, 3, 31)), ("jan.–mrt.", "2018"))
        self.assertEqual(card_day(date(2018, 1, 1), date(2018, 12, 31)), ("2018", ""))
        self.assertEqual(card_day(date(2021, 1, 1), date(2023, 12, 31)), ("2021–2023", ""))
        self.assertEqual(card_day(None, None), ("", _("no date yet")))
