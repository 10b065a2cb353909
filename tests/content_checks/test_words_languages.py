"""English and French that were left in a Dutch page."""

from content_checks.checks.words.languages import OtherLanguage
from tests.content_checks.words_cases import WordsCase


class OtherLanguageTests(WordsCase):
    def assert_clean(self, *texts):
        for text in texts:
            with self.subTest(text):
                self.assertEqual(self.excerpts(OtherLanguage(), f"<p>{text}</p>"), [])

    def test_a_sentence_in_english_or_french_is_named(self):
        findings = self.findings(
            OtherLanguage(),
            "<p>We openen een huis. The house is open for all people in the region.</p>"
            "<p>La maison est ouverte pour tous.</p>",
        )

        self.assertEqual(
            [(finding.excerpt, finding.advice) for finding in findings],
            [
                (
                    "The house is open for all people in the region.",
                    "This is English. Translate it, or leave it out.",
                ),
                ("La maison est ouverte pour tous.", "This is French. Translate it, or leave it out."),
            ],
        )

    def test_the_words_of_buttons_are_named(self):
        for words in (
            "Read more",
            "Save the date: 12 mei",
            "Leave a reply",
            "Back to top",
            "En savoir plus",
            "Untitled document",
        ):
            with self.subTest(words):
                self.assertEqual(self.excerpts(OtherLanguage(), f"<p>{words}</p>"), [words])

    def test_title_and_heading_are_read(self):
        texts = self.excerpts(OtherLanguage(), ("heading", "About the project"), title="Join us")

        self.assertEqual(texts, ["Join us", "About the project"])

    def test_dutch_with_a_borrowed_word_is_left_alone(self):
        self.assert_clean(
            "We werken volgens housing first en peer support.",
            "Het team geeft een workshop over burn-out in de open space.",
            "De buddy's zijn er met een update van de website.",
            "Kom dans met ons mee, van nu tot mei.",
        )

    def test_names_and_quotes_are_left_alone(self):
        self.assert_clean(
            "Save the Children en Médecins du Monde komen langs.",
            "Het boek heet “How to be and not to be with the others”.",
            "La Maison de la Famille in Brussel is open.",
        )

    def test_what_somebody_said_is_left_alone(self):
        quote = ("quote", {"text": "I am happy with the help that you gave.", "name": "An"})

        self.assertEqual(self.excerpts(OtherLanguage(), quote), [])
