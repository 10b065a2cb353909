import datetime

from django.http import QueryDict
from django.utils import timezone
from wagtail.models import PageViewRestriction

from events.filters import EventsFilterForm
from events.models import EventIndexPage, EventPage
from platforms.models import PlatformMunicipality
from tests.events.factories import AgendaTestCase, EventPageFactory, TrajectoryPageFactory, session
from tests.factories import MunicipalityFactory, RegionFactory, ThemeFactory
from tests.platforms.factories import PlatformIndexPageFactory, PlatformPageFactory


def on(day, **values):
    return {"sessions": [session(f"{day} 09:00", **values)]}


class AgendaFilterTests(AgendaTestCase):
    def results(self, query):
        return [page.pk for page in self.agenda.filtered(QueryDict(query)).results[:100]]

    def test_asks_for_what_is_coming_or_for_what_is_over(self):
        past = EventPageFactory(parent=self.agenda, rows=on("2018-05-01"))
        coming = EventPageFactory(parent=self.agenda, rows=on("2099-05-01"))
        undated = TrajectoryPageFactory(parent=self.agenda)

        self.assertEqual(self.results("when=past"), [past.pk])
        self.assertEqual(self.results("when=upcoming"), [coming.pk, undated.pk])

    def test_what_was_coming_yesterday_is_over_today_without_any_change(self):
        today = timezone.localdate()
        event = EventPageFactory(parent=self.agenda, rows=on(today))
        self.assertEqual(self.results("when=upcoming"), [event.pk])

        tomorrow = self.agenda.filtered(None).index.facet("when")
        masks = self.agenda.filtered(None).index.masks["when"]
        day_after = {day - datetime.timedelta(days=1): pages for day, pages in masks.items()}

        self.assertEqual(tomorrow.mask(day_after, "upcoming"), 0)
        self.assertTrue(tomorrow.mask(day_after, "past"))

    def test_a_year_finds_events_and_trajectories_and_only_years_with_any_are_choices(self):
        event = EventPageFactory(parent=self.agenda, rows=on("2019-05-01"))
        trajectory = TrajectoryPageFactory(parent=self.agenda, period_start=datetime.date(2019, 1, 1))
        EventPageFactory(parent=self.agenda, rows=on("2018-05-01"))

        form = self.agenda.filtered(None)

        self.assertCountEqual(self.results("year=2019"), [event.pk, trajectory.pk])
        self.assertEqual([option.value for option in form.index.options["year"]], ["2019", "2018"])
        EventPage.objects.get(pk=event.pk).unpublish()
        trajectory.unpublish()
        years = self.agenda.filtered(None).index.options["year"]
        self.assertEqual([option.value for option in years], ["2018"])

    def test_a_theme_finds_both_types(self):
        theme = ThemeFactory(name="Wonen", slug="wonen")  # not the first by name
        event = EventPageFactory(parent=self.agenda, themes=[theme])
        trajectory = TrajectoryPageFactory(parent=self.agenda, themes=[theme])
        EventPageFactory(parent=self.agenda)

        self.assertCountEqual(self.results("theme=wonen"), [event.pk, trajectory.pk])


class PlaceFilterTests(AgendaTestCase):
    """Kind, place and region of what stands in the agenda."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.westhoek, cls.midwest = (RegionFactory(slug=slug) for slug in ("westhoek", "midwest"))
        cls.ieper = MunicipalityFactory(name="Ieper", slug="ieper", region=cls.westhoek, codes=["8900"])
        cls.tielt = MunicipalityFactory(name="Tielt", slug="tielt", region=cls.midwest)
        platforms = PlatformIndexPageFactory(parent=cls.home)
        rows = {"municipalities": [PlatformMunicipality(municipality=cls.ieper)]}
        cls.platform = PlatformPageFactory(parent=platforms, rows=rows)
        cls.own_agenda = EventIndexPage.objects.child_of(cls.platform).get()

    def find(self, query):
        return {page.pk for page in self.agenda.filtered(QueryDict(query)).results[:100]}

    def test_an_event_and_a_trajectory_are_in_the_region_of_their_venue(self):
        event = EventPageFactory(parent=self.own_agenda, venue_municipality=self.tielt)
        trajectory = TrajectoryPageFactory(parent=self.agenda, venue_municipality=self.tielt)

        self.assertEqual(self.find("region=midwest"), {event.pk, trajectory.pk})
        self.assertEqual(self.find("region=westhoek"), set())

    def test_without_a_municipality_an_event_is_in_the_regions_of_its_platform(self):
        online = EventPageFactory(parent=self.own_agenda)
        EventPageFactory(parent=self.agenda)

        self.assertEqual(self.find("region=westhoek"), {online.pk})
        self.assertEqual(self.find("municipality=ieper"), set())

    def test_a_municipality_is_that_of_the_venue_by_name_or_postal_code_as_it_is_today(self):
        old = MunicipalityFactory(name="Vlamertinge", slug="vlamertinge", succeeded_by=self.ieper)
        expected = {
            EventPageFactory(parent=self.agenda, venue_municipality=town).pk for town in (self.ieper, old)
        }
        EventPageFactory(parent=self.agenda, venue_municipality=self.tielt)

        for text in ("ieper", "8900", "Vlamertinge"):
            with self.subTest(text):
                self.assertEqual(self.find(f"municipality={text}"), expected)

    def test_a_kind_is_that_of_the_event_or_of_the_trajectory(self):
        training = EventPageFactory(parent=self.agenda, kind="training")
        network = TrajectoryPageFactory(parent=self.agenda, kind="network")

        self.assertEqual(self.find("kind=training"), {training.pk})
        self.assertEqual(self.find("kind=training&kind=network"), {training.pk, network.pk})
        events = EventsFilterForm(QueryDict("kind=network"), below=self.home.path)
        self.assertFalse(events.is_valid())

    def test_an_event_is_on_site_online_or_both(self):
        def online():
            return {"sessions": [session(online_url="https://voorbeeld.be/zoom")]}

        here = EventPageFactory(parent=self.agenda, venue_name="Stadhuis")
        webinar = EventPageFactory(parent=self.agenda, kind="webinar", venue_name="Teams")
        linked = EventPageFactory(parent=self.agenda, rows=online(), venue_name="Zoom")
        both = EventPageFactory(parent=self.agenda, rows=online(), venue_municipality=self.ieper)
        room = EventPageFactory(parent=self.agenda, rows={"sessions": [session(venue_name="Zaal 2")]})
        unknown = EventPageFactory(parent=self.agenda)

        self.assertEqual(self.find("attendance=on-site"), {here.pk, both.pk, room.pk})
        self.assertEqual(self.find("attendance=online"), {webinar.pk, linked.pk, both.pk})
        self.assertEqual(self.find("attendance=none"), {unknown.pk})

    def test_a_new_venue_or_another_region_changes_the_list_at_once(self):
        event = EventPageFactory(parent=self.agenda, venue_municipality=self.tielt)
        self.assertEqual(self.find("region=midwest"), {event.pk})

        event.venue_municipality = self.ieper
        event.save_revision().publish()
        self.assertEqual((self.find("region=midwest"), self.find("region=westhoek")), (set(), {event.pk}))
        self.ieper.region = self.midwest
        self.ieper.save()
        self.assertEqual(self.find("region=midwest"), {event.pk})

    def test_a_hidden_event_is_not_counted(self):
        EventPageFactory(parent=self.agenda, venue_municipality=self.ieper, live=False)
        private = EventPageFactory(parent=self.agenda, venue_municipality=self.ieper)
        PageViewRestriction.objects.create(page=private, restriction_type="login")

        results = self.agenda.filtered(None).results
        for key in ("region", "kind", "attendance"):
            group = results.group(results.index.facet(key))
            self.assertEqual({choice.count for choice, _parts in group.choices}, {0}, key)

    def test_the_api_and_the_feed_know_them(self):
        EventPageFactory(parent=self.agenda, title="In Tielt", venue_municipality=self.tielt)
        EventPageFactory(parent=self.agenda, title="In Ieper", venue_municipality=self.ieper)
        query = {"region": "midwest", "municipality": "tielt", "attendance": "on-site"}

        items = self.client.get("/api/v1/events", query).json()["items"]
        calendar = b"".join(self.client.get(f"{self.agenda.url}agenda.ics", query)).decode()

        self.assertEqual([item["title"] for item in items], ["In Tielt"])
        self.assertIn("In Tielt", calendar)
        self.assertNotIn("In Ieper", calendar)
