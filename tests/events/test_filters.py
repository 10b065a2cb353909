import datetime

from django.http import QueryDict
from django.utils import timezone

from events.models import EventPage
from tests.events.factories import AgendaTestCase, EventPageFactory, TrajectoryPageFactory, session
from tests.factories import ThemeFactory


def on(day, **values):
    return {"sessions": [session(f"{day} 09:00", **values)]}


class AgendaFilterTests(AgendaTestCase):
    def found(self, query):
        return [page.pk for page in self.agenda.filtered(QueryDict(query)).results[:100]]

    def test_asks_for_what_is_coming_or_for_what_is_over(self):
        past = EventPageFactory(parent=self.agenda, rows=on("2018-05-01"))
        coming = EventPageFactory(parent=self.agenda, rows=on("2099-05-01"))
        undated = TrajectoryPageFactory(parent=self.agenda)

        self.assertEqual(self.found("when=past"), [past.pk])
        self.assertEqual(self.found("when=upcoming"), [coming.pk, undated.pk])

    def test_what_was_coming_yesterday_is_over_today_without_any_change(self):
        today = timezone.localdate()
        event = EventPageFactory(parent=self.agenda, rows=on(today))
        self.assertEqual(self.found("when=upcoming"), [event.pk])

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

        self.assertCountEqual(self.found("year=2019"), [event.pk, trajectory.pk])
        self.assertEqual([option.value for option in form.index.options["year"]], ["2019", "2018"])
        EventPage.objects.get(pk=event.pk).unpublish()
        trajectory.unpublish()
        years = self.agenda.filtered(None).index.options["year"]
        self.assertEqual([option.value for option in years], ["2018"])

    def test_a_theme_finds_both_types(self):
        theme = ThemeFactory(slug="wonen")
        event = EventPageFactory(parent=self.agenda, themes=[theme])
        trajectory = TrajectoryPageFactory(parent=self.agenda, themes=[theme])
        EventPageFactory(parent=self.agenda)

        self.assertCountEqual(self.found("theme=wonen"), [event.pk, trajectory.pk])
