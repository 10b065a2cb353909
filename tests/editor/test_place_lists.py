"""A pasted list of municipalities, as the chooser reads it."""

import datetime

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import PlaceName
from tests.factories import MunicipalityFactory, RegionFactory, UserFactory, home_page
from tests.permissions.factories import a_member_of, a_platform


class PlaceListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.region = RegionFactory(slug="westhoek")
        cls.ieper = MunicipalityFactory(name="Ieper", slug="ieper", region=cls.region, codes=["8900", "8902"])
        cls.sint = MunicipalityFactory(name="Sint-Niklaas", slug="sint-niklaas", codes=["9100"])
        cls.kruisem = MunicipalityFactory(name="Kruisem", slug="kruisem", codes=["9770"])
        cls.old = MunicipalityFactory(
            name="Kruishoutem",
            slug="kruishoutem",
            nis_code="",
            region=cls.region,
            valid_until=datetime.date(2018, 12, 31),
            succeeded_by=cls.kruisem,
        )
        cls.member = a_member_of(a_platform(home_page(), "Westhoek"))

    def setUp(self):
        self.client.force_login(self.member)

    def read(self, names="", region=""):
        return self.client.post(reverse("municipality_list"), {"names": names, "region": region})

    def names(self, *args, **kwargs):
        return [place["name"] for place in self.read(*args, **kwargs).json()["municipalities"]]

    def test_names_and_postal_codes_in_any_form_are_recognised(self):
        for text in (
            "IEPER; St. Niklaas",
            "8902\n9100",
            "8900 Ieper, Sint-Niklaas (9100)",
            "Ieper en Sint Niklaas",
        ):
            with self.subTest(text):
                self.assertEqual(self.names(text), ["Ieper", "Sint-Niklaas"])

    def test_what_is_no_municipality_is_named_and_the_rest_is_taken(self):
        answer = self.read("Ieper, Nergenshuizen\n0000, <b>").json()

        self.assertEqual([place["name"] for place in answer["municipalities"]], ["Ieper"])
        self.assertEqual(answer["unknown"], ["Nergenshuizen", "0000", "<b>"])

    def test_an_old_name_leads_to_what_it_is_called_today_and_says_so(self):
        answer = self.read("Kruishoutem, Kruisem").json()

        self.assertEqual([place["name"] for place in answer["municipalities"]], ["Kruisem"])
        self.assertEqual(answer["renamed"], [{"old": "Kruishoutem", "new": "Kruisem"}])

    def test_a_village_or_another_language_leads_to_its_municipality_and_says_so(self):
        for name, codes in [("Elverdinge", "8906"), ("Ypres", "")]:
            PlaceName.objects.create(kind="part", name=name, municipality=self.ieper, postal_codes=codes)

        answer = self.read("Elverdinge, Ypres, Kruisem").json()

        self.assertEqual([place["name"] for place in answer["municipalities"]], ["Ieper", "Kruisem"])
        self.assertEqual(
            answer["renamed"], [{"old": "Elverdinge", "new": "Ieper"}, {"old": "Ypres", "new": "Ieper"}]
        )

    def test_a_name_of_villages_in_two_municipalities_is_for_people_to_settle(self):
        for place in (self.ieper, self.kruisem):
            PlaceName.objects.create(kind="part", name="Deurne", municipality=place, postal_codes="1234")

        answer = self.read("Deurne, 1000").json()

        self.assertEqual((answer["municipalities"], answer["unknown"]), ([], ["Deurne", "1000"]))

    def test_a_region_gives_its_municipalities_of_today(self):
        self.assertEqual(self.names(region="westhoek"), ["Ieper"])
        self.assertEqual(self.read(region="nergens").status_code, 400)

    def test_a_long_list_costs_no_more_questions_than_a_short_one(self):
        long = ", ".join(["Ieper", "9100", "Kruishoutem", *map(str, range(1000, 1400))])

        self.read("Nergenshuizen")
        with CaptureQueriesContext(connection) as of_short:
            self.read("Ieper")
        with CaptureQueriesContext(connection) as of_long:
            self.read(long)

        self.assertLessEqual(len(of_short), 12)
        self.assertEqual(len(of_long), len(of_short))

    def test_only_who_works_here_may_ask(self):
        self.client.force_login(UserFactory())

        self.assertNotEqual(self.read("Ieper").status_code, 200)
        self.client.force_login(self.member)
        self.assertEqual(self.client.get(reverse("municipality_list")).status_code, 405)
