"""Results of functions are kept until one of the models that they read changes."""

from django.test import TestCase
from wagtail.models import Page

from caching.changes import labels_of, state_of
from caching.functions import CachedFunction, cached_until_change
from caching.models import ListingChange, one_moment
from cms.models import IndexPage, Region, Theme
from news.models import NewsIndexPage, NewsPage
from practices.models import PracticePage
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory, ThemeFactory


class Calls:
    """A function that notes its arguments, and gives the results it was made with."""

    def __init__(self, results=None):
        self.arguments, self.results = [], results or {}

    def __call__(self, *arguments):
        self.arguments.append(arguments)
        return self.results.get(arguments, arguments)

    def __len__(self):
        return len(self.arguments)


class CachedUntilChangeTests(SiteTestCase):
    def cached(self, make, *models, **options):
        """A cached function that the tests of all such functions don't see."""
        function = cached_until_change(*models, **options)(make)
        CachedFunction.instances.remove(function)
        return function

    def setUp(self):
        self.theme = ThemeFactory()

    def test_each_set_of_arguments_has_a_result_of_its_own(self):
        calls = Calls()
        names = self.cached(calls, Theme)

        self.assertEqual([names("a"), names("b"), names("a")], [("a",), ("b",), ("a",)])
        self.assertEqual(len(calls), 2)

    def test_a_change_of_a_named_model_makes_it_anew(self):
        calls = Calls()
        names = self.cached(calls, Region, Theme)
        names()

        self.theme.save()
        names()

        self.assertEqual(len(calls), 2)

    def test_a_change_of_another_model_does_not(self):
        calls = Calls()
        names = self.cached(calls, Region, PracticePage)
        names()

        self.theme.save()
        NewsPageFactory(parent=self.news)
        names()

        self.assertEqual(len(calls), 1)

    def test_without_models_every_change_counts(self):
        calls = Calls()
        names = self.cached(calls)
        names()

        NewsPageFactory(parent=self.news)
        names()

        self.assertEqual(len(calls), 2)

    def test_a_change_of_anything_counts_for_every_model(self):
        calls = Calls()
        names = self.cached(calls, Region)
        names()

        ListingChange.record()
        names()

        self.assertEqual(len(calls), 2)

    def test_what_changes_while_it_is_made_is_not_missed(self):
        calls = Calls()

        def make():
            if not calls.arguments:
                self.theme.save()
            return calls()

        names = self.cached(make, Theme)
        names()
        names()

        self.assertEqual(len(calls), 2)

    def test_a_page_with_pages_below_it_counts_for_pages_of_every_type(self):
        NewsPageFactory(parent=self.news)
        calls = Calls()
        names = self.cached(calls, PracticePage)
        names()

        self.news.refresh_from_db()
        self.news.save_revision().publish()
        names()

        self.assertEqual(len(calls), 2)

    def test_a_change_that_was_forgotten_counts_for_every_model(self):
        calls = Calls()
        names = self.cached(calls, Region)
        self.theme.save()
        names()

        ListingChange.objects.all().delete()
        self.theme.save()
        names()

        self.assertEqual(len(calls), 2)

    def test_a_request_that_began_before_a_change_does_not_undo_what_others_know(self):
        ListingChange.record()
        self.theme.save()
        labels = labels_of(Region)
        with one_moment():
            ListingChange.newest()
            ListingChange.objects.create(model=Theme._meta.label_lower)
            with one_moment():
                of_others = state_of(labels)
            own = state_of(labels)

        self.assertNotEqual(own, of_others)
        self.assertEqual(state_of(labels), of_others)

    def test_many_asks_only_for_what_is_not_kept(self):
        calls = []

        def make(keys, factor):
            calls.append(keys)
            return {key: key * factor for key in keys if key != 3}

        tens = self.cached(make, Theme)

        self.assertEqual(tens.many([2, 1], 10), {2: 20, 1: 10})
        self.assertEqual(list(tens.many([1, 3, 4, 2], 10).items()), [(1, 10), (4, 40), (2, 20)])
        self.assertEqual(tens.many([1], 100), {1: 100})
        self.assertEqual(calls, [[2, 1], [3, 4], [1]])

    def test_the_oldest_results_go_first(self):
        calls = Calls()
        names = self.cached(calls, Theme, most=2)

        for argument in ("a", "b", "c", "a"):
            names(argument)

        self.assertEqual(len(calls), 4)
        self.assertEqual(len(names.memory.kept), 2)


class LabelTests(TestCase):
    def test_a_page_type_stands_for_its_own_changes_and_those_of_pages_in_general(self):
        labels = labels_of(NewsPage)

        self.assertIn("news.newspage", labels)
        self.assertIn("wagtailcore.page", labels)
        self.assertNotIn("practices.practicepage", labels)

    def test_a_base_class_stands_for_all_its_types(self):
        self.assertIn(NewsIndexPage._meta.label_lower, labels_of(IndexPage))
        self.assertNotIn(NewsPage._meta.label_lower, labels_of(IndexPage))
        self.assertIn(NewsPage._meta.label_lower, labels_of(Page))
