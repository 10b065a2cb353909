"""Screens of the admin that cost the same however many pages there are."""

from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from cms import permissions
from cms.models import PageTheme
from tests.cases import SiteTestCase
from tests.factories import StandardPageFactory, ThemeFactory


class ManyPagesTestCase(SiteTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(get_user_model().objects.create_superuser("beheer@example.org"))

    def fetch(self, name, *arguments, query=""):
        return self.client.get(reverse(name, args=arguments) + query)

    def count_again(self, *arguments, **options):
        """The queries of a second visit."""
        self.fetch(*arguments, **options)
        with CaptureQueriesContext(connection) as captured:
            response = self.fetch(*arguments, **options)
        self.assertEqual(response.status_code, 200)
        return len(captured)


class UsageTests(ManyPagesTestCase):
    def setUp(self):
        super().setUp()
        self.theme = ThemeFactory()

    def use(self, count):
        for page in StandardPageFactory.create_batch(count, parent=self.home):
            page.page_themes = [PageTheme(theme=self.theme)]
            page.save()

    def test_a_screen_costs_the_same_for_more_pages(self):
        self.use(22)
        few = self.count_again("wagtailsnippets_cms_theme:usage", self.theme.pk)
        self.use(12)

        self.assertEqual(self.count_again("wagtailsnippets_cms_theme:usage", self.theme.pk), few)

    def test_every_page_is_on_one_of_the_screens(self):
        self.use(22)

        rows = []
        for query in ("", "?p=2", "?p=3"):
            response = self.fetch("wagtailsnippets_cms_theme:usage", self.theme.pk, query=query)
            rows.append([page.pk for page, _references in response.context["object_list"]])

        self.assertEqual([len(keys) for keys in rows], [20, 2, 2])
        self.assertEqual(len({*rows[0], *rows[1]}), 22)


class SortingTests(ManyPagesTestCase):
    def setUp(self):
        super().setUp()
        self.section = StandardPageFactory(parent=self.home)
        StandardPageFactory.create_batch(3, parent=self.section)

    def is_sortable(self):
        response = self.fetch("wagtailadmin_explore", self.section.pk, query="?ordering=ord")
        return response.context["ordering"] == "ord"

    def test_a_few_pages_are_sorted_by_hand(self):
        self.assertTrue(self.is_sortable())

    def test_more_pages_than_fit_on_a_screen_are_not(self):
        Page.objects.filter(pk=self.section.pk).update(numchild=permissions.MOST_SORTED_BY_HAND + 1)

        self.assertFalse(self.is_sortable())
