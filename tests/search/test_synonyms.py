"""What editors say that a query means."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from caching.models import ListingChange
from cms.models import TargetGroup, Theme
from search.models import MOST_BEST_BETS, BestBet, Synonym
from search.start_list import load_start_list, read_rows
from search.synonyms import TARGET_GROUP, THEME, WORDS, best_bets, synonyms
from search.words import words
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory, TargetGroupFactory, ThemeFactory, UserFactory
from tests.search.factories import BestBetFactory, SynonymFactory


class MeaningTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.theme = ThemeFactory(name="Kinderopvang", slug="kinderopvang")
        cls.group = TargetGroupFactory(name="Ouderen", slug="ouderen")

    def test_capitals_and_accents_do_not_matter(self):
        SynonymFactory(words="Crèche", theme=self.theme)

        self.assertEqual(synonyms(), {("creche",): ((THEME, self.theme.pk, "Kinderopvang"),)})

    def test_a_phrase_is_its_words_in_order(self):
        SynonymFactory(words="alleenstaande  moeder", theme=None, target_group=self.group)

        meaning = (TARGET_GROUP, self.group.pk, "Ouderen")
        self.assertEqual(synonyms(), {("alleenstaande", "moeder"): (meaning,)})

    def test_one_way_says_nothing_of_the_meaning(self):
        SynonymFactory(words="babyopvang", theme=self.theme)

        self.assertNotIn(("kinderopvang",), synonyms())

    def test_two_ways_the_name_of_the_theme_finds_the_words_too(self):
        SynonymFactory(words="crèche", theme=self.theme, two_way=True)
        SynonymFactory(words="onthaalouder", theme=self.theme, two_way=True)

        self.assertEqual(synonyms()[("kinderopvang",)], ((WORDS, "crèche"), (WORDS, "onthaalouder")))

    def test_two_ways_between_words(self):
        SynonymFactory(words="maatje", theme=None, means="buddywerking", two_way=True)

        self.assertEqual(
            synonyms(), {("maatje",): ((WORDS, "buddywerking"),), ("buddywerking",): ((WORDS, "maatje"),)}
        )

    def test_commas_stand_between_several_meanings_and_a_name_means_its_theme_or_group(self):
        SynonymFactory(words="ibo", theme=None, means="opleiding op de werkvloer, kinderopvang, ouderen")

        self.assertEqual(
            synonyms()[("ibo",)],
            (
                (WORDS, "opleiding op de werkvloer"),
                (THEME, self.theme.pk, "Kinderopvang"),
                (TARGET_GROUP, self.group.pk, "Ouderen"),
            ),
        )

    def test_a_theme_takes_its_synonyms_along(self):
        SynonymFactory(words="crèche", theme=self.theme)
        synonyms()

        self.theme.delete()

        self.assertEqual(synonyms(), {})
        self.assertFalse(Synonym.objects.exists())

    def test_a_renamed_theme_has_its_new_name(self):
        SynonymFactory(words="crèche", theme=self.theme)
        synonyms()

        self.theme.name = "Opvang"
        self.theme.save()

        self.assertEqual(synonyms()[("creche",)], ((THEME, self.theme.pk, "Opvang"),))

    def test_more_synonyms_cost_no_more_queries(self):
        SynonymFactory(theme=self.theme)
        few = self.count_queries()
        for _number in range(5):
            SynonymFactory()

        self.assertEqual(self.count_queries(), few)

    def count_queries(self):
        """How many queries it takes to read the list anew."""
        synonyms.memory.clear()
        with CaptureQueriesContext(connection) as queries:
            synonyms()
        return len([query for query in queries if "caching_" not in query["sql"]])


class SynonymFormTests(TestCase):
    """What `clean` refuses, and what it says."""

    @classmethod
    def setUpTestData(cls):
        cls.theme = ThemeFactory(name="Wonen")

    def problems(self, **fields):
        with pytest.raises(ValidationError) as refusal:
            Synonym(**fields).full_clean()
        return refusal.value.message_dict

    def test_one_meaning_at_least(self):
        self.assertEqual(
            self.problems(words="huren"),
            {"theme": ["Zeg wat het betekent: kies een thema of een doelgroep, of typ andere woorden."]},
        )

    def test_one_meaning_at_most(self):
        problems = self.problems(words="huren", theme=self.theme, means="woning")

        self.assertEqual(
            problems["means"],
            ["Geef één betekenis: een thema, een doelgroep of andere woorden. Laat de andere leeg."],
        )

    def test_not_itself(self):
        for fields in ({"theme": self.theme}, {"means": "wonen"}, {"means": "huren, WONEN"}):
            problems = self.problems(words="Wonen", **fields)
            self.assertIn(["Dit is wat mensen al typen: dat vindt zichzelf."], problems.values())

    def test_words_have_letters_or_digits(self):
        for fields in ({"words": "?!", "means": "wonen"}, {"words": "huren", "means": " , "}):
            problems = self.problems(**fields)
            self.assertEqual(list(problems.values()), [["Typ minstens één woord, met letters of cijfers."]])

    def test_the_same_words_only_once_and_it_says_what_they_mean(self):
        SynonymFactory(words="Crèche", theme=self.theme)

        self.assertEqual(
            self.problems(words="creche", means="opvang"),
            {"words": ["“Crèche” staat al in de lijst: het betekent Wonen."]},
        )

    def test_it_may_be_saved_again(self):
        synonym = SynonymFactory(words="huren", theme=self.theme)

        synonym.full_clean()
        synonym.save()

        self.assertEqual(Synonym.objects.get(key="huren"), synonym)

    def test_signs_that_become_longer_when_folded_still_fit(self):
        synonym = Synonym(words="\ufdfa" * 80, means="groet")
        synonym.full_clean()
        synonym.save()

        self.assertEqual(Synonym.objects.get().pk, synonym.pk)


class BestBetTests(SiteTestCase):
    def test_the_pages_of_a_query_in_order_whatever_its_capitals(self):
        last, first = (NewsPageFactory(parent=self.news) for _page in range(2))
        BestBetFactory(page=last, sort_order=2)
        BestBetFactory(words="Bejaarden", page=first, sort_order=1)

        self.assertEqual(best_bets(" BEJAARDEN "), (first.pk, last.pk))
        self.assertEqual(best_bets("bejaarde"), ())

    def test_a_deleted_page_takes_its_place_along(self):
        page = NewsPageFactory(parent=self.news)
        BestBetFactory(page=page)
        best_bets("bejaarden")

        page.delete()

        self.assertFalse(BestBet.objects.exists())
        self.assertEqual(best_bets("bejaarden"), ())

    def test_each_page_once_and_three_at_most(self):
        pages = [NewsPageFactory(parent=self.news) for _page in range(MOST_BEST_BETS + 1)]
        for page in pages[:MOST_BEST_BETS]:
            bet = BestBet(words="bejaarden", page=page)
            bet.full_clean()
            bet.save()

        for page, text in ((pages[0], "staat al bovenaan"), (pages[-1], "staan al 3 pagina’s bovenaan")):
            with self.assertRaisesMessage(ValidationError, text):
                BestBet(words="Bejaarden", page=page).full_clean()


class ChangeTests(SiteTestCase):
    def test_every_process_hears_of_a_change(self):
        page = NewsPageFactory(parent=self.news)
        for thing in (SynonymFactory(), BestBetFactory(page=page)):
            for change in (thing.save, thing.delete):
                ListingChange.objects.all().delete()
                change()

                self.assertEqual(ListingChange.objects.get().model, thing._meta.label_lower)


class StartListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.theme = ThemeFactory(name="Kinderopvang", slug="kinderopvang")

    def test_a_new_site_gets_the_rows_whose_themes_and_groups_it_has(self):
        synonyms()
        loaded = load_start_list()

        self.assertEqual(loaded, Synonym.objects.count())
        self.assertEqual(Synonym.objects.get(key="creche").theme, self.theme)
        self.assertFalse(Synonym.objects.filter(key="huurwoning").exists())
        self.assertIn(("creche",), synonyms())

    def test_a_second_time_it_leaves_all_as_it_is(self):
        load_start_list()
        Synonym.objects.filter(key="creche").update(two_way=False)
        Synonym.objects.filter(key="babysit").delete()

        self.assertEqual(load_start_list(), 0)
        self.assertFalse(Synonym.objects.get(key="creche").two_way)
        self.assertFalse(Synonym.objects.filter(key="babysit").exists())

    def test_a_list_that_reviewers_emptied_stays_empty(self):
        load_start_list()
        self.client.force_login(UserFactory(is_superuser=True))
        for synonym in Synonym.objects.exclude(key="creche"):
            synonym.delete()
        self.client.post(f"/admin/snippets/search/synonym/delete/{Synonym.objects.get().pk}/")

        self.assertEqual(load_start_list(), 0)
        self.assertFalse(Synonym.objects.exists())


def test_the_start_list_names_each_phrase_once_and_only_themes_and_groups_of_a_new_site(db):
    from home.management import vocabularies

    vocabularies.load()
    rows = read_rows()

    assert Synonym.objects.count() == len(rows) >= 400
    assert len({tuple(words(row["words"])) for row in rows}) == len(rows)
    for synonym in Synonym.objects.all():
        synonym.full_clean()
    assert Theme.objects.exclude(pk__in=Synonym.objects.values("theme")).count() <= 3
    assert not TargetGroup.objects.exclude(
        pk__in=Synonym.objects.exclude(target_group=None).values("target_group")
    )
