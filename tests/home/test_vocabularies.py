"""The words that a new site starts with."""

from django.test import TestCase

from cms.models import Method, PageTheme, TargetGroup, Theme
from tests.factories import ThemeFactory
from tests.home.examples.cases import run


class VocabularyTests(TestCase):
    def test_a_new_site_starts_with_the_words_of_the_field(self):
        run("make_site")

        self.assertEqual(Theme.objects.get(slug="schuldhulp").parent.slug, "financiele-weerbaarheid")
        self.assertEqual(TargetGroup.objects.count(), 20)
        self.assertEqual(Method.objects.get(slug="housing-first").name, "Housing First")

    def test_what_an_editor_chose_is_left_alone(self):
        ThemeFactory(name="Eigen thema", slug="eigen-thema")

        run("make_site")

        self.assertEqual([theme.slug for theme in Theme.objects.all()], ["eigen-thema"])
        self.assertFalse(PageTheme.objects.exists())
