"""The pages of lists: each has one address, and a number that no page has leads to the nearest one."""

from unittest.mock import patch

from cms.models import IndexPage
from news.models import NewsIndexPage
from tests.cases import SiteTestCase
from tests.events.factories import EventIndexPageFactory, EventPageFactory
from tests.factories import NewsPageFactory
from tests.platforms.factories import (
    CoordinatorIndexPageFactory,
    CoordinatorPageFactory,
    PlatformIndexPageFactory,
    PlatformPageFactory,
)
from tests.practices.factories import PracticeIndexPageFactory, StubFactory

# What somebody may type, and the page of three that it leads to.
NUMBERS = {
    "99": 3,
    "123456": 3,
    "0": 1,
    "-1": 1,
    "abc": 1,
    "": 1,
    "1": 1,
    "9e99": 1,
    "01": 1,
    "+2": 2,
    "２": 2,
}


class PageNumberTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.platforms = PlatformIndexPageFactory(parent=cls.home)
        cls.lists = [
            cls.platforms,
            cls.news,
            PracticeIndexPageFactory(parent=cls.home),
            EventIndexPageFactory(parent=cls.home),
            CoordinatorIndexPageFactory(parent=cls.home),
        ]
        platforms = PlatformPageFactory.create_batch(3, parent=cls.platforms)
        for factory, parent in [
            (NewsPageFactory, cls.lists[1]),
            (StubFactory, cls.lists[2]),
            (EventPageFactory, cls.lists[3]),
            (CoordinatorPageFactory, platforms[0]),
        ]:
            factory.create_batch(3, parent=parent)

    def setUp(self):
        super().setUp()
        for index in self.lists:
            self.enterContext(patch.object(type(index), "page_size", 1))

    def location(self, address, **params):
        response = self.client.get(address, params)
        return response.headers.get("Location", "") if response.status_code == 302 else response.status_code

    def test_every_list_leads_to_the_nearest_page(self):
        for index in self.lists:
            for text, number in NUMBERS.items():
                with self.subTest(index=index.url, text=text):
                    query = "" if number == 1 else f"?page={number}"
                    self.assertEqual(self.location(index.url, page=text), f"{index.url}{query}")

    def test_a_page_that_exists_is_shown_at_its_address_and_its_canonical_one(self):
        for index in self.lists:
            with self.subTest(index.url):
                response = self.client.get(index.url, {"page": 3})
                self.assertContains(response, f'<link rel="canonical" href="{index.full_url}?page=3">')
                self.assertEqual(response.context["entries"].number, 3)

    def test_the_filters_stay(self):
        address = self.lists[2].url

        self.assertEqual(
            self.location(address, completeness="stub", page="77", sort="title"),
            f"{address}?completeness=stub&page=3&sort=title",
        )

    def test_an_empty_list_has_one_page(self):
        self.assertEqual(
            self.location(self.lists[2].url, completeness="complete", page="2"),
            f"{self.lists[2].url}?completeness=complete",
        )

    def test_of_two_numbers_the_last_counts_and_has_one_address(self):
        response = self.client.get(f"{self.lists[1].url}?page=3&page=2")

        self.assertEqual(response.headers["Location"], f"{self.lists[1].url}?page=2")

    def test_the_site_search_does_the_same(self):
        self.assertEqual(self.location("/zoeken/", q="xyzzyx", page="99"), "/zoeken/?q=xyzzyx")
        self.assertEqual(self.location("/zoeken/", q="xyzzyx"), 200)

    def test_the_pager_links_to_the_first_page_without_a_number(self):
        page = self.client.get(self.lists[1].url, {"page": 2}).content.decode()

        self.assertNotIn("page=1", page)
        self.assertIn('href="?page=3"', page)

    def test_no_list_type_is_left_out(self):
        kinds = {kind for kind in IndexPage.__subclasses__() if not kind._meta.abstract}

        self.assertEqual({type(index) for index in self.lists}, kinds)
        self.assertIn(NewsIndexPage, kinds)
