"""The checks of words read what editors wrote, in passages and sentences, and nothing else."""

from itertools import islice

from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from cms.blocks import ParagraphBlock
from content_checks.checks.words import WORDS
from content_checks.content import PageContent, Part
from content_checks.sentences import MOST_CHARACTERS, Link, passages_in
from news.models import Correction, Decision
from tests.content_checks.words_cases import WordsCase, a_page

PIECES = [
    "<p>",
    "</p>",
    "<li>",
    "<ul>",
    "<b>",
    "</b>",
    '<a href="https://a.example/">',
    "</a>",
    "<",
    "&amp;",
    "Zin. ",
    "x",
    "\n",
]


def texts_of(page):
    return [passage.text for passage in PageContent(page).passages]


class PassageTests(WordsCase):
    def test_each_list_item_heading_and_cell_is_a_passage_of_its_own(self):
        page = a_page(
            "<h2>Kop</h2><p>Een zin. Nog een.</p><ul><li>Een punt</li><li>Nog een punt</li></ul>",
            "<table><tr><td>links</td><td>rechts</td></tr></table>",
        )

        passages = PageContent(page).passages

        self.assertEqual(
            [passage.sentences for passage in passages],
            [
                ["Een bericht"],
                ["Kop"],
                ["Een zin.", "Nog een."],
                ["Een punt"],
                ["Nog een punt"],
                ["links", "rechts"],
            ],
        )
        self.assertEqual([passage.text for passage in passages if passage.is_heading], ["Een bericht", "Kop"])

    def test_title_summary_and_rows_are_read_too(self):
        page = a_page(
            search_description="In het kort.",
            decisions=[Decision(text="Er komt een bus.", body="De gemeenteraad", place="Gent")],
            corrections=[Correction(text="Het was een tram.")],
        )

        self.assertEqual(
            texts_of(page), ["Een bericht", "In het kort.", "Er komt een bus.", "Het was een tram."]
        )

    def test_names_and_choices_are_not(self):
        quote = {"text": "Het werkt.", "name": "An Peeters", "function": "coördinator", "lead_in": "An zegt:"}
        page = a_page(("quote", quote), author="An Peeters", byline="An", region_name="Westhoek")

        self.assertEqual(texts_of(page), ["Een bericht", "Het werkt.", "An zegt:"])

    def test_what_somebody_said_is_marked(self):
        page = a_page(("quote", {"text": "Het werkt."}), ("audio", {"transcript": "<p>Hallo.</p>"}))

        spoken = [passage.text for passage in PageContent(page).passages if passage.is_spoken]

        self.assertEqual(spoken, ["Het werkt.", "Hallo."])

    def test_a_link_is_one_also_where_a_part_of_it_is_bold(self):
        page = a_page('<p>Lees <a href="https://a.example/">het <b>hele</b> verslag</a> van Gent.</p>')

        passage = PageContent(page).passages[-1]

        self.assertEqual(passage.links, (Link(5, 21, "https://a.example/"),))
        self.assertEqual(passage.text[5:21], "het hele verslag")

    def test_a_page_that_is_far_too_long_is_read_up_to_a_bound(self):
        page = a_page(f"<p>{'woord ' * 20_000}</p>", f"<p>{'woord ' * 20_000}</p>", "<p>Het einde.</p>")

        texts = texts_of(page)

        self.assertLessEqual(sum(map(len, texts)), MOST_CHARACTERS)
        self.assertNotIn("Het einde.", texts)


class AnyTextTests(SimpleTestCase):
    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.sampled_from(PIECES)).map("".join))
    def test_any_stored_html_is_read(self, html):
        part = Part(ParagraphBlock(), RichText(html), "Tekst", "body.1")

        passages = list(passages_in([part]))

        self.assertEqual(sum(passage.text.count("Zin.") for passage in passages), html.count("Zin."))
        for passage in passages:
            words = [word for sentence in passage.sentences for word in sentence.split()]
            self.assertEqual(words, passage.text.split())
            self.assertTrue(all(0 <= link.start < link.end <= len(passage.text) for link in passage.links))

    def test_no_check_takes_long_for_a_text_that_nobody_writes(self):
        for piece in (
            "a",
            "a.",
            "(",
            "A-",
            "“",
            "'",
            "CLB ",
            "(CLB",
            "wet van de ",
            '<a href="/a">hier</a> ',
        ):
            part = Part(ParagraphBlock(), RichText(piece * (100_000 // len(piece))), "Tekst", "body.1")
            content = PageContent(None)
            content.parts = [part]
            for check in WORDS:
                with self.subTest(piece=piece, check=check.name):
                    list(islice(check.find(content), 51))

                    self.assertTrue(content.passages)
