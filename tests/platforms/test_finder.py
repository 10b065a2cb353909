"""Find your platform: from a municipality or a postal code to who works there."""

from datetime import date

from django.test import SimpleTestCase
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from wagtail.models import PageViewRestriction

from cms.places import atlas
from news.models import NewsPage
from platforms.models import CoordinatorPage, PlatformMunicipality, PlatformPage
from search.typing_errors import distance
from tests.factories import (
    MunicipalityFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    PersonFactory,
    RegionFactory,
)
from tests.platforms.cases import PlatformTestCase
from tests.platforms.factories import CoordinatorPageFactory, PlatformPageFactory, many

FINDER = "/vind-je-platform/"


class FinderTestCase(PlatformTestCase):
    """Two regions, one with a platform; five municipalities, one of them merged."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.far = RegionFactory(name="Limburg", slug="limburg", column=6, row=1)
        for name, slug, region, codes in [
            ("Ieper", "ieper", cls.region, ["8900", "8902"]),
            ("Heuvelland", "heuvelland", cls.region, ["8950", "8902"]),
            ("Hélecine-Ré", "helecine-re", cls.region, ["8970"]),
            ("Sint-Truiden", "sint-truiden", cls.far, ["3800"]),
            ("Sint-Niklaas", "sint-niklaas", cls.far, ["9100"]),
        ]:
            place = MunicipalityFactory(name=name, slug=slug, region=region, codes=codes)
            setattr(cls, slug.replace("-", "_"), place)
        cls.old = MunicipalityFactory(
            name="Vlamertinge",
            slug="vlamertinge-2024",
            region=cls.region,
            succeeded_by=cls.ieper,
            valid_until=date(2024, 12, 31),
        )

    def find(self, text="", **query):
        self.response = self.client.get(FINDER, {**({"q": text} if text else {}), **query})
        self.assertEqual(self.response.status_code, 200)
        return self.response.context["finder"]

    def serve(self, platform, *places):
        platform.municipalities = [PlatformMunicipality(municipality=place) for place in places]
        platform.save()


class MeaningTests(FinderTestCase):
    """Which municipality a text means."""

    def meant(self, text):
        guess = atlas().guess(text)
        return guess.way, [place.name for place in guess.places]

    def test_a_name_or_a_postal_code(self):
        for text in ["Ieper", "ieper", " IEPER ", "8900", "8900 Ieper", "8902, ieper"]:
            self.assertEqual(self.meant(text), ("named", ["Ieper"]), text)

    def test_accents_and_saints(self):
        self.assertEqual(self.meant("helecine re"), ("named", ["Hélecine-Ré"]))
        self.assertEqual(self.meant("St. Truiden"), ("named", ["Sint-Truiden"]))

    def test_an_old_name_means_what_it_merged_into(self):
        self.assertEqual(self.meant("vlamertinge"), ("named", ["Ieper"]))

    def test_a_postal_code_of_two_lets_the_visitor_choose(self):
        self.assertEqual(self.meant("8902"), ("named", ["Heuvelland", "Ieper"]))

    def test_a_part_finds_first_what_begins_with_it(self):
        self.assertEqual(self.meant("sint"), ("part", ["Sint-Niklaas", "Sint-Truiden"]))
        self.assertEqual(self.meant("truid"), ("part", ["Sint-Truiden"]))
        self.assertEqual(self.meant("89"), ("part", ["Heuvelland", "Hélecine-Ré", "Ieper"]))

    def test_one_typo_in_a_short_name_two_in_a_long_one(self):
        for text in ["Iepre", "Ipeer", "Ieprr", "Ieperr"]:
            self.assertEqual(self.meant(text), ("typo", ["Ieper"]), text)
        self.assertEqual(self.meant("heuvellandt"), ("typo", ["Heuvelland"]))
        self.assertEqual(self.meant("heuvleladn"), ("typo", ["Heuvelland"]))
        self.assertEqual(self.meant("sint trudien"), ("typo", ["Sint-Truiden"]))

    def test_what_nobody_knows_gets_the_nearest(self):
        self.assertEqual(self.meant("heuvellandjes"), ("nearest", ["Heuvelland"]))
        self.assertEqual(self.meant("3799")[1][0], "Sint-Truiden")
        self.assertEqual(self.meant("8900 nergens")[1], ["Ieper"])
        for nothing in ["", "!", "\x00", "漢字", "e", "heuveldorp", "iemand"]:
            self.assertEqual(self.meant(nothing), ("nothing", []), nothing)


class AnswerTests(FinderTestCase):
    def test_shows_the_platform_that_names_the_municipality(self):
        other = PlatformPageFactory(parent=self.platforms, region=self.far)
        self.serve(other, self.ieper)

        finder = self.find("ieper")

        self.assertEqual(self.response.context["platforms"], [other])
        self.assertEqual((finder.serving, finder.in_region), ([other], []))

    def test_a_platform_that_names_the_old_municipality_serves_the_new_one(self):
        self.serve(self.platform, self.old)

        self.find("ieper")

        self.assertEqual(self.response.context["platforms"], [self.platform])

    def test_without_one_says_so_and_shows_the_platforms_of_the_region(self):
        finder = self.find("ieper")

        self.assertEqual((finder.serving, finder.in_region), ([], [self.platform]))
        self.assertContains(self.response, self.platform.title)

    def test_a_region_without_a_platform_leads_to_the_nearest_that_has_one(self):
        finder = self.find("sint-truiden")

        self.assertEqual(self.response.context["platforms"], [])
        self.assertEqual(finder.neighbours, [(self.region, [self.platform])])

    def test_shows_coordinator_public_phone_and_latest_news(self):
        shown = PersonFactory(phone="+3215793981", email="an@voorbeeld.be")
        hidden = PersonFactory(phone="+3215793982", show_phone=False)
        for person in (shown, hidden):
            CoordinatorPageFactory(parent=self.platform, person=person)
        news = self.platform.get_children().filter(slug="nieuws").first() or NewsIndexPageFactory(
            parent=self.platform
        )
        NewsPageFactory(parent=news, title="Oud nieuws", publication_date=date(2020, 1, 1))
        NewsPageFactory(parent=news, title="Vers nieuws", publication_date=date(2021, 1, 1))
        NewsPageFactory(parent=news, title="Nog niet", publication_date=date(2022, 1, 1), live=False)

        self.find("ieper")

        for text in [shown.name, hidden.name, "015 79 39 81", "Vers nieuws"]:
            self.assertContains(self.response, text)
        for text in ["015 79 39 82", "Oud nieuws", "Nog niet", "an@voorbeeld.be"]:
            self.assertNotContains(self.response, text)

    def test_says_which_municipality_went_up_in_which(self):
        finder = self.find("Vlamertinge")

        self.assertEqual((finder.place, finder.former), (self.ieper, self.old))
        self.assertContains(self.response, "Vlamertinge")
        self.assertContains(self.response, "2024")

    def test_a_merger_that_kept_the_name_is_not_told(self):
        MunicipalityFactory(
            name="Ieper", slug="ieper-2018", succeeded_by=self.ieper, valid_until=date(2018, 12, 31)
        )

        for text in ["Ieper", "ieper-2018"]:
            finder = self.find(text)
            self.assertEqual((finder.place, finder.former), (self.ieper, None))
            self.assertNotContains(self.response, "2018.")

    def test_a_near_miss_is_an_offer_and_no_answer(self):
        for text in ["Iepre", "Heuvell"]:
            finder = self.find(text)
            self.assertEqual((finder.place, self.response.context["platforms"]), (None, []), text)
        self.assertContains(self.response, f'href="{FINDER}?q=heuvelland"')

    def test_several_are_links_to_choose_from(self):
        self.find("8902")

        for slug in ["ieper", "heuvelland"]:
            self.assertContains(self.response, f'href="{FINDER}?q={slug}"')

    def test_a_platform_that_not_everybody_may_see_is_not_found(self):
        self.serve(self.platform, self.ieper)
        PageViewRestriction.objects.create(page=self.platform, restriction_type=PageViewRestriction.LOGIN)

        self.find("ieper")

        self.assertNotContains(self.response, self.platform.title)

    def test_a_tile_leads_to_the_platforms_of_its_region(self):
        self.find()
        self.assertContains(self.response, f'href="{FINDER}?region=westhoek"')

        finder = self.find(region="westhoek")

        self.assertEqual((finder.region, finder.in_region), (self.region, [self.platform]))
        self.assertContains(self.response, 'aria-current="true"')

    def test_an_unknown_region_gets_a_word_and_the_map(self):
        self.assertTrue(self.find(region="atlantis").is_unknown_region)
        self.assertContains(self.response, "?region=westhoek")

    def test_the_address_is_not_for_pages(self):
        self.assertEqual(self.client.get(FINDER.rstrip("/")).status_code, 301)

    def test_the_home_page_and_the_directory_ask_too(self):
        for page in (self.home, self.directory):
            self.assertContains(self.client.get(page.url), f'action="{FINDER}"')

    def test_more_of_everything_costs_no_more_queries(self):
        def grow(count):
            for page in many(PlatformPage, count, self.platforms, region=self.region):
                many(CoordinatorPage, 1, page, person=PersonFactory)
                many(NewsPage, 1, page)
                MunicipalityFactory(region=self.region, codes=["8999"])
                PlatformMunicipality.objects.create(page=page, municipality=self.ieper)

        grow(3)
        addresses = [f"{FINDER}?{query}" for query in ["", "q=ieper", "q=ipeer", "q=gem", "region=westhoek"]]
        few = [self.count_queries(address) for address in addresses]
        grow(20)

        self.assertEqual([self.count_queries(address) for address in addresses], few)


class AnythingTypedTests(FinderTestCase, HypothesisTestCase):
    @settings(max_examples=60)
    @given(st.text(max_size=200), st.text(max_size=40))
    @example("ieper' OR 1=1", "")
    @example("9" * 18, "")
    @example("x" * 9000, "y" * 9000)
    @example("²³½", "٣")
    def test_there_is_always_a_page(self, text, region):
        response = self.client.get(FINDER, {"q": text, "region": region})

        # NUL and numbers of twenty digits are refused before any view.
        self.assertIn(response.status_code, [200, 400])
        if response.status_code == 200:
            self.assertContains(response, "?region=westhoek")


def edits(word):
    """Every word one letter away: the slow, sure way."""
    letters = "ab-"
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        yield from (head + letter + tail for letter in letters)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


class DistanceTests(SimpleTestCase):
    @given(st.text("ab-", max_size=6), st.text("ab-", max_size=6))
    def test_one_step_is_one_edit(self, one, other):
        self.assertEqual(distance(one, other, 1) <= 1, one == other or other in set(edits(one)))

    @given(st.text("abc", max_size=8), st.text("abc", max_size=8))
    def test_both_ways_are_as_long(self, one, other):
        self.assertEqual(distance(one, other, 2), distance(other, one, 2))
