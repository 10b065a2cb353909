from bs4 import BeautifulSoup
from django.test import TestCase
from django.urls import reverse

from tests.factories import MunicipalityFactory, ThemeFactory, UserFactory


class VocabularyFormTests(TestCase):
    def setUp(self):
        self.client.force_login(UserFactory(is_superuser=True))

    def name_field(self, action, *args):
        address = reverse(f"wagtailsnippets_cms_theme:{action}", args=args)
        return BeautifulSoup(self.client.get(address).content, "html.parser").select_one("#id_name")

    def test_the_name_of_a_new_word_fills_in_its_web_address(self):
        field = self.name_field("add")

        self.assertEqual(field["data-w-sync-target-value"], "#id_slug")
        self.assertIn("w-sync#apply", field["data-action"])

    def test_an_old_word_keeps_its_web_address(self):
        field = self.name_field("edit", ThemeFactory().pk)

        self.assertFalse(field.get("data-action"))

    def test_what_is_not_known_of_a_municipality_is_a_dash(self):
        address = reverse("wagtailsnippets_cms_municipality:inspect", args=[MunicipalityFactory().pk])

        page = BeautifulSoup(self.client.get(address).content, "html.parser")

        self.assertEqual(page.select("dd")[-1].text.strip(), "–")
