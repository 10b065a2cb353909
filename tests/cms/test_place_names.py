"""Names of places: the files agree with each other, and a name leads to the municipality of today."""

import csv
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import TestCase

from caching.models import ListingChange
from cms.models import Municipality, PlaceName
from cms.place_names import key_of
from cms.places import atlas, municipalities_named

FIXTURES = Path(__file__).resolve().parents[2] / "cms" / "fixtures"
# Post for these goes by a code of the municipality beside it.
CODES_OF_NEIGHBOURS = {("Sint-Margriete-Houtem", "3470"), ("Oombergen", "9520")}


def rows(name):
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load():
    call_command("load_places", stdout=StringIO())


class FileTests(TestCase):
    """What the files in `cms/fixtures` say."""

    def test_a_part_has_postal_codes_of_its_municipality(self):
        codes = {row["name"]: set(row["postal_codes"].split("|")) for row in rows("municipalities.csv")}

        strange = {
            (row["name"], code)
            for row in rows("place_names.csv")
            for code in row["postal_codes"].split("|")
            if code and code not in codes[row["municipality"]]
        }

        self.assertEqual(strange, CODES_OF_NEIGHBOURS)

    def test_every_part_has_a_postal_code(self):
        parts = [row for row in rows("place_names.csv") if row["kind"] == "part"]

        self.assertGreater(len(parts), 850)
        self.assertEqual([row["name"] for row in parts if not row["postal_codes"]], [])

    def test_no_name_is_there_twice(self):
        for name, columns in [
            ("place_names.csv", ("municipality", "name")),
            ("region_names.csv", ("name",)),
            ("places_elsewhere.csv", ("area", "name")),
        ]:
            keys = [tuple(key_of(row[column]) for column in columns) for row in rows(name)]
            self.assertEqual(len(keys), len(set(keys)), name)


class LoadTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load()

    def test_loading_again_keeps_every_row(self):
        before = set(PlaceName.objects.values_list("pk", "name"))

        load()

        self.assertEqual(set(PlaceName.objects.values_list("pk", "name")), before)

    def test_loading_again_takes_away_what_the_files_no_longer_have(self):
        PlaceName.objects.create(kind="brussels", name="Atlantis")
        PlaceName.objects.filter(name="Watou").delete()

        load()

        self.assertFalse(PlaceName.objects.filter(name="Atlantis").exists())
        self.assertEqual(municipalities_named("Watou"), [Municipality.objects.get(slug="poperinge")])

    def test_every_process_sees_the_names_at_once(self):
        self.assertEqual(municipalities_named("Nergenshuizen"), [])

        PlaceName.objects.create(
            kind="part",
            name="Nergenshuizen",
            municipality=Municipality.objects.get(slug="ieper"),
            postal_codes="8900",
        )

        self.assertEqual([str(place) for place in municipalities_named("nergenshuizen")], ["Ieper"])

    def test_names_cost_no_query_once_they_are_kept(self):
        atlas()
        ListingChange.newest()

        with self.assertNumQueries(1):  # what changed
            municipalities_named("Elverdinge")

    def test_every_name_in_the_files_is_found(self):
        for row in rows("place_names.csv"):
            candidates = atlas().exact(row["name"]).candidates
            self.assertIn(row["municipality"], [str(candidate.municipality) for candidate in candidates])
        for row in rows("places_elsewhere.csv"):
            self.assertIn(row["area"], atlas().exact(row["name"]).elsewhere)


class NamedTests(TestCase):
    """The municipalities that a text names exactly, for filters and search."""

    @classmethod
    def setUpTestData(cls):
        load()

    def named(self, text):
        return [str(place) for place in municipalities_named(text)]

    def test_names_parts_codes_and_mergers(self):
        for text, names in [
            ("Ieper", ["Ieper"]),
            ("8906", ["Ieper"]),
            ("Ypres", ["Ieper"]),
            ("Elverdinge", ["Ieper"]),
            ("Galmaarden", ["Pajottegem"]),
            ("Deurne", ["Antwerpen", "Diest"]),
            ("1804", ["Vilvoorde", "Zemst"]),
        ]:
            self.assertEqual(self.named(text), names, text)

    def test_near_misses_regions_and_other_lands_are_none(self):
        for text in ["Iepre", "Iep", "Westhoek", "Brussel", "Luik", "wonen", "", "\x00", "x" * 10_000]:
            self.assertEqual(self.named(text), [], text)
