from django.test import TestCase

from content_checks.checks.form_headings import BoldHeading, Heading

from .form_cases import HEADINGS_WITH_FAULT, HEADINGS_WITHOUT_FAULT, LONG, TEXT
from .form_pages import a_page, findings


def found_on(body):
    page = a_page(body)
    return findings(Heading, page) + findings(BoldHeading, page)


class HeadingsTests(TestCase):
    def test_bodies_with_a_fault_are_found(self):
        missed = [body for body in HEADINGS_WITH_FAULT if not found_on(body)]

        self.assertEqual(missed, [])

    def test_bodies_without_a_fault_are_left_alone(self):
        wrong = [(body, found_on(body)) for body in HEADINGS_WITHOUT_FAULT if found_on(body)]

        self.assertEqual(wrong, [])

    def test_a_finding_leads_to_the_block(self):
        page = a_page([("text", TEXT), ("heading", LONG), ("text", TEXT)])

        [finding] = findings(Heading, page)

        self.assertEqual(finding.path, f"body.{page.body[1].id}")
        self.assertEqual((finding.excerpt, finding.label), (LONG, "Tussenkop"))
        self.assertIn("120", finding.advice)

    def test_a_heading_of_signs_that_nobody_sees_is_empty(self):
        [finding] = findings(Heading, a_page([("heading", "\u200b\u00ad "), ("text", TEXT)]))

        self.assertEqual(finding.excerpt, "Tussenkop")

    def test_a_bold_line_that_announces_nothing_is_no_heading(self):
        for html in (
            "<p><b>An Peeters</b></p><p>coördinator</p>",
            "<p><b>Huis van het Kind</b></p><p>Kerkstraat 14, 8999 Oudekapel</p>",
            "<p><b>050 12 34 56</b></p><p>We nemen elke dag op.</p>",
            "<p><b>Foto: An Peeters</b></p><p>De zaal is open.</p>",
            "<p><b>Mail naar an@streek.example</b></p><p>Je krijgt antwoord.</p>",
            '<p><b><a href="https://elders.be/">Bekijk de film</a></b></p><p>Hij duurt vijf minuten.</p>',
            "<p><b>Zaterdag 6 september</b></p><p><b>Zaal De Kring</b></p><p>Inschrijven hoeft niet.</p>",
        ):
            with self.subTest(html):
                self.assertEqual(findings(BoldHeading, a_page([("text", html)])), [])

    def test_a_bold_line_above_a_sentence_a_list_or_a_block_is_a_heading(self):
        for body in (
            [("text", "<p><b>Aanpak</b></p><p>We belden aan.</p>")],
            [("text", "<p><b>Wie doet mee?</b></p><ul><li>het OCMW</li></ul>")],
            [("text", "<p><b>Cijfers</b></p>"), ("table", (["Jaar", "Aantal"], [["2024", "3"]]))],
        ):
            with self.subTest(body):
                self.assertEqual(len(findings(BoldHeading, a_page(body))), 1)

    def test_a_field_without_heading_blocks_has_no_bold_headings(self):
        """Nobody could follow the advice there."""
        from practices.models import PracticePage

        page = PracticePage(title="Praktijk", problem=f"<p><b>Aanleiding</b></p>{TEXT}")

        self.assertEqual(findings(BoldHeading, page), [])

    def test_a_text_that_is_no_html_breaks_nothing(self):
        for source in ("<p><b>Open", "<b", "</p></b>", "<h9>", "\0<p>", "<p><b>" * 500):
            with self.subTest(source=source[:20]):
                self.assertIsInstance(found_on([("text", source), ("text", TEXT)]), list)
