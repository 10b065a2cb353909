"""docs/content-checks.md says how often each check is right, and a check that is often wrong is off.

After a change of a check or of a text: `REWRITE_FIGURES=1 pytest tests/content_checks/test_figures.py`.
The table counts the texts with an odd number (the first, the third, …). The others are there to be read by who
improves a check, so that the figures are of texts that the check was not made for.
"""

import os
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.test import TestCase
from django.utils import translation

from content_checks.content import PageContent
from content_checks.findings import Check, Finding, Group

from . import measured_files, measured_form, measured_links  # noqa: F401 - add their cases
from .measuring import MEASURED, Case, Figures, compared, measured, measured_checks, page_with

DOCUMENT = Path(settings.BASE_DIR) / "docs/content-checks.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"
HEAD = "| check | finds | texts | precision | recall | |\n|---|---|---|---|---|---|\n"
ENOUGH = 0.9


def unread(cases):
    return list(cases)[::2]


def percentage(share):
    return f"{round(100 * share)} %"


def row(check, figures):
    finds = check.__doc__.split("\n")[0].rstrip(".")
    shares = f"{percentage(figures.precision)} | {percentage(figures.recall)}"
    return f"| {check.name} | {finds} | {figures.texts} | {shares} | {'on' if check.is_on else 'off'} |\n"


class FigureTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.figures = {}
        for check in measured_checks():
            with transaction.atomic():  # each check has a site of its own
                cls.figures[check] = measured(check, unread(MEASURED[check.name]()))
                transaction.set_rollback(True)

    def test_the_document_states_what_is_measured(self):
        with translation.override("en"):
            table = HEAD + "".join(row(check, figures) for check, figures in self.figures.items())
        before, rest = DOCUMENT.read_text(encoding="utf-8").split(BEGIN)
        stated, after = rest.split(END)
        if os.environ.get("REWRITE_FIGURES"):
            DOCUMENT.write_text(before + BEGIN + table + END + after, encoding="utf-8")
            stated = table

        self.assertEqual(stated, table)

    def test_a_check_that_is_wrong_in_more_than_one_of_ten_cases_is_off(self):
        for check, figures in self.figures.items():
            with self.subTest(check.name):
                self.assertTrue(figures.precision >= ENOUGH or not check.is_on)


class EveryTrain(Check):
    """The word train."""

    name, group, heading, reason = "train", Group.WORDS, "Train", ""

    def find(self, content: PageContent):
        for passage in content.passages:
            for sentence in passage.sentences:
                if "trein" in sentence:
                    yield Finding(sentence, "Schrijf “tram” en niet “trein”.")


class MeasuringTests(TestCase):
    def test_what_is_found_missed_and_wrong_is_counted(self):
        cases = [
            Case(page_with("<p>De trein komt. De bus ook.</p>"), ("trein", "bus")),
            Case(page_with("<p>Een treintje.</p>")),
            Case(page_with("<p>Niets.</p>")),
        ]

        figures = measured(EveryTrain(), cases)

        self.assertEqual(figures, Figures(texts=3, right=1, wrong=1, missed=1))
        self.assertEqual((figures.precision, figures.recall), (0.5, 0.5))

    def test_another_word_of_the_same_sentence_is_no_fault_that_was_found(self):
        case = Case(page_with("<p>De trein en de bus komen.</p>"), ("bus",))

        self.assertEqual(compared(EveryTrain(), case), (["trein"], ["bus"]))

    def test_a_check_that_finds_nothing_is_never_right(self):
        figures = measured(EveryTrain(), [Case(page_with("<p>De bus.</p>"), ("bus",))])

        self.assertEqual((figures.precision, figures.recall), (0, 0))
