"""The labelled texts can be read, are enough, and mark only what stands in them."""

import html
import tomllib
from collections import Counter
from pathlib import Path

from django.test import SimpleTestCase
from django.utils.html import strip_tags

TEXTS = Path(__file__).parent / "texts"
AT_LEAST = {  # texts with faults, and as many without
    "long_sentence": 40,
    "hard_text": 20,
    "house_words": 40,
    "abbreviation": 40,
    "click_here": 40,
    "other_language": 40,
    "file_link": 20,
    "alt_text": 40,
    "colour": 15,
}
# Read by code of their own, as a text is not all of a case.
OF_FORM = {"bold_heading", "heading", "inner_link", "pdf", "same_page", "small_picture", "table"}
WHOLE = "*"


def read(name):
    return tomllib.loads((TEXTS / f"{name}.toml").read_text())


def texts_of(name):
    """The texts of a check, each as its words without tags and its faults."""
    return [(words_of(text), text["faults"]) for text in read(name)["text"]]


def words_of(text):
    return " ".join(html.unescape(strip_tags(text["html"])).split()) if "html" in text else text["text"]


class LabelledTextTests(SimpleTestCase):
    def test_every_file_is_counted_here(self):
        names = {path.stem for path in TEXTS.glob("*.toml")}

        self.assertEqual(names, {*AT_LEAST, *OF_FORM})

    def test_each_check_has_enough_texts_with_and_without_faults(self):
        for name, least in AT_LEAST.items():
            with self.subTest(name):
                counts = Counter(bool(faults) for _, faults in texts_of(name))

                self.assertGreaterEqual(min(counts[True], counts[False]), least)

    def test_each_fault_stands_in_its_text(self):
        for name in AT_LEAST:
            for words, faults in texts_of(name):
                with self.subTest(name, text=words):
                    self.assertEqual([fault for fault in faults if fault != WHOLE and fault not in words], [])

    def test_no_text_is_there_twice(self):
        for name in AT_LEAST:
            with self.subTest(name):
                times = Counter(text.get("html", text.get("text")) for text in read(name)["text"])

                self.assertEqual([text for text, count in times.items() if count > 1], [])

    def test_a_long_sentence_has_more_than_25_words(self):
        short = [
            fault for _, faults in texts_of("long_sentence") for fault in faults if len(fault.split()) <= 25
        ]

        self.assertEqual(short, [])

    def test_a_passage_is_judged_whole_and_has_100_words(self):
        for words, faults in texts_of("hard_text"):
            with self.subTest(words[:60]):
                self.assertIn(faults, ([], [WHOLE]))
                self.assertGreaterEqual(len(words.split()), 100)

    def test_pairs_are_half_the_same_page_and_half_not(self):
        pairs = read("same_page")["pair"]

        self.assertEqual(Counter(pair["same"] for pair in pairs), {True: 20, False: 20})

    def test_each_page_of_a_pair_has_a_title_a_source_and_a_text(self):
        for pair in read("same_page")["pair"]:
            with self.subTest(pair["why"]):
                self.assertEqual([set(pair[side]) for side in "ab"], [{"title", "source", "text"}] * 2)
                self.assertTrue(all(80 <= len(pair[side]["text"].split()) <= 200 for side in "ab"))
