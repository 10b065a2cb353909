"""The home page: what an editor picked, what is new, and a way to search."""

import datetime

from cms.models import PageTheme
from home.models import FeaturedPractice
from tests.cases import SiteTestCase
from tests.events.factories import EventIndexPageFactory, EventPageFactory, presented, session
from tests.factories import OrganisationFactory, ThemeFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory


class HomePageTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.practices = PracticeIndexPageFactory(parent=cls.home)
        cls.agenda = EventIndexPageFactory(parent=cls.home)

    def practice(self, **values):
        return PracticePageFactory(parent=self.practices, **values)

    def pick(self, *practices):
        """What an editor does: choose them in this order, and publish."""
        self.home.featured = [FeaturedPractice(practice=practice) for practice in practices]
        self.home.save_revision().publish()

    def shown(self):
        return self.client.get(self.home.url).context

    def featured(self):
        return [feature.practice for feature in self.shown()["practices"]["features"]]


class FeaturedPracticeTests(HomePageTestCase):
    def test_stand_in_the_editors_order_and_not_below_as_well(self):
        first, second, other = (self.practice() for _number in range(3))

        self.pick(second, first)

        self.assertEqual(self.featured(), [second, first])
        self.assertEqual(self.shown()["practices"]["entries"], [other])

    def test_show_owner_theme_and_the_latest_event_that_presented_them(self):
        theme, owner = ThemeFactory(name="Wonen", slug="wonen"), OrganisationFactory(name="W13")
        practice = self.practice(owner=owner, themes=[theme])
        for starts in ("2018-02-01 09:00", "2020-02-01 09:00", "2019-02-01 09:00"):
            EventPageFactory(
                parent=self.agenda,
                title=f"Dag van {starts[:4]}",
                rows={"sessions": [session(starts)], "practices": presented(practice)},
            )

        self.pick(practice)

        response = self.client.get(self.home.url)
        self.assertContains(response, "W13")
        self.assertContains(response, 'href="/themas/wonen/"')
        self.assertEqual(response.context["practices"]["features"][0].event.title, "Dag van 2020")

    def test_a_draft_does_not_show(self):
        practice, draft = self.practice(), self.practice(live=False)

        self.pick(draft, practice)

        self.assertEqual(self.featured(), [practice])

    def test_one_of_another_site_does_not_show(self):
        other = PracticePageFactory(parent=PracticeIndexPageFactory(parent=self.home.get_parent()))

        self.pick(other)

        self.assertEqual(self.featured(), [])

    def test_more_of_them_cost_no_more_queries(self):
        practices = [self.practice() for _number in range(3)]
        EventPageFactory(parent=self.agenda, rows={"practices": presented(*practices)})
        self.pick(practices[0])
        few = self.count_queries(self.home.url)

        self.pick(*practices)

        self.assertEqual(self.count_queries(self.home.url), few)


class SearchFormTests(HomePageTestCase):
    def test_the_examples_are_the_themes_with_the_most_practices_and_find_them(self):
        wide = ThemeFactory(name="Wonen", slug="wonen")
        narrow = ThemeFactory(name="Dak- en thuisloosheid", slug="dak-en-thuisloosheid", parent=wide)
        common = ThemeFactory(name="Zorg", slug="zorg")
        ThemeFactory(name="Nergens gebruikt", slug="nergens")
        for themes in ([narrow], [common], [common]):
            self.practice(themes=themes)

        examples = self.shown()["practices"]["examples"]

        self.assertEqual([choice.label for choice in examples], ["Zorg", "Dak- en thuisloosheid"])
        for choice in examples:
            response = self.client.get("/zoeken/", {"q": choice.label})
            self.assertEqual(response.context["search"].total, choice.count)

    def test_without_practices_there_is_a_form_without_examples(self):
        response = self.client.get(self.home.url)

        self.assertContains(response, 'action="/zoeken/"')
        self.assertNotContains(response, 'href="/zoeken/?q=')


class ComingEventsTests(HomePageTestCase):
    def event(self, day):
        return EventPageFactory(parent=self.agenda, rows={"sessions": [session(f"{day} 09:00")]})

    def test_what_is_past_gives_way_to_what_is_coming(self):
        self.event("2019-11-12")
        coming = self.event(datetime.date.today() + datetime.timedelta(days=3))

        agenda = self.shown()["agenda"]

        self.assertEqual([page.pk for page in agenda["coming"]], [coming.pk])
        self.assertEqual(agenda["past"], [])

    def test_with_nothing_planned_it_says_so_and_shows_what_is_past(self):
        past = self.event("2019-11-12")

        response = self.client.get(self.home.url)

        self.assertContains(response, "Er staat nu niets gepland")
        self.assertContains(response, past.title)


class GrowthTests(HomePageTestCase):
    def test_more_practices_themes_and_events_cost_no_more_queries(self):
        self.fill(1)
        few = self.count_queries(self.home.url)

        self.fill(9)

        self.assertEqual(self.count_queries(self.home.url), few)

    def fill(self, number):
        for practice in PracticePageFactory.create_batch(number, parent=self.practices):
            practice.page_themes.add(PageTheme(theme=ThemeFactory()))
            practice.save()
            EventPageFactory(parent=self.agenda)
