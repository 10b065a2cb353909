"""Compiled queries give the same results as Django."""

from datetime import timedelta
from unittest import mock

from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from caching.compiled import Prepared
from caching.models import ListingChange, one_moment
from cms.models import Person, Region, Theme


@override_settings(COMPILED_QUERIES=True)
class PreparedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.themes = [
            Theme.objects.create(name=name, slug=name.lower()) for name in ("Wonen", "Zorg", "Werk")
        ]

    def test_it_answers_as_the_queryset_does(self):
        prepared = Prepared(lambda model, *, keys, slug: model.objects.filter(pk__in=keys).exclude(slug=slug))
        keys = [theme.pk for theme in self.themes]

        for some in (keys[:2], keys[1:], keys):
            for slug in ("wonen", "zorg", "100% of '"):
                expected = list(Theme.objects.filter(pk__in=some).exclude(slug=slug))
                self.assertEqual(prepared(Theme, keys=some, slug=slug), expected)

    def test_tuples_and_what_is_pointed_at_come_as_always(self):
        part = Theme.objects.create(name="Huren", slug="huren", parent=self.themes[0])
        tuples = Prepared(lambda *, key: Theme.objects.filter(pk=key).values_list("name", "parent__name"))
        objects = Prepared(lambda *, key: Theme.objects.filter(pk=key).select_related("parent"))

        self.assertEqual(tuples(key=part.pk), [("Huren", "Wonen")])
        with self.assertNumQueries(1):
            self.assertEqual(objects(key=part.pk)[0].parent.name, "Wonen")

    def test_turned_off_it_asks_as_django_does(self):
        make = mock.Mock(side_effect=lambda *, keys: Theme.objects.filter(pk__in=keys), __name__="make")
        prepared, keys = Prepared(make), [theme.pk for theme in self.themes]

        with override_settings(COMPILED_QUERIES=False):
            self.assertCountEqual(prepared(keys=keys), self.themes)
            self.assertEqual(len(prepared(keys=keys[:1])), 1)

        self.assertEqual(make.call_args_list, [mock.call(keys=keys), mock.call(keys=keys[:1])])

    def test_no_answer_is_kept(self):
        prepared = Prepared(lambda *, key: Theme.objects.filter(pk=key))
        prepared(key=self.themes[0].pk)
        Theme.objects.filter(pk=self.themes[0].pk).update(name="Huis")

        self.assertEqual(prepared(key=self.themes[0].pk)[0].name, "Huis")
        self.assertEqual(prepared(key=0), [])

    def test_the_function_is_called_once_for_what_is_asked(self):
        make = mock.Mock(side_effect=lambda model, *, key: model.objects.filter(pk=key), __name__="make")
        prepared = Prepared(make)

        for theme in self.themes:
            prepared(Theme, key=theme.pk)
        prepared(Region, key=1)

        self.assertEqual(make.call_count, 2)

    def test_of_no_keys_nothing_is_asked(self):
        prepared = Prepared(lambda *, keys: Theme.objects.filter(pk__in=keys))

        with self.assertNumQueries(0):
            self.assertEqual(prepared(keys=[]), [])

    def test_what_nothing_can_answer_to_is_not_asked(self):
        prepared = Prepared(lambda *, key: Theme.objects.filter(pk=key).none())

        with self.assertNumQueries(0):
            self.assertEqual(prepared(key=1), [])

    def test_a_value_that_django_changes_is_refused(self):
        prepared = Prepared(lambda *, path: Page.objects.filter(path__startswith=path))

        with self.assertRaisesMessage(ValueError, "path"):
            prepared(path="0001")

    def test_a_day_in_the_question_is_that_of_the_answer(self):
        today = timezone.localdate()
        person = Person.objects.create(first_name="An", last_name="Peeters", active_until=today)
        prepared = Prepared(lambda *, key: Person.objects.active().filter(pk=key))

        self.assertEqual(prepared(key=person.pk), [person])
        tomorrow = timezone.now() + timedelta(days=1)
        with mock.patch("django.utils.timezone.now", return_value=tomorrow):
            self.assertEqual(prepared(key=person.pk), [])


class MomentTests(TestCase):
    def queries(self):
        with CaptureQueriesContext(connection) as queries:
            ListingChange.newest()
        return len(queries)

    def test_within_a_moment_the_newest_change_is_asked_once(self):
        with one_moment():
            self.assertEqual([self.queries(), self.queries()], [1, 0])
        self.assertEqual(self.queries(), 1)

    def test_who_changes_something_sees_it_at_once(self):
        with one_moment():
            before = ListingChange.newest()
            ListingChange.record()

            self.assertNotEqual(ListingChange.newest(), before)

    def test_the_next_moment_sees_what_came_since(self):
        with one_moment():
            before = ListingChange.newest()
        ListingChange.record()
        with one_moment():
            self.assertNotEqual(ListingChange.newest(), before)
