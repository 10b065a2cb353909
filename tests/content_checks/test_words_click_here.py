"""The words of a link say where it leads."""

from content_checks.checks.words.click_here import ClickHere
from content_checks.content import PageContent
from practices.models import PracticePage
from tests.content_checks.words_cases import WordsCase


def link(words):
    return f'<p>Eerst dit. Voor het verslag <a href="https://a.example/">{words}</a> nu. En dan dat.</p>'


class ClickHereTests(WordsCase):
    def test_words_that_say_nothing_are_named_with_their_sentence(self):
        for words in (
            "klik hier", "Hier", "lees meer", "Meer info »", "deze link", "dit artikel", "via deze website",
            "read more", "cliquez ici", "→",
        ):  # fmt: skip
            with self.subTest(words):
                (finding,) = self.findings(ClickHere(), link(words))

                self.assertEqual(finding.excerpt, f"Voor het verslag {words} nu.")
                self.assertIn(f"“{words}”", finding.advice)

    def test_a_bare_address_is_named(self):
        for words in ("https://www.voorbeeld.be/a", "www.voorbeeld.be", "voorbeeld.be/verslag.pdf"):
            with self.subTest(words):
                (finding,) = self.findings(ClickHere(), link(words))

                self.assertIn("only an address", finding.advice)

    def test_words_that_say_where_it_leads_are_left_alone(self):
        for words in (
            "het verslag", "Lees meer over wonen in Gent", "schrijf je hier in", "an@voorbeeld.be", "1712.be",
            "0470 12 34 56", "meer dan een website",
        ):  # fmt: skip
            with self.subTest(words):
                self.assertEqual(self.excerpts(ClickHere(), link(words)), [])

    def test_the_label_of_a_link_in_a_field_of_its_own_is_read_too(self):
        page = PracticePage(
            title="Een praktijk",
            links=[
                ("link", {"label": "Klik hier", "url": "https://a.example/"}),
                ("link", {"label": "Het verslag", "url": "https://a.example/"}),
            ],
        )

        findings = list(ClickHere().find(PageContent(page)))

        self.assertEqual([finding.excerpt for finding in findings], ["Klik hier"])
