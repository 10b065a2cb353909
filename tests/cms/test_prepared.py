"""Questions whose SQL is made once: the answers are those that Django gives."""

from datetime import timedelta
from unittest import mock

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from cms.models import ListingChange, Person, Region, Theme
from cms.models.changes import one_moment
from cms.prepared import Prepared


class PreparedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.themes = [
            Theme.objects.create(name=name, slug=name.lower()) for name in ("Wonen", "Zorg", "Werk")
        ]

    def test_it_answers_as_the_queryset_does(self):
        asked = Prepared(lambda model, *, keys, slug: model.objects.filter(pk__in=keys).exclude(slug=slug))
        keys = [theme.pk for theme in self.themes]

        for some in (keys[:2], keys[1:], keys):
            for slug in ("wonen", "zorg", "100% of '"):
                expected = list(Theme.objects.filter(pk__in=some).exclude(slug=slug))
                self.assertEqual(asked(Theme, keys=some, slug=slug), expected)

    def test_tuples_and_what_is_pointed_at_come_as_always(self):
        part = Theme.objects.create(name="Huren", slug="huren", parent=self.themes[0])
        tuples = Prepared(lambda *, key: Theme.objects.filter(pk=key).values_list("name", "parent__name"))
        objects = Prepared(lambda *, key: Theme.objects.filter(pk=key).select_related("parent"))

        self.assertEqual(tuples(key=part.pk), [("Huren", "Wonen")])
        with self.assertNumQueries(1):
            self.assertEqual(objects(key=part.pk)[0].parent.name, "Wonen")

    def test_no_answer_is_kept(self):
        asked = Prepared(lambda *, key: Theme.objects.filter(pk=key))
        asked(key=self.themes[0].pk)
        Theme.objects.filter(pk=self.themes[0].pk).update(name="Huis")

        self.assertEqual(asked(key=self.themes[0].pk)[0].name, "Huis")
        self.assertEqual(asked(key=0), [])

    def test_the_function_is_called_once_for_what_is_asked(self):
        make = mock.Mock(side_effect=lambda model, *, key: model.objects.filter(pk=key), __name__="make")
        asked = Prepared(make)

        for theme in self.themes:
            asked(Theme, key=theme.pk)
        asked(Region, key=1)

        self.assertEqual(make.call_count, 2)

    def test_of_no_keys_nothing_is_asked(self):
        asked = Prepared(lambda *, keys: Theme.objects.filter(pk__in=keys))

        with self.assertNumQueries(0):
            self.assertEqual(asked(keys=[]), [])

    def test_what_nothing_can_answer_to_is_not_asked(self):
        asked = Prepared(lambda *, key: Theme.objects.filter(pk=key).none())

        with self.assertNumQueries(0):
            self.assertEqual(asked(key=1), [])

    def test_a_value_that_django_changes_is_refused(self):
        asked = Prepared(lambda *, path: Page.objects.filter(path__startswith=path))

        with self.assertRaisesMessage(ValueError, "path"):
            asked(path="0001")

    def test_a_day_in_the_question_is_that_of_the_answer(self):
        today = timezone.localdate()
        person = Person.objects.create(first_name="An", last_name="Peeters", active_until=today)
        asked = Prepared(lambda *, key: Person.objects.active().filter(pk=key))

        self.assertEqual(asked(key=person.pk), [person])
        tomorrow = timezone.now() + timedelta(days=1)
        with mock.patch("django.utils.timezone.now", return_value=tomorrow):
            self.assertEqual(asked(key=person.pk), [])


class MomentTests(TestCase):
    def queries(self):
        with CaptureQueriesContext(connection) as found:
            ListingChange.newest()
        return len(found)

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
