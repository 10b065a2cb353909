"""Pages made of their rows in the database (`BasePage.from_db`)."""

from django.db.models import Model
from django.test import TestCase
from wagtail.models import get_page_models

from cms.models import BasePage
from practices.models import PracticePage
from tests.factories import HomePageFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory


class LoadingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        index = PracticeIndexPageFactory(parent=HomePageFactory())
        cls.page = PracticePageFactory(parent=index, goals=[{"type": "line", "value": "Een doel"}])

    def test_a_page_is_as_django_would_make_it(self):
        names = [field.attname for field in PracticePage._meta.concrete_fields]
        values = PracticePage.objects.filter(pk=self.page.pk).values_list(*names).get()

        ours = PracticePage.from_db("default", names, values)
        djangos = Model.from_db.__func__(PracticePage, "default", names, values)

        self.assertEqual(
            {name: getattr(ours, name) for name in names}, {name: getattr(djangos, name) for name in names}
        )
        self.assertEqual(vars(ours._state), vars(djangos._state))
        self.assertEqual(set(vars(ours)), set(vars(djangos)))

    def test_a_column_that_was_left_out_is_read_when_it_is_needed(self):
        page = PracticePage.objects.only("title").get(pk=self.page.pk)

        with self.assertNumQueries(1):
            goals = page.goals

        self.assertEqual([str(goal.value) for goal in goals], ["Een doel"])

    def test_no_page_type_needs_its_init(self):
        types = [model for model in get_page_models() if issubclass(model, BasePage)]

        self.assertFalse([model for model in types if "__init__" in vars(model)])
