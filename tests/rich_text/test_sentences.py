"""Sentences end where a reader of Dutch sees them end."""

from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from rich_text.sentences import sentence_spans, sentences

PIECES = [
    ".",
    "!",
    "?",
    "…",
    "...",
    " ",
    "\n",
    "\u00a0",
    "(",
    ")",
    "“",
    "”",
    "'",
    "A",
    "b",
    "o.a.",
    "nr.",
    "3",
    "😊",
    "–",
]


class SentenceTests(SimpleTestCase):
    def assert_one(self, *texts):
        for text in texts:
            with self.subTest(text):
                self.assertEqual(sentences(text), [text])

    def test_a_sentence_ends_at_a_full_stop_question_or_exclamation(self):
        text = "We beginnen. Kom je ook? Zeker! Dan tot straks."

        self.assertEqual(sentences(text), ["We beginnen.", "Kom je ook?", "Zeker!", "Dan tot straks."])

    def test_abbreviations_end_none(self):
        self.assert_one(
            "Er is koffie in o.a. Gent en bv. Aalst.",
            "Zie nr. 5 op blz. 12.",
            "Bel dr. Peeters of mevr. De Smet.",
            "Dit gaat i.v.m. De Kring en m.b.t. Wonen.",
            "De deur gaat open om 12.30 u. en dicht om 15 u. stipt.",
            "Kom naar St. Jozef, art. 5 van het plan geldt.",
        )

    def test_numbers_dates_and_initials_end_none(self):
        self.assert_one(
            "Er kwamen 3.500 mensen en 1.250,50 euro.",
            "Op 5 sept. 2017 begon het, op 1.10.2018 was het af.",
            "J. Peeters en A.M. Van Dyck schreven dit.",
            "1. Praat met iedereen.",
        )

    def test_an_omission_or_a_quote_in_a_sentence_ends_none(self):
        self.assert_one(
            "Toen… kwam hij binnen.",
            "Hij [...] Mechelen was thuis.",
            "“Kom binnen!” zegt An tegen iedereen.",
            "Het (zie boven.) is klaar.",
        )

    def test_a_year_or_an_abbreviation_at_the_end_ends_one(self):
        text = "Het begon in 2020. Dat was met tafels, stoelen enz. We aten om 12 u. Daarna niet meer."

        self.assertEqual(
            sentences(text),
            [
                "Het begon in 2020.",
                "Dat was met tafels, stoelen enz.",
                "We aten om 12 u.",
                "Daarna niet meer.",
            ],
        )

    def test_a_sentence_may_begin_with_a_quote_a_clipped_word_or_an_emoji_before_it(self):
        text = "Kom eten! 😊 “Graag,” zegt An. ’s Avonds is er soep. (Ook voor kinderen.) 12 mensen kwamen."

        self.assertEqual(
            sentences(text),
            [
                "Kom eten! 😊",
                "“Graag,” zegt An.",
                "’s Avonds is er soep.",
                "(Ook voor kinderen.)",
                "12 mensen kwamen.",
            ],
        )

    def test_a_line_end_ends_one(self):
        self.assertEqual(sentences("Dorpsstraat 1\n9000 Gent"), ["Dorpsstraat 1", "9000 Gent"])

    @settings(max_examples=300, deadline=None)
    @given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
    def test_no_word_is_lost_and_none_is_in_two(self, text):
        spans = sentence_spans(text)

        words = [word for start, end in spans for word in text[start:end].split()]
        self.assertEqual(words, text.split())
        self.assertEqual(spans, sorted(spans))

    def test_a_text_of_one_character_takes_no_time(self):
        for piece in ("a", "a.", "(", "A. ", ". ", "…", "“", "'s "):
            with self.subTest(piece):
                text = piece * 100_000

                self.assertEqual(sum(len(one.split()) for one in sentences(text)), len(text.split()))
