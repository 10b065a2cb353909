from django.test import TestCase

from content_checks.checks.form_tables import Table

from .form_cases import ROWS, TABLES_WITH_FAULT, TABLES_WITHOUT_FAULT, WHO
from .form_pages import a_page, findings


def found_in(headings, rows):
    return findings(Table, a_page([("table", (headings, rows))]))


class TablesTests(TestCase):
    def test_tables_with_a_fault_are_found(self):
        missed = [table for table in TABLES_WITH_FAULT if not found_in(*table)]

        self.assertEqual(missed, [])

    def test_tables_without_a_fault_are_left_alone(self):
        wrong = [(table, found_in(*table)) for table in TABLES_WITHOUT_FAULT if found_in(*table)]

        self.assertEqual(wrong, [])

    def test_the_columns_without_a_heading_are_named(self):
        [finding] = found_in([WHO[0], "", ""], ROWS)

        self.assertIn("2, 3", finding.advice)
        self.assertEqual(finding.excerpt, WHO[0])

    def test_headings_that_only_number_the_columns_say_nothing(self):
        for headings in (["Kolom 1", "Kolom 2"], ["A", "B"], ["1", "2"], ["column a", "column b"]):
            with self.subTest(headings):
                [finding] = found_in(headings, [["Gent", "3"], ["Zulte", "4"]])

                self.assertIn("zeggen niets", finding.advice)

    def test_years_and_the_choices_of_a_form_are_headings(self):
        for headings in (["2024", "2025"], ["B", "A"], ["0", "1"], ["Ja", "Nee"]):
            with self.subTest(headings):
                self.assertEqual(found_in(headings, [["3", "4"]]), [])

    def test_two_columns_with_one_name_are_found(self):
        [finding] = found_in(["Uur", "uur"], [["9", "13"]])

        self.assertIn("“uur”", finding.advice)

    def test_an_empty_corner_stands_above_the_names_of_rows_and_a_dash_above_nothing(self):
        self.assertEqual(found_in(["", "Aantal"], [["Gent", "3"]]), [])
        self.assertEqual(len(found_in(["", "Aantal"], [["", "3"]])), 1)
        self.assertEqual(len(found_in(["Dienst", "-"], [["Gent", "3"]])), 1)
