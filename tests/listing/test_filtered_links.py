"""The links on a filtered list keep its filters."""

from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory, ThemeFactory


class FilteredLinkTests(SiteTestCase):
    def setUp(self):
        theme = ThemeFactory(slug="wonen")
        NewsPageFactory.create_batch(self.news.page_size + 1, parent=self.news, themes=[theme])

    def test_the_next_page_has_the_same_filters(self):
        response = self.client.get(self.news.url, {"theme": "wonen"})

        self.assertContains(response, "?theme=wonen&amp;page=2")

    def test_the_builder_starts_with_the_same_filters(self):
        response = self.client.get(self.news.url, {"theme": "wonen"})

        self.assertContains(response, f'{self.news.url}insluiten/?theme=wonen"')
