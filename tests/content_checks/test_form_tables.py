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
