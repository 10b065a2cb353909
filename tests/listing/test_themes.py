"""The page of a theme, and the list of all themes."""

import datetime

from django.utils import timezone
from wagtail.models import PageViewRestriction

from platforms.models import CurrentTheme
from practices.models import PracticeRegion
from tests.cases import SiteTestCase
from tests.cms.heads import data_of, head_of
from tests.events.factories import EventIndexPageFactory, EventPageFactory, session
from tests.factories import NewsPageFactory, RegionFactory, ThemeFactory
from tests.platforms.factories import (
    CoordinatorIndexPageFactory,
    CoordinatorPageFactory,
    PlatformIndexPageFactory,
    PlatformPageFactory,
)
from tests.practices.cases import text_of
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

ADDRESS = "/themas/wonen/"


class ThemeTestCase(SiteTestCase):
    """A site with every list, a theme with a part, and another theme."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.practices = PracticeIndexPageFactory(parent=cls.home, themes=[])
        cls.agenda = EventIndexPageFactory(parent=cls.home, themes=[])
        cls.directory = CoordinatorIndexPageFactory(parent=cls.home, themes=[])
        cls.platforms = PlatformIndexPageFactory(parent=cls.home, themes=[])
        cls.living = ThemeFactory(name="Wonen", slug="wonen", description="Een dak voor iedereen.")
        cls.homeless = ThemeFactory(name="Thuisloosheid", slug="thuisloosheid", parent=cls.living)
        cls.care = ThemeFactory(name="Zorg", slug="zorg")

    def fill(self, count):
        """So many pages of every kind on the theme."""
        platform = PlatformPageFactory.create_batch(count, parent=self.platforms, themes=[self.living])[0]
        PracticePageFactory.create_batch(count, parent=self.practices, themes=[self.living])
        NewsPageFactory.create_batch(count, parent=self.news, themes=[self.living])
        CoordinatorPageFactory.create_batch(count, parent=platform, themes=[self.living])
        for _number in range(count):
            EventPageFactory(parent=self.agenda, themes=[self.living])
            ThemeFactory(parent=self.living)


class ThemePageTests(ThemeTestCase):
    def test_says_what_it_is_and_shows_its_parts_and_the_theme_above(self):
        PracticePageFactory(parent=self.practices, themes=[self.homeless])

        above, part = self.client.get(ADDRESS), self.client.get("/themas/thuisloosheid/")

        self.assertContains(above, "Een dak voor iedereen.")
        self.assertContains(above, 'href="/themas/thuisloosheid/"')
        self.assertContains(part, f'href="{ADDRESS}"')

    def test_shows_every_kind_of_content_about_it_or_about_a_part(self):
        platform = PlatformPageFactory(parent=self.platforms, title="Platform Kust", themes=[])
        platform.current_themes = [CurrentTheme(label="Wonen aan zee", theme=self.living)]
        platform.save()
        pages = [
            PracticePageFactory(parent=self.practices, themes=[self.homeless]),
            NewsPageFactory(parent=self.news, themes=[self.living]),
            EventPageFactory(parent=self.agenda, themes=[self.living]),
            CoordinatorPageFactory(parent=platform, themes=[self.living]),
            platform,
        ]
        other = PracticePageFactory(parent=self.practices, themes=[self.care])

        response = self.client.get(ADDRESS)

        for page in pages:
            self.assertContains(response, f'href="{page.url}"')
        self.assertNotContains(response, other.title)

    def test_what_is_coming_stands_before_what_is_past(self):
        day = timezone.localdate() + datetime.timedelta(30)
        past = EventPageFactory(
            parent=self.agenda, themes=[self.living], rows={"sessions": [session("2019-11-12 09:00")]}
        )
        coming = EventPageFactory(
            parent=self.agenda, themes=[self.living], rows={"sessions": [session(f"{day} 09:00")]}
        )

        text = self.client.get(ADDRESS).content.decode()

        self.assertLess(text.index(coming.url), text.index(past.url))

    def test_four_of_a_kind_lead_to_all_of_them_to_the_feed_and_to_the_builder(self):
        PracticePageFactory.create_batch(6, parent=self.practices, themes=[self.living])

        response = self.client.get(ADDRESS)

        self.assertEqual(len(response.context["on_site"].lists[0].teasers), 4)
        self.assertIn("Alle 6 praktijken over Wonen", text_of(response))
        self.assertContains(response, f'href="{self.practices.url}?theme=wonen"')
        self.assertContains(response, f'href="{self.practices.url}feed.atom?theme=wonen"')
        self.assertContains(response, f'href="{self.practices.url}insluiten/?theme=wonen"')

    def test_counts_practices_by_region_and_by_state(self):
        coast = RegionFactory(name="Kust", slug="kust")
        for _number in range(2):
            rows = {"working_regions": [PracticeRegion(region=coast)]}
            PracticePageFactory(parent=self.practices, themes=[self.living], rows=rows)

        response = self.client.get(ADDRESS)

        figures = response.context["on_site"].lists[0].figures
        self.assertEqual(
            [figure.rows for figure in figures],
            [
                [("Kust", 2, f"{self.practices.url}?theme=wonen&region=kust")],
                [("Lopend", 2, f"{self.practices.url}?theme=wonen&status=running")],
            ],
        )

    def test_hidden_pages_give_no_title_and_no_count(self):
        PracticePageFactory(parent=self.practices, themes=[self.living], title="Openbaar")
        draft = PracticePageFactory(parent=self.practices, themes=[self.living], live=False, title="Geheim A")
        private = PracticePageFactory(parent=self.practices, themes=[self.living], title="Geheim B")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        PracticePageFactory(parent=self.practices, themes=[self.care], live=False)

        page, overview = self.client.get(ADDRESS), self.client.get("/themas/")

        self.assertNotContains(page, draft.title)
        self.assertNotContains(page, private.title)
        self.assertIn("1 praktijk ", text_of(page))
        self.assertIn("1 praktijk ", text_of(overview))
        self.assertNotContains(overview, "Zorg")

    def test_a_theme_without_pages_says_so_and_an_unknown_one_is_not_there(self):
        empty, unknown = self.client.get("/themas/zorg/"), self.client.get("/themas/bestaat-niet/")

        self.assertContains(empty, "Nog geen enkele pagina op deze site gaat over dit thema.")
        self.assertContains(empty, '<meta name="robots" content="noindex">')
        self.assertEqual(unknown.status_code, 404)

    def test_search_engines_read_what_it_is(self):
        PracticePageFactory(parent=self.practices, themes=[self.homeless])

        response = self.client.get("/themas/thuisloosheid/")

        collection, crumbs = data_of(response, "CollectionPage"), data_of(response, "BreadcrumbList")
        self.assertEqual(head_of(response).canonical, "http://localhost/themas/thuisloosheid/")
        self.assertEqual(collection["about"]["@type"], "DefinedTerm")
        self.assertEqual(collection["about"]["termCode"], "thuisloosheid")
        self.assertEqual(
            [item["name"] for item in crumbs["itemListElement"]],
            ["Streekwijzer", "Thema’s", "Wonen", "Thuisloosheid"],
        )

    def test_more_content_costs_no_more_queries(self):
        self.fill(5)
        few = [self.count_queries(address) for address in (ADDRESS, "/themas/")]
        self.fill(12)

        self.assertEqual([self.count_queries(address) for address in (ADDRESS, "/themas/")], few)
        self.assertLessEqual(few[0], 40)
        self.assertLessEqual(few[1], 6)

    def test_a_published_page_is_on_it_at_once(self):
        page = PracticePageFactory(parent=self.practices, themes=[self.living], live=False)
        before = self.client.get(ADDRESS)

        page.save_revision().publish()

        self.assertNotContains(before, page.title)
        self.assertContains(self.client.get(ADDRESS), page.title)


class AllThemesTests(ThemeTestCase):
    def test_shows_the_themes_of_public_pages_with_their_parts_and_counts(self):
        PracticePageFactory.create_batch(2, parent=self.practices, themes=[self.homeless])
        NewsPageFactory(parent=self.news, themes=[self.living])

        rows = {row.theme: row for row in self.client.get("/themas/").context["themes"]}

        row = rows[self.living]
        self.assertEqual((row.counts, self.care in rows), ("2 praktijken, 1 nieuwsbericht", False))
        self.assertEqual([(part.theme, part.counts) for part in row.parts], [(self.homeless, "2 praktijken")])

    def test_the_sitemap_has_public_themes_only(self):
        PracticePageFactory(parent=self.practices, themes=[self.homeless])
        PracticePageFactory(parent=self.practices, themes=[self.care], live=False)

        text = self.client.get("/sitemap.xml").content.decode()

        for part in ("/themas/", ADDRESS, "/themas/thuisloosheid/"):
            self.assertIn(f"<loc>http://localhost{part}</loc>", text)
        self.assertNotIn("/themas/zorg/", text)

    def test_the_site_search_answers_a_name_with_the_page_of_the_theme(self):
        PracticePageFactory(parent=self.practices, themes=[self.living])

        named = self.client.get("/zoeken/?q=WONEN").context["search"].answers
        unused = self.client.get("/zoeken/?q=zorg").context["search"].answers

        self.assertEqual([answer.content.theme for answer in named], [self.living])
        self.assertEqual(unused, [])

    def test_the_api_says_where_the_page_of_a_theme_is(self):
        PracticePageFactory(parent=self.practices, themes=[self.living])

        items = self.client.get("/api/v1/themes").json()["items"]

        urls = {item["slug"]: item["url"] for item in items}
        self.assertEqual(urls["wonen"], "http://localhost/themas/wonen/")


class NamesOfThemesTests(ThemeTestCase):
    def test_every_name_of_a_theme_leads_to_its_page(self):
        platform = PlatformPageFactory(parent=self.platforms, themes=[self.living])
        platform.current_themes = [CurrentTheme(theme=self.living)]
        platform.save()
        pages = [
            platform,
            PracticePageFactory(parent=self.practices, themes=[self.living]),
            NewsPageFactory(parent=self.news, themes=[self.living]),
            EventPageFactory(parent=self.agenda, themes=[self.living]),
            CoordinatorPageFactory(parent=platform, themes=[self.living]),
        ]

        for address in [*(page.url for page in pages), self.practices.url, "/zoeken/"]:
            self.assertContains(self.client.get(address), f'href="{ADDRESS}"', msg_prefix=address)
