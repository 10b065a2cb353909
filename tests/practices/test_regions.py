"""The regions of practices: the filter, the map above the list, and the place in words."""

import re

from wagtail.models import PageViewRestriction

from platforms.models import PlatformMunicipality
from practices.models import PracticeIndexPage, PracticeMunicipality, PracticePage, PracticeRegion
from tests.factories import MunicipalityFactory, RegionFactory
from tests.platforms.factories import PlatformIndexPageFactory, PlatformPageFactory, many
from tests.practices.cases import PracticeTestCase
from tests.practices.factories import StubFactory

TILE = re.compile(r'<(a|span) class="tile[^"]*"[^>]*>.*?</\1></li>', re.DOTALL)
FORMATS = ["", "feed.atom", "feed.rss", "feed.json", "export.csv", "export.jsonld", "embed/"]


def in_towns(*towns):
    return {"working_area": [PracticeMunicipality(municipality=town) for town in towns]}


def in_regions(*regions):
    return {"working_regions": [PracticeRegion(region=region) for region in regions]}


class RegionTestCase(PracticeTestCase):
    """Two regions, and a platform in one of them that serves a municipality of the other too."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.westhoek = RegionFactory(name="Westhoek", slug="westhoek")
        cls.midwest = RegionFactory(name="Midwest", slug="midwest")
        cls.ieper, cls.veurne = (
            MunicipalityFactory(name=name, slug=name.lower(), region=cls.westhoek)
            for name in ("Ieper", "Veurne")
        )
        cls.tielt, cls.roeselare = (
            MunicipalityFactory(name=name, slug=name.lower(), region=cls.midwest)
            for name in ("Tielt", "Roeselare")
        )
        cls.platforms = PlatformIndexPageFactory(parent=cls.home)
        cls.platform, cls.list = cls.make_platform(cls.ieper, cls.veurne, cls.tielt)

    @classmethod
    def make_platform(cls, *towns, **values):
        rows = {"municipalities": [PlatformMunicipality(municipality=town) for town in towns]}
        platform = PlatformPageFactory(parent=cls.platforms, rows=rows, **values)
        return platform, PracticeIndexPage.objects.child_of(platform).get()

    def find(self, *regions, index=None):
        response = self.client.get((index or self.index).url, {"region": regions})
        return {entry.pk for entry in response.context["entries"]}

    def counts(self, **query):
        """The count of each tile of the map, and whether it is a link."""
        html = self.client.get(self.index.url, query).content.decode()
        tiles = {}
        for match in TILE.finditer(html):
            name = re.search(r'"name">([^<]*)', match[0])[1]
            tiles[name] = int(re.search(r'data-count="(\d+)', match[0])[1]), match[1] == "a"
        return tiles


class RegionFilterTests(RegionTestCase):
    def test_a_practice_is_in_the_regions_of_its_municipalities_and_in_its_whole_regions(self):
        town = StubFactory(parent=self.list, rows=in_towns(self.tielt))
        both = StubFactory(parent=self.index, rows={**in_towns(self.tielt), **in_regions(self.westhoek)})

        self.assertEqual(self.find("midwest"), {town.pk, both.pk})
        self.assertEqual(self.find("westhoek"), {both.pk})
        self.assertEqual(self.find("westhoek", "midwest"), {town.pk, both.pk})

    def test_without_a_working_area_it_is_in_the_regions_that_its_platform_serves(self):
        served = StubFactory(parent=self.list)
        StubFactory(parent=self.index)

        self.assertEqual(self.find("westhoek"), {served.pk})
        self.assertEqual(self.find("midwest"), {served.pk})

    def test_a_platform_without_municipalities_lends_its_own_region(self):
        _platform, index = self.make_platform(region=self.midwest)
        practice = StubFactory(parent=index)

        self.assertEqual(self.find("midwest"), {practice.pk})
        self.assertEqual(PracticePage.objects.get(pk=practice.pk).card["place"], "Midwest")

    def test_a_merged_municipality_counts_in_the_region_of_its_successor(self):
        old = MunicipalityFactory(name="Zwijndrecht", region=self.westhoek, succeeded_by=self.tielt)
        practice = StubFactory(parent=self.index, rows=in_towns(old))
        whole = StubFactory(parent=self.index, rows=in_regions(self.westhoek))

        self.assertEqual(self.find("midwest"), {practice.pk})
        response = self.client.get(self.index.url, {"municipality": "tielt"})
        self.assertNotIn(whole.pk, {entry.pk for entry in response.context["entries"]})

    def test_another_region_of_a_municipality_and_other_towns_of_a_platform_count_at_once(self):
        StubFactory(parent=self.index, rows=in_towns(self.ieper))
        served = StubFactory(parent=self.list)
        self.assertEqual(len(self.find("midwest")), 1)

        self.ieper.region = self.midwest
        self.ieper.save()
        self.assertEqual(len(self.find("midwest")), 2)
        self.platform.municipalities = [PlatformMunicipality(municipality=self.veurne)]
        self.platform.save_revision().publish()
        self.assertNotIn(served.pk, self.find("midwest"))

    def test_the_page_and_every_format_filter_by_it(self):
        StubFactory(parent=self.index, title="In de Westhoek", rows=in_towns(self.ieper))
        StubFactory(parent=self.index, title="In de Midwest", rows=in_towns(self.tielt))

        for name in FORMATS:
            with self.subTest(name):
                response = self.client.get(f"{self.index.url}{name}", {"region": "westhoek"})
                text = b"".join(response).decode()
                self.assertIn("In de Westhoek", text)
                self.assertNotIn("In de Midwest", text)
        builder = self.client.get(f"{self.index.url}insluiten/", {"region": "westhoek"})
        self.assertContains(builder, 'name="region" value="westhoek" checked')
        for address in ("/api/v1/practices", f"/++api++{self.index.url}"):
            with self.subTest(address):
                items = self.client.get(address, {"region": "westhoek"}).json()["items"]
                self.assertEqual([item["title"] for item in items], ["In de Westhoek"])

    def test_an_unknown_region_is_named_to_people_and_refused_to_programs(self):
        query = {"region": "atlantis"}

        self.assertContains(self.client.get(self.index.url, query), "We kennen “atlantis” niet.")
        self.assertEqual(self.client.get("/api/v1/practices", query).status_code, 422)
        self.assertEqual(self.client.get(f"{self.index.url}feed.atom", query).status_code, 400)


class RegionMapTests(RegionTestCase):
    def test_a_tile_counts_the_results_of_its_region_beside_the_other_filters(self):
        RegionFactory(name="Kempen", slug="kempen")
        StubFactory(parent=self.index, rows=in_towns(self.ieper), status="running")
        StubFactory(parent=self.index, rows=in_towns(self.tielt), status="running")
        StubFactory(parent=self.index, rows=in_towns(self.tielt), status="idea")

        tiles = {"Kempen": (0, False), "Midwest": (2, True), "Westhoek": (1, True)}
        self.assertEqual(self.counts(), tiles)
        self.assertEqual(self.counts(status="running"), {**tiles, "Midwest": (1, True)})
        self.assertEqual(self.counts(region="westhoek"), tiles)
        self.assertEqual(self.counts(status="idea")["Westhoek"], (0, False))

    def test_hidden_practices_are_not_counted(self):
        for town in (self.ieper, self.tielt):
            StubFactory(parent=self.index, rows=in_towns(town))
        StubFactory(parent=self.index, rows=in_towns(self.ieper), live=False)
        private = StubFactory(parent=self.index, rows=in_towns(self.ieper))
        PageViewRestriction.objects.create(page=private, restriction_type="login")

        self.assertEqual(self.counts()["Westhoek"], (1, True))
        self.assertEqual(len(self.find("westhoek")), 1)

    def test_a_tile_chooses_its_region_and_a_chosen_one_drops_it(self):
        for town in (self.ieper, self.tielt):
            StubFactory(parent=self.index, rows=in_towns(town))

        response = self.client.get(self.index.url, {"region": "westhoek", "sort": "title"})

        page = " ".join(response.content.decode().split())
        both = "?region=westhoek&amp;region=midwest&amp;sort=title"
        other = f'<a class="tile on" id="tegel-midwest" href="{both}" aria-label="Midwest: 1 praktijk"'
        chosen = '<a class="tile on here" id="tegel-westhoek" href="?sort=title"'
        self.assertIn(other, page)
        label = 'aria-label="Westhoek: 1 praktijk, verwijder deze filter" aria-current="true"'
        self.assertIn(f"{chosen} {label}", page)

    def test_a_list_in_one_region_has_no_map(self):
        StubFactory(parent=self.list, rows=in_towns(self.ieper))

        self.assertNotContains(self.client.get(self.list.url), "region-map")
        self.assertEqual(self.counts(), {})

    def test_more_practices_cost_no_more_queries(self):
        self.client.get(self.index.url)
        many(PracticePage, 3, self.index, status="running")
        StubFactory(parent=self.list)
        few = self.count_queries(self.index.url)
        for towns in ([self.ieper], [self.ieper, self.tielt], [self.veurne, self.roeselare]):
            StubFactory(parent=self.list, rows={**in_towns(*towns), **in_regions(self.midwest)})

        self.assertEqual(self.count_queries(self.index.url), few)


class PlaceInWordsTests(RegionTestCase):
    def card(self, parent=None, **rows):
        practice = StubFactory(parent=parent or self.index, rows=rows)
        (page,) = PracticePage.objects.filter(pk=practice.pk).for_cards()
        fresh = PracticePage.objects.get(pk=practice.pk)
        self.assertEqual(page.area, fresh.area)
        return page.card["place"], page.card["places"]

    def test_one_municipality_is_named(self):
        self.assertEqual(self.card(**in_towns(self.ieper)), ("Ieper", ("westhoek",)))

    def test_more_are_counted_beside_their_region(self):
        self.assertEqual(
            self.card(**in_towns(self.ieper, self.veurne)), ("Westhoek · 2 gemeenten", ("westhoek",))
        )

    def test_a_whole_region_has_its_municipalities_of_today(self):
        MunicipalityFactory(name="Oudstad", region=self.westhoek, succeeded_by=self.ieper)

        self.assertEqual(self.card(**in_regions(self.westhoek))[0], "Westhoek · 2 gemeenten")

    def test_two_regions_are_named_the_largest_part_first(self):
        RegionFactory(slug="kempen")
        rows = {**in_towns(self.ieper), **in_regions(self.midwest)}

        self.assertEqual(self.card(**rows), ("Midwest en Westhoek · 3 gemeenten", ("midwest", "westhoek")))

    def test_more_than_two_regions_are_counted(self):
        kempen = RegionFactory(name="Kempen", slug="kempen")
        RegionFactory(slug="waasland")
        MunicipalityFactory(region=kempen)

        place, places = self.card(**in_regions(self.westhoek, self.midwest, kempen))

        self.assertEqual(place, "3 regio’s · 5 gemeenten")
        self.assertEqual(set(places), {"westhoek", "midwest", "kempen"})

    def test_every_region_as_a_whole_is_all_of_flanders(self):
        place, places = self.card(**in_regions(self.westhoek, self.midwest))

        self.assertEqual(place, "heel Vlaanderen")
        self.assertEqual(set(places), {"westhoek", "midwest"})

    def test_without_an_area_it_is_what_the_platform_serves(self):
        self.assertEqual(
            self.card(parent=self.list), ("Westhoek en Midwest · 3 gemeenten", ("westhoek", "midwest"))
        )

    def test_without_any_place_the_card_says_none(self):
        self.assertEqual(self.card(), ("", ()))
        self.assertContains(
            self.client.get(self.index.url), '<span class="locator" aria-hidden="true"></span>'
        )

    def test_the_small_map_lights_every_region(self):
        StubFactory(parent=self.list)

        lit = '<i class="r-westhoek"></i><i class="r-midwest"></i>'
        self.assertContains(
            self.client.get(self.index.url), f'<span class="locator" aria-hidden="true">{lit}'
        )
