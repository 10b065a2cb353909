"""Sentences that are too long, and texts that are hard to read."""

from django.test import SimpleTestCase

from content_checks.checks.words.reading import HardText, LongSentence, flesch_douma, syllables
from tests.content_checks.words_cases import WordsCase

WORDS_25 = " ".join(["woord"] * 25)
EASY = "Wie komt er mee? De deur staat nu open. Er is soep en brood. " * 10
HARD = (
    "De beleidsverantwoordelijken organiseren samenwerkingsverbanden tussen hulpverleningsorganisaties, "
    "welzijnsvoorzieningen en vrijwilligersverenigingen ter ondersteuning van kwetsbare bevolkingsgroepen. "
) * 8


class LongSentenceTests(WordsCase):
    def test_more_than_25_words_are_too_many_and_the_advice_says_how_many(self):
        (finding,) = self.findings(LongSentence(), f"<p>Kort. {WORDS_25.capitalize()} erbij.</p>")

        self.assertEqual(finding.excerpt, f"{WORDS_25.capitalize()} erbij.")
        self.assertIn("26 words", finding.advice)
        self.assertEqual(self.excerpts(LongSentence(), f"<p>{WORDS_25}.</p>"), [])

    def test_a_list_is_no_long_sentence_but_an_item_can_be_one(self):
        items = "<li>vijf woorden in een punt</li>" * 8

        self.assertEqual(self.excerpts(LongSentence(), f"<ul>{items}</ul>"), [])
        self.assertEqual(len(self.excerpts(LongSentence(), f"<ul>{items}<li>{WORDS_25} erbij</li></ul>")), 1)

    def test_dashes_are_no_words(self):
        self.assertEqual(self.excerpts(LongSentence(), f"<p>{WORDS_25} – – &amp; …</p>"), [])

    def test_the_summary_counts_and_what_somebody_said_does_not(self):
        quote = ("quote", {"text": f"{WORDS_25} erbij", "name": "An"})

        (finding,) = self.findings(LongSentence(), quote, search_description=f"{WORDS_25} erbij")

        self.assertEqual(finding.path, "search_description")

    def test_a_finding_says_where_it_stands(self):
        (finding,) = self.findings(
            LongSentence(), ("callout", {"title": "Let op", "text": f"<p>{WORDS_25} erbij</p>"})
        )

        self.assertRegex(finding.path, r"^body\..+\.text$")
        self.assertEqual(finding.label, "Text")


class HardTextTests(WordsCase):
    def test_a_hard_text_has_its_field_its_level_and_its_score(self):
        (finding,) = self.findings(HardText(), f"<p>{HARD}</p>")

        self.assertEqual(finding.excerpt, "Text: very hard to read")
        self.assertIn("Score 0 of 100", finding.advice)
        self.assertEqual(finding.path, "body")

    def test_an_easy_text_is_left_alone(self):
        self.assertEqual(self.excerpts(HardText(), f"<p>{EASY}</p>"), [])

    def test_so_is_one_of_fewer_than_100_words(self):
        self.assertEqual(self.excerpts(HardText(), f"<p>{HARD[:400]}</p>"), [])

    def test_the_paragraphs_of_a_field_are_one_text(self):
        half = f"<p>{HARD[: len(HARD) // 2]}</p>"

        self.assertEqual(self.excerpts(HardText(), half, half), ["Text: very hard to read"])


class FormulaTests(SimpleTestCase):
    def test_the_score_is_that_of_the_published_formula(self):
        # Ten words of one syllable in two sentences: 206.8 − 0.77 × 100 − 0.93 × 5.
        self.assertAlmostEqual(flesch_douma(["de kat zat op het", "en dat was het dan"]), 125.15)

    def test_vowels_that_sound_as_one_are_one_syllable(self):
        counts = {
            "huis": 1, "mooie": 2, "nieuwe": 2, "eeuw": 1, "avond": 2, "organisatie": 5, "patiënt": 3, "ideeën": 3,
            "beïnvloeden": 4, "yoga": 2, "kwaliteit": 3, "quiz": 1, "sociaal": 3, "OCMW": 1, "12": 1,
        }  # fmt: skip

        self.assertEqual({word: syllables(word) for word in counts}, counts)
