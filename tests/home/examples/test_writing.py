"""What the files of the examples are turned into: moments, texts, files to download and drawings."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

from django.test import SimpleTestCase
from openpyxl import load_workbook

from home.management.examples import markdown
from home.management.examples.dates import Moment, day_of, instant_of, written_out
from home.management.examples.drawing import MOTIFS, draw
from home.management.examples.office import csv_file, docx_file, xlsx_file
from home.management.examples.pdf import pdf_file

SATURDAY = date(2026, 11, 28)


class MomentTests(SimpleTestCase):
    def test_days_are_counted_from_the_day_of_loading(self):
        for text, day in [
            ("today-2", date(2026, 11, 26)),
            ("week+3 tuesday", date(2026, 12, 15)),
            ("week monday", date(2026, 11, 23)),
            ("month-14", date(2025, 9, 1)),
            ("year-1", date(2025, 1, 1)),
        ]:
            with self.subTest(text=text):
                self.assertEqual(day_of(text, SATURDAY), day)

    def test_a_year_later_the_same_words_are_upcoming_again(self):
        later = date(2027, 11, 28)

        self.assertGreater(day_of("week+3 tuesday", later), later)

    def test_an_hour_stands_behind_the_day(self):
        moment = instant_of("week+3 tuesday 9:30", SATURDAY)

        self.assertEqual(moment.isoformat(), "2026-12-15T09:30:00+01:00")

    def test_text_names_the_moment_in_dutch(self):
        text = written_out("Op {week+3 tuesday}, en in {month-1} en {year-1}.", SATURDAY)

        self.assertEqual(text, "Op dinsdag 15 december, en in oktober 2026 en 2025.")

    def test_what_is_no_moment_is_refused(self):
        for text in ("tomorrow", "week+1 dinsdag", "month+1 tuesday"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                Moment(text, SATURDAY)


class MarkdownTests(SimpleTestCase):
    def test_paragraphs_lists_and_links(self):
        html = markdown.to_html(
            "Een *woord* & **meer**.\n\n- een\n- [twee](https://example.org)",
            lambda address: f'href="{address}"',
        )

        self.assertEqual(
            html,
            "<p>Een <i>woord</i> &amp; <b>meer</b>.</p>"
            '<ul><li>een</li><li><a href="https://example.org">twee</a></li></ul>',
        )


class FileTests(SimpleTestCase):
    def test_a_pdf_has_its_title_its_language_and_tags(self):
        content = pdf_file("Eén boek", ["Een alinea (kort).", *["Nog een lange alinea. " * 30] * 12])

        self.assertTrue(content.startswith(b"%PDF-1.7"))
        self.assertIn(b"/Lang (nl-BE)", content)
        self.assertIn(b"/S /H1", content)
        self.assertGreater(content.count(b"/Type /Page "), 1)
        place = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
        self.assertTrue(content[place:].startswith(b"xref"))

    def test_word_and_excel_hold_the_text(self):
        with ZipFile(BytesIO(docx_file("Titel", ["Een < twee"]))) as parts:
            self.assertIn("Een &lt; twee", parts.read("word/document.xml").decode())
        sheet = load_workbook(BytesIO(xlsx_file("Titel", ["naam;aantal", "Lokeren;3"]))).active

        self.assertEqual([cell.value for cell in sheet[2]], ["Lokeren", "3"])
        self.assertEqual(csv_file("Titel", ["naam;aantal"]), b"\xef\xbb\xbfnaam;aantal\r\n")


class DrawingTests(SimpleTestCase):
    def test_every_motif_can_be_drawn_in_both_shapes(self):
        for motif in MOTIFS:
            for shape, size in [("landscape", (1200, 800)), ("portrait", (800, 1200))]:
                with self.subTest(motif=motif, shape=shape):
                    self.assertEqual(draw(motif, shape, "kempen", "een").size, size)

    def test_the_same_words_make_the_same_drawing(self):
        first, second = (draw("people", "landscape", "limburg", "samen").tobytes() for _time in range(2))

        self.assertEqual(first, second)
