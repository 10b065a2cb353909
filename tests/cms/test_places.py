"""Municipalities are found by the names that people use, current or former."""

from django.test import TestCase

from cms.places import municipalities_named
from tests.factories import MunicipalityFactory


def names(text):
    return [str(municipality) for municipality in municipalities_named(text)]


class NamedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.today = MunicipalityFactory(
            name="Sint-Katelijne-Ré", slug="sint-katelijne-re", codes=["2860", "2861"]
        )
        cls.other = MunicipalityFactory(name="Bonheiden", slug="bonheiden", codes=["2820", "2861"])
        cls.merged = MunicipalityFactory(name="Rijmenam", slug="rijmenam-2018", succeeded_by=cls.other)

    def test_case_accents_and_hyphens_do_not_matter(self):
        for text in ["Sint-Katelijne-Ré", "SINT KATELIJNE RE", " sint-katelijne-re ", "St.-Katelijne-Re"]:
            self.assertEqual(names(text), ["Sint-Katelijne-Ré"], text)

    def test_the_slug_of_a_merged_one_leads_to_today(self):
        self.assertEqual(names("rijmenam-2018"), ["Bonheiden"])

    def test_a_postal_code_can_have_two(self):
        self.assertEqual(names("2861"), ["Bonheiden", "Sint-Katelijne-Ré"])
        self.assertEqual(names("2860"), ["Sint-Katelijne-Ré"])

    def test_a_part_of_a_name_is_no_name(self):
        for text in ["Bon", "", "  ", "-", "\x00", "Bonheiden'", "9999", "286", "x" * 10_000]:
            self.assertEqual(names(text), ["Bonheiden"] if text == "Bonheiden'" else [], text)

    def test_an_old_name_leads_to_the_municipality_of_today(self):
        older = MunicipalityFactory(name="Rijmenam-Dorp", succeeded_by=self.merged)

        self.assertEqual(municipalities_named("rijmenam dorp"), [self.other])
        self.assertEqual(older.current, self.other)
        self.assertEqual(self.other.current, self.other)

    def test_a_merger_in_a_circle_ends(self):
        self.other.succeeded_by = self.merged
        self.other.save()

        self.assertIn(names("rijmenam")[0], ["Bonheiden", "Rijmenam"])
