"""People don't type what is written: compounds, other forms, other words, places, and most of the words."""

from cms.models import Theme
from platforms.models import PlatformMunicipality
from practices.models import PracticeTargetGroup
from search.models import BestBet, SearchRefresh, Synonym
from search.queries import search
from search.ranking import ALL_WORDS, MOST_WORDS
from tests.cases import SiteTestCase
from tests.factories import (
    MunicipalityFactory,
    NewsPageFactory,
    PersonFactory,
    RegionFactory,
    StandardPageFactory,
    TargetGroupFactory,
    ThemeFactory,
)
from tests.platforms.factories import CoordinatorPageFactory, PlatformPageFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory
from tests.search.search import ADDRESS, shown, titles_found


class WordTests(SiteTestCase):
    def assert_finds(self, title, *queries):
        for query in queries:
            with self.subTest(query=query):
                self.assertEqual(titles_found(query), [title])

    def test_suspended_compounds_are_found_by_their_whole_words(self):
        NewsPageFactory(parent=self.news, title="Dak- en thuisloosheid")
        NewsPageFactory(parent=self.news, title="Jeugd-, ouderen- en gezinszorg")
        NewsPageFactory(parent=self.news, title="Budgetbeheer en -begeleiding")
        NewsPageFactory(parent=self.news, title="Welzijns-/buurtwerk")

        self.assert_finds("Dak- en thuisloosheid", "daklozen", "dakloosheid", "thuislozen")
        self.assert_finds("Jeugd-, ouderen- en gezinszorg", "jeugdzorg", "ouderenzorg", "gezinszorg")
        self.assert_finds("Budgetbeheer en -begeleiding", "budgetbegeleiding")
        self.assert_finds("Welzijns-/buurtwerk", "welzijnswerk")

    def test_compounds_are_found_by_their_parts_and_parts_by_their_compounds(self):
        for title in ["Buurtrestaurant", "Energiearmoede", "Krachtwonen in de stad"]:
            NewsPageFactory(parent=self.news, title=title)
        NewsPageFactory(parent=self.news, title="Buurt", search_description="Een plek voor het hele dorp.")
        NewsPageFactory(parent=self.news, title="Opvang voor kleuters")

        self.assert_finds("Buurtrestaurant", "restaurant", "buurt restaurant")
        self.assert_finds("Energiearmoede", "energie armoede", "energie-armoede")
        self.assert_finds("Krachtwonen in de stad", "kracht wonen", "krachtwonen")
        self.assert_finds("Opvang voor kleuters", "kleuteropvang")

    def test_the_end_of_a_word_is_a_part_only_after_a_word(self):
        for title in ["Annuleren kan", "Huis"]:
            NewsPageFactory(parent=self.news, title=title)

        self.assertEqual(titles_found("leren"), [])

    def test_irregular_plurals_also_at_the_end_of_a_compound(self):
        for title in ["Wijkgezondheidscentra", "Kleinkinderen", "Studiedagen", "De wijk leeft"]:
            NewsPageFactory(parent=self.news, title=title)

        self.assert_finds("Wijkgezondheidscentra", "wijkgezondheidscentrum", "gezondheidscentrum")
        self.assert_finds("Kleinkinderen", "kleinkind")
        self.assert_finds("Studiedagen", "studiedag")

    def test_words_that_only_look_alike_are_no_forms_of_each_other(self):
        for title in ["Ouderen", "Ouders", "Begeleiding", "Beleid", "Woning", "Gewoon", "Gezondheid", "Zon"]:
            NewsPageFactory(parent=self.news, title=title)

        self.assert_finds("Ouderen", "ouderen", "oudere")
        self.assert_finds("Ouders", "ouders", "ouder")
        self.assert_finds("Begeleiding", "begeleiden")
        self.assert_finds("Beleid", "beleid")
        self.assert_finds("Woning", "woningen")
        self.assert_finds("Gewoon", "gewone")
        self.assert_finds("Gezondheid", "gezond")

    def test_a_place_is_no_form_of_another_word(self):
        for name in ["Menen", "Beringen", "Beersel"]:
            MunicipalityFactory(name=name)
        for title in ["Elke gemeente doet mee", "Zorg in Menen", "Wonen in Beringen", "Feest in Beersel"]:
            NewsPageFactory(parent=self.news, title=title)

        self.assert_finds("Zorg in Menen", "Menen")
        self.assert_finds("Wonen in Beringen", "Beringen")
        self.assert_finds("Elke gemeente doet mee", "gemeenten")

    def test_signs_that_nobody_sees_and_hyphens_hide_nothing(self):
        NewsPageFactory(parent=self.news, title="Man\u00adtel\u00adzorg")
        NewsPageFactory(parent=self.news, title="Covid-19 en e-mail")
        NewsPageFactory(parent=self.news, title="Buddy-werking")

        self.assert_finds("Mantelzorg", "mantelzorg", "mantel\u200bzorg", "man\u00adtel\u00adzorg")
        self.assert_finds("Covid-19 en e-mail", "covid19", "covid-19", "email", "e-mail")
        self.assert_finds("Buddy-werking", "buddywerking", "buddy-werking")


class MeaningTests(SiteTestCase):
    def setUp(self):
        theme = ThemeFactory(name="Wonen", slug="wonen")
        self.index = PracticeIndexPageFactory(parent=self.home)
        self.filed = PracticePageFactory(parent=self.index, title="Een dak", themes=[theme])
        self.theme = theme

    def test_the_name_of_a_theme_finds_what_is_filed_under_it_and_under_its_parts(self):
        part = ThemeFactory(name="Cohousing", slug="cohousing", parent=self.theme)
        PracticePageFactory(parent=self.index, title="Samen onder een dak", themes=[part])

        self.assertCountEqual(titles_found("wonen"), ["Een dak", "Samen onder een dak"])
        self.assertEqual(titles_found("cohousing"), ["Samen onder een dak"])

    def test_a_synonym_works_at_once_and_ends_at_once(self):
        self.assertEqual(titles_found("huisvesting"), [])

        synonym = Synonym.objects.create(words="huisvesting", theme=self.theme)
        self.assertEqual(titles_found("huisvesting"), ["Een dak"])

        synonym.delete()
        self.assertEqual(titles_found("huisvesting"), [])

    def test_a_phrase_means_something_only_as_a_whole(self):
        Synonym.objects.create(words="een huis huren", theme=self.theme)

        self.assertEqual(titles_found("huis huren"), ["Een dak"])
        self.assertEqual(titles_found("huren"), [])

    def test_one_way_a_meaning_does_not_find_the_words_and_two_ways_it_does(self):
        NewsPageFactory(parent=self.news, title="Voor bejaarden")
        NewsPageFactory(parent=self.news, title="Voor ouderen")
        synonym = Synonym.objects.create(words="bejaarden", means="ouderen")

        self.assertEqual(titles_found("bejaarden"), ["Voor bejaarden", "Voor ouderen"])
        self.assertEqual(titles_found("ouderen"), ["Voor ouderen"])

        synonym.two_way = True
        synonym.save()
        self.assertEqual(titles_found("ouderen"), ["Voor ouderen", "Voor bejaarden"])

    def test_a_synonym_of_a_target_group_finds_what_is_meant_for_it(self):
        group = TargetGroupFactory(name="Nieuwkomers", slug="nieuwkomers")
        PracticePageFactory(
            parent=self.index,
            title="Taalklas",
            rows={"target_groups": [PracticeTargetGroup(target_group=group)]},
        )
        Synonym.objects.create(words="vluchtelingen", target_group=group)

        self.assertEqual(titles_found("vluchteling"), ["Taalklas"])

    def test_a_theme_that_is_gone_leaves_the_words(self):
        Synonym.objects.create(words="huisvesting", theme=ThemeFactory(name="Vergeten", slug="vergeten"))
        NewsPageFactory(parent=self.news, title="Huisvesting")
        Theme.objects.get(slug="vergeten").delete()

        self.assertEqual(titles_found("huisvesting"), ["Huisvesting"])

    def test_more_ways_in_which_a_page_has_a_word_put_it_higher(self):
        PracticePageFactory(parent=self.index, title="Wonen voor starters", themes=[self.theme])
        NewsPageFactory(parent=self.news, title="Los bericht", search_description="Ook over wonen.")

        self.assertEqual(titles_found("wonen"), ["Wonen voor starters", "Een dak", "Los bericht"])


class MostWordsTests(SiteTestCase):
    def test_pages_with_all_words_come_first_then_those_with_most_of_them(self):
        NewsPageFactory(parent=self.news, title="Opvang")
        both = NewsPageFactory(parent=self.news, title="Opvang van kleuters", search_description="In Aalst.")
        most = NewsPageFactory(parent=self.news, title="Kleuters in Aalst")

        matches = search("opvang kleuters Aalst", shown)

        self.assertEqual(list(matches)[:2], [both.pk, most.pk])
        self.assertEqual([matches[both.pk].tier, matches[most.pk].tier], [ALL_WORDS, MOST_WORDS])
        self.assertEqual(matches[both.pk].missing, ())
        self.assertEqual(matches[most.pk].missing, ("opvang",))

    def test_where_enough_pages_have_all_words_no_others_are_shown(self):
        NewsPageFactory.create_batch(10, parent=self.news, search_description="Opvang van kleuters.")
        NewsPageFactory(parent=self.news, title="Kleuters")

        self.assertEqual(len(search("opvang kleuters", shown)), 10)

    def test_a_word_that_is_nowhere_does_not_hide_what_the_others_find(self):
        NewsPageFactory(parent=self.news, title="Opvang")

        self.assertEqual(
            [match.missing for match in search("opvang xyloprofeet", shown).values()], [("xyloprofeet",)]
        )

    def test_a_long_word_that_is_nowhere_falls_back_to_its_parts(self):
        NewsPageFactory(parent=self.news, title="Mantelzorg")
        NewsPageFactory(parent=self.news, title="Begeleiding")

        matches = search("mantelzorgbegeleiding", shown)

        self.assertEqual(len(matches), 2)
        self.assertEqual({match.missing for match in matches.values()}, {("mantelzorgbegeleiding",)})

    def test_a_hidden_page_is_never_near(self):
        NewsPageFactory(parent=self.news, title="Geheime opvang", live=False)
        above = StandardPageFactory(parent=self.home, title="Dicht")
        StandardPageFactory(parent=above, title="Opvang onder dicht")
        above.unpublish()

        self.assertEqual(search("opvang kleuters", shown), {})
        self.assertEqual(titles_found("opvang"), [])

    def test_the_longest_query_costs_a_bounded_number_of_statements(self):
        """One more for each word that no page has: it looks for a correction."""
        NewsPageFactory(parent=self.news, title="Opvang")
        unknown = " ".join(f"xylofoon{letter * 3}" for letter in "abcdefghijklmnop")

        self.assertLessEqual(self.count_queries(f"{ADDRESS}?q={unknown}"), 40)


class AreaTests(SiteTestCase):
    def setUp(self):
        self.region = RegionFactory(name="Westhoek", slug="westhoek")
        town = MunicipalityFactory(name="Poperinge", region=self.region, codes=["8970", "8972"])
        self.platform = PlatformPageFactory(
            parent=self.home,
            title="Netwerk Zuidkant",
            region=self.region,
            rows={"municipalities": [PlatformMunicipality(municipality=town)]},
        )
        person = PersonFactory(first_name="Lut", last_name="Vandamme")
        self.coordinator = CoordinatorPageFactory(parent=self.platform, person=person)

    def test_a_coordinator_is_found_by_platform_region_municipality_and_postal_code(self):
        for place in ["zuidkant", "Westhoek", "Poperinge", "8970"]:
            with self.subTest(place=place):
                self.assertEqual(titles_found(f"coördinator {place}"), ["Lut Vandamme"])

    def test_a_municipality_s_platform_answers_above_the_results(self):
        response = self.client.get(ADDRESS, {"q": "8970 Poperinge"})

        [answer] = response.context["search"].answers
        self.assertEqual([platform.title for platform in answer.content["platforms"]], ["Netwerk Zuidkant"])
        self.assertContains(response, "Dit platform werkt voor jouw gemeente.")
        self.assertContains(response, f'href="{self.coordinator.url}"')

    def test_only_a_place_is_answered_so(self):
        for query in ["wonen in Poperinge", "wonen", "coördinator", ""]:
            with self.subTest(query=query):
                self.assertEqual(self.client.get(ADDRESS, {"q": query}).context["search"].answers, [])
        self.assertTrue(self.client.get(ADDRESS, {"q": "coördinator Poperinge"}).context["search"].answers)

    def test_a_hidden_platform_does_not_answer(self):
        self.platform.unpublish()

        response = self.client.get(ADDRESS, {"q": "Poperinge"})

        self.assertNotContains(response, "Netwerk Zuidkant")
        self.assertNotContains(response, "Vandamme")

    def test_a_renamed_platform_is_found_by_its_new_name_below_it_too(self):
        NewsPageFactory(parent=self.platform.get_children().first() or self.platform, title="Bericht")
        self.platform.refresh_from_db()
        self.platform.title = "Welzijnsband"
        self.platform.save()

        due = SearchRefresh.objects.values_list("page", flat=True)
        self.assertIn(self.coordinator.pk, due)


class BestBetTests(SiteTestCase):
    def test_a_best_bet_stands_on_top_for_its_query_only(self):
        NewsPageFactory(parent=self.news, title="Kleuters")
        chosen = StandardPageFactory(parent=self.home, title="Wat je moet weten")
        BestBet.objects.create(words="Kleuters", page=chosen)

        self.assertEqual(self.titles("kleuters"), ["Wat je moet weten", "Kleuters"])
        self.assertEqual(self.titles("kleuters aalst"), ["Kleuters"])

    def test_a_hidden_page_is_no_best_bet(self):
        chosen = StandardPageFactory(parent=self.home, title="Wat je moet weten")
        BestBet.objects.create(words="kleuters", page=chosen)
        chosen.unpublish()

        self.assertEqual(self.titles("kleuters"), [])

    def titles(self, query):
        return [hit.page.title for hit in self.client.get(ADDRESS, {"q": query}).context["search"].hits]


class ListTests(SiteTestCase):
    def setUp(self):
        self.index = PracticeIndexPageFactory(parent=self.home)
        PracticePageFactory(parent=self.index, title="Mantelzorg in de buurt")
        PracticePageFactory(parent=self.index, title="Nieuwste praktijk")

    def results(self, **params):
        return self.client.get(self.index.url, params).context["form"].results

    def test_a_list_offers_the_correction_of_a_typing_error(self):
        response = self.client.get(self.index.url, {"q": "mantelzrog"})

        self.assertContains(response, "Bedoelde je")
        self.assertContains(response, '<a href="?q=mantelzorg"', html=False)

    def test_what_is_near_in_a_list_has_most_of_the_words(self):
        results = self.results(q="mantelzorg voor xyloprofeten")

        self.assertEqual(len(results), 0)
        self.assertEqual([page.title for page in results.nearest], ["Mantelzorg in de buurt"])

    def test_a_list_has_only_what_has_all_words(self):
        self.assertEqual(len(self.results(q="mantelzorg buurt")), 1)
        self.assertEqual(len(self.results(q="mantelzorg nieuwste")), 0)
