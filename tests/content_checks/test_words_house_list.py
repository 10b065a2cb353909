"""Words that this site writes in another way."""

import re

from django.test import SimpleTestCase

from content_checks.checks.words.house_list import ENTRIES, HouseWords
from tests.content_checks.words_cases import WordsCase


class HouseWordsTests(WordsCase):
    def test_the_advice_says_what_is_better_and_why(self):
        (finding,) = self.findings(HouseWords(), "<p>Klaar. Er waren ook negatieve resultaten.</p>")

        self.assertEqual(finding.excerpt, "Er waren ook negatieve resultaten.")
        self.assertIn("better is “wat werkte niet”", finding.advice)
        self.assertIn("ook een les", finding.advice)

    def test_each_word_of_a_sentence_is_named_and_the_longest_only(self):
        findings = self.findings(HouseWords(), "<p>Indien mentaal gehandicapten reeds komen.</p>")

        self.assertEqual(
            [re.search("“(.*?)”", finding.advice)[1] for finding in findings],
            ["Indien", "mentaal gehandicapten", "reeds"],
        )

    def test_whole_words_only(self):
        self.assertEqual(
            self.excerpts(
                HouseWords(),
                "<p>Zelfmoordlijn, de allochtonenraad en kansarmoede. Bel an@inzake.be of www.site.be/bejaarden.</p>",
            ),
            [],
        )

    def test_names_are_left_alone_but_not_the_first_word_of_a_sentence(self):
        texts = self.excerpts(HouseWords(), "<p>We gaan naar de Raad der Bejaarden. Kansarmen komen ook.</p>")

        self.assertEqual(texts, ["Kansarmen komen ook."])

    def test_what_others_said_and_the_names_of_laws_are_left_alone(self):
        quote = ("quote", {"text": "Wij, de gehandicapten, eisen rechten.", "name": "An"})
        texts = (
            "<p>Vroeger heette dat “werk voor gehandicapten”.</p>",
            "<p>Lees het decreet van 7 mei 2004 inzake de integratie van gehandicapten.</p>",
        )

        self.assertEqual(self.excerpts(HouseWords(), quote, *texts), [])

    def test_title_and_summary_are_read(self):
        findings = self.findings(
            HouseWords(), title="Een huis voor bejaarden", search_description="Hulp aan kansarmen."
        )

        self.assertEqual([finding.path for finding in findings], ["title", "search_description"])

    def test_the_address_of_a_link_is_not_read(self):
        link = '<p>Lees <a href="https://a.example/kansarmen/">het verslag</a>.</p>'

        self.assertEqual(self.excerpts(HouseWords(), link), [])


class HouseListTests(SimpleTestCase):
    def test_every_word_has_something_better_and_a_reason_in_a_sentence(self):
        for words, entry in ENTRIES.items():
            with self.subTest(words):
                self.assertEqual(words, words.lower())
                self.assertTrue(entry.better)
                self.assertRegex(entry.reason, r"^[A-Z“].*\.$")

    def test_nothing_better_is_on_the_list_itself(self):
        better = [word.strip() for entry in ENTRIES.values() for word in entry.better.split(",")]

        self.assertEqual([word for word in better if word in ENTRIES], [])
