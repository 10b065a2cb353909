"""Which pages a query matches: every form of a Dutch word, in any part of a page."""

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.models import PageFootnote
from events.models import EventPractice, TeamMember
from news.models import NewsPage
from practices.models import Adoption
from search import words
from search.expansion import Concept
from search.phrases import Alternative, Term
from search.queries import correct_query, ids_with_prefixes, matching_ids, ranked_ids
from search.snippets import LENGTH, Marker
from search.stemming import stem
from search.typing_errors import neighbours
from tests.cases import SiteTestCase
from tests.events.factories import AgendaTestCase, EventPageFactory, TrajectoryPageFactory, session
from tests.factories import (
    LegalReferenceFactory,
    NewsPageFactory,
    OrganisationFactory,
    PersonFactory,
    StandardPageFactory,
    ThemeFactory,
)
from tests.platforms.factories import PlatformPageFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory
from tests.search.search import shown, titles_found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("praktijken", "praktijk"),
        ("daklozen", "dakloosheid"),
        ("dakloze", "daklozen"),
        ("kinderen", "kind"),
        ("steden", "stad"),
        ("coördinatoren", "coordinator"),
        ("Woningen", "woning"),
        ("thema’s", "thema"),
        ("GEÏNTEGREERD", "geintegreerd"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert [stem(word) for word in words.words(one)] == [stem(word) for word in words.words(other)]


def test_words_keep_numbers_and_lose_marks():
    assert words.words("W13, Halle-Vilvoorde: € 0,42 in 2019_") == [
        "w13",
        "halle",
        "vilvoorde",
        "0",
        "42",
        "in",
        "2019",
    ]


def test_a_question_leaves_small_words_out_unless_there_are_no_others():
    assert words.query_words("De opvang van de daklozen") == ["opvang", "daklozen"]
    assert words.query_words("wij en de") == ["wij", "en", "de"]


def test_neighbours_are_one_typing_error_away():
    assert {"samenwerking", "wonne", "wone", "woonen"} <= (neighbours("samenwerkng") | neighbours("wonen"))
    assert "wonen" not in neighbours("wonen")


def marker(query, places=()):
    """A Marker of the words of a query, as if the site had no synonyms."""
    typed = words.query_words(query)
    return Marker([Concept((word,), [Alternative((Term(stem(word)),), 1)]) for word in typed], places)


@given(st.text(max_size=200), st.text(max_size=40))
def test_the_pieces_of_a_text_are_the_text(text, query):
    assert "".join(piece for piece, _is_marked in marker(query).pieces(text)) == text


@given(st.text(max_size=2000), st.text(max_size=40))
def test_a_snippet_is_short(text, query):
    assert sum(len(piece) for piece, _is_marked in marker(query).snippet(text)) <= LENGTH + 4


def test_a_snippet_shows_the_place_with_most_of_the_words():
    text = f"Wonen komt hier eerst. {'Iets anders. ' * 40}Daar is wonen voor daklozen. {'Nog iets. ' * 40}"

    snippet = marker("daklozen wonen").snippet(text)

    assert [piece for piece, is_marked in snippet if is_marked] == ["wonen", "daklozen"]
    assert snippet[0][0].startswith("… ")


class ForbiddenTextTests(SiteTestCase):
    def test_nothing_that_is_typed_breaks_the_database(self):
        NewsPageFactory(parent=self.news, title="Rustig")

        for text in [
            "'",
            '"',
            "''\"",
            "a'b",
            "\\",
            "*",
            "NEAR(a b)",
            "a:b",
            "-x",
            "& | !",
            "%s",
            "%",
            "a" * 9000,
            "€",
            "日本",
        ]:
            with self.subTest(text=text):
                self.assertIsInstance(ranked_ids(text), list)
                correct_query(text, shown)
                NewsPage.objects.filter(pk__in=matching_ids(text)).exists()
                NewsPage.objects.filter(pk__in=ids_with_prefixes(text)).exists()


class FindingTests(SiteTestCase):
    def test_every_form_of_a_word_finds_the_others(self):
        NewsPageFactory(parent=self.news, title="Opvang bij dakloosheid")

        for query in ["daklozen", "Dakloze", "DAKLOOS", "opvang daklozen", "de opvang van daklozen"]:
            self.assertEqual(titles_found(query), ["Opvang bij dakloosheid"], query)

    def test_accents_and_case_do_not_matter(self):
        NewsPageFactory(parent=self.news, title="Geïntegreerd breed onthaal")

        self.assertEqual(titles_found("GEINTEGREERD"), ["Geïntegreerd breed onthaal"])
        self.assertEqual(titles_found("geïntegreerd"), ["Geïntegreerd breed onthaal"])

    def test_all_words_have_to_be_there(self):
        NewsPageFactory(parent=self.news, title="Wonen en zorg")
        NewsPageFactory(parent=self.news, title="Wonen")

        self.assertEqual(titles_found("wonen zorg"), ["Wonen en zorg"])

    def test_a_long_word_finds_compounds_and_itself_first(self):
        NewsPageFactory(parent=self.news, title="Armoedebestrijding")
        NewsPageFactory(parent=self.news, title="Armoede")
        NewsPageFactory(parent=self.news, title="Zorgeloos")

        self.assertEqual(titles_found("armoede"), ["Armoede", "Armoedebestrijding"])
        self.assertEqual(titles_found("zorg"), [])

    def test_the_title_counts_for_more_than_the_text(self):
        text = [("paragraph", "<p>Mantelzorg en mantelzorg en nog eens mantelzorg.</p>")]
        NewsPageFactory(parent=self.news, title="In de tekst", body=text)
        NewsPageFactory(
            parent=self.news, title="Mantelzorg", body=[("paragraph", "<p>Iets langs gewone woorden.</p>")]
        )

        self.assertEqual(titles_found("mantelzorg"), ["Mantelzorg", "In de tekst"])

    def test_very_many_pages_come_with_the_titles_first(self):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("search.ranking.MAX_RANKED", 2)
            NewsPageFactory.create_batch(3, parent=self.news, search_description="Jeugdhulp.")
            first = NewsPageFactory(parent=self.news, title="Jeugdhulp")
            NewsPageFactory(parent=self.news, title="Later", search_description="Jeugdhulp.")

            self.assertEqual(ranked_ids("jeugdhulp")[0], first.pk)
            self.assertEqual(len(ranked_ids("jeugdhulp")), 5)

    def test_words_in_blocks_and_footnotes_are_found(self):
        table = {"columns": [{"type": "text", "heading": "Kolomkop"}], "rows": [{"values": ["celwaarde"]}]}
        blocks = [
            {"type": "paragraph", "value": "<p>Iets met een noot [1].</p>"},
            {"type": "callout", "value": {"title": "Uitroep", "text": "<p>Onderlijnd</p>"}},
            {"type": "accordion", "value": [{"title": "Plooi", "text": "<p>Binnenin</p>"}]},
            {
                "type": "key_figures",
                "value": [{"figure": "12", "label": "gezinswoningen", "source": "Statbel"}],
            },
            {"type": "table", "value": {**table, "caption": ""}},
        ]
        NewsPageFactory(
            parent=self.news,
            title="Blokken",
            body=NewsPage.body.field.to_python(json.dumps(blocks)),
            rows={"footnotes": [PageFootnote(number=1, text="Artikel 23 van de Grondwet")]},
        )

        queries = "uitroep onderlijnd plooi binnenin gezinswoning statbel grondwet kolomkop celwaarde"
        for query in queries.split():
            self.assertEqual(titles_found(query), ["Blokken"], query)

    def test_names_of_what_a_page_points_at_are_found(self):
        owner = OrganisationFactory(name="Vlinter", full_name="Vlaams Instituut voor Terreinwerk")
        adopter = OrganisationFactory(name="Haviland")
        page = PracticePageFactory(
            parent=PracticeIndexPageFactory(parent=self.home),
            title="Wonen",
            owner=owner,
            themes=[ThemeFactory(name="Huisvesting")],
            rows={"adopted_by": [Adoption(organisation=adopter, adaptation="Met fietsen")]},
        )

        group = page.target_groups.get().target_group.name
        for query in ["vlinter", "terreinwerk", "huisvesting", "haviland", "fietsen", group]:
            self.assertIn("Wonen", titles_found(query), query)

    def test_the_law_behind_a_footnote_is_found(self):
        law = LegalReferenceFactory(citation="Woonzorgdecreet")
        NewsPageFactory(
            parent=self.news,
            title="Recht",
            body=[("paragraph", "<p>Dat staat in de wet [1].</p>")],
            rows={"footnotes": [PageFootnote(number=1, legal_reference=law)]},
        )

        self.assertEqual(titles_found("woonzorgdecreet"), ["Recht"])

    def test_a_saved_page_is_found_by_its_new_words_only(self):
        page = NewsPageFactory(parent=self.news, title="Oudewoord")
        page.title = "Nieuwewoord"
        page.save_revision().publish()

        self.assertEqual(titles_found("nieuwewoord"), ["Nieuwewoord"])
        self.assertEqual(titles_found("oudewoord"), [])

    def test_a_deleted_page_leaves_the_index(self):
        page = NewsPageFactory(parent=self.news, title="Verdwenen")
        page.delete()

        self.assertEqual(ranked_ids("verdwenen"), [])


class GatheringTests(AgendaTestCase):
    def test_sessions_slots_and_speakers_are_found(self):
        slot = {"start": datetime.time(9), "title": "Koffiekoeken", "speakers": [{"name": "Mia Doornaert"}]}
        only = session(starts="2019-11-12 08:45", slots=[("slot", slot)], heading="Ochtendprogramma")
        EventPageFactory(parent=self.agenda, title="Dag", rows={"sessions": [only]})

        for query in ["koffiekoeken", "doornaert", "ochtendprogramma"]:
            self.assertEqual(titles_found(query), ["Dag"], query)

    def test_team_members_are_found(self):
        member = TeamMember(person=PersonFactory(first_name="Greet", last_name="Verhulst"))
        TrajectoryPageFactory(parent=self.agenda, title="Traject", rows={"team": [member]})

        self.assertEqual(titles_found("greet verhulst"), ["Traject"])

    def test_titles_of_other_pages_are_not_words_of_this_one(self):
        """They may be drafts, or become private."""
        self.kracht.title = "Krachtwonen"
        self.kracht.save()
        EventPageFactory(
            parent=self.agenda, title="Dag", rows={"practices": [EventPractice(practice=self.kracht)]}
        )

        self.assertEqual(titles_found("krachtwonen"), ["Krachtwonen"])


class CorrectionTests(SiteTestCase):
    def test_one_typing_error_in_each_word_is_corrected(self):
        NewsPageFactory(parent=self.news, title="Samenwerking rond wonen")

        for typed in ["samenwerkng", "samenwerkiing", "samenwerkin wonne"]:
            with self.subTest(typed=typed):
                expected = " ".join(["samenwerking", "wonen"][: len(typed.split())])
                self.assertEqual(correct_query(typed, shown), expected)

    def test_two_errors_are_corrected_in_a_long_word_only(self):
        NewsPageFactory(parent=self.news, title="Samenwerking rond wonen")

        self.assertEqual(correct_query("samenwrekin", shown), "samenwerking")
        self.assertIsNone(correct_query("wnoon", shown))

    def test_a_number_is_never_corrected(self):
        NewsPageFactory(parent=self.news, title="Decreet van 8900 woorden in 2019")

        for typed in ["8970", "2018", "w2019"]:
            self.assertIsNone(correct_query(typed, shown), typed)

    def test_a_hopeless_word_leaves_the_correction_of_the_others(self):
        NewsPageFactory(parent=self.news, title="Samenwerking rond wonen")

        self.assertEqual(correct_query("samenwerkng xylofoonles", shown), "samenwerking xylofoonles")

    def test_of_two_nearest_words_the_more_frequent_is_meant(self):
        NewsPageFactory(parent=self.news, title="Worst")
        for place in "ab":
            NewsPageFactory(parent=self.news, title=f"Korst {place}")

        self.assertEqual(correct_query("torst", shown), "korst")

    def test_what_finds_something_is_not_corrected(self):
        NewsPageFactory(parent=self.news, title="Huisvesting")

        self.assertIsNone(correct_query("huisvesting", shown))

    def test_words_that_are_found_apart_are_not_corrected(self):
        NewsPageFactory(parent=self.news, title="Huisvesting")
        NewsPageFactory(parent=self.news, title="Jeugdhulp")

        self.assertIsNone(correct_query("huisvesting jeugdhulp", shown))

    def test_only_what_is_among_the_given_pages_counts(self):
        NewsPageFactory(parent=self.news, title="Huisvesting")

        self.assertIsNone(correct_query("huisvestng", lambda ids: set()))
        self.assertEqual(correct_query("huisvestng", shown), "huisvesting")


class PlatformTests(SiteTestCase):
    def test_highlights_that_are_over_are_not_found(self):
        over = {"heading": "Voorbijgestreefd", "text": "<p>x</p>", "until": datetime.date(2020, 1, 1)}
        going_on = {"heading": "Actueel", "text": "<p>x</p>", "until": None}
        PlatformPageFactory(
            parent=self.home, title="Platform", highlights=[("highlight", over), ("highlight", going_on)]
        )

        self.assertEqual(titles_found("voorbijgestreefd"), [])
        self.assertEqual(titles_found("actueel"), ["Platform"])


class PlainPageTests(SiteTestCase):
    def test_keywords_are_found(self):
        page = StandardPageFactory(parent=self.home, title="Over ons")
        page.tags.add("trefwoordje")
        page.save()

        self.assertEqual(titles_found("trefwoordje"), ["Over ons"])
