"""The smallest site that tests need, and how to count queries."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from tests.factories import NewsIndexPageFactory, home_page


class SiteTestCase(TestCase):
    """A home page with a list of news."""

    @classmethod
    def setUpTestData(cls):
        cls.home = home_page()
        cls.news = NewsIndexPageFactory(parent=cls.home)

    def count_queries(self, url):
        """How many queries a second visit costs, with the caches warm."""
        self.client.get(url)
        with CaptureQueriesContext(connection) as queries:
            self.client.get(url)
        return len(queries)

    def count_queries_of(self, action):
        """The same for what has no address."""
        action()
        with CaptureQueriesContext(connection) as queries:
            action()
        return len(queries)
