from django.core.files.base import ContentFile

from content_checks.checks.form_files import FileWithoutKind, UnreadablePDF
from content_checks.documents import due, is_title, read_due
from content_checks.models import DocumentReading
from practices.models import PracticePage
from tests.cases import SiteTestCase
from tests.factories import DocumentFactory

from .form_pages import a_page, findings
from .measuring import TEXTS, texts_in
from .pdfs import a_pdf, that_goes_round, that_swells, with_password


def a_document(content=b"x", name="nota.pdf", **fields):
    return DocumentFactory(file=ContentFile(content, name), file_size=len(content), **fields)


def page_with(html):
    return a_page([("text", html)])


def link_to(document, words="de nota"):
    return f'<p>Lees <a linktype="document" id="{document.pk}">{words}</a>.</p>'


class LinksToFilesTests(SiteTestCase):
    def test_a_link_to_a_document_without_kind_and_size_is_found_with_what_to_add(self):
        document = a_document(b"x" * 2048)
        page = page_with(link_to(document))

        [finding] = findings(FileWithoutKind, page)

        self.assertEqual((finding.excerpt, finding.path), ("de nota", f"body.{page.body[0].id}"))
        self.assertIn("(pdf, 2,0", finding.advice)

    def test_words_with_kind_and_size_are_enough(self):
        document = a_document()

        for words in (
            "de nota (pdf, 1,2 MB)",
            "de nota (PDF, 340 kB)",
            "Nota [pdf 2 MB]",
            "nota - PDF-bestand, 12 kB",
        ):
            with self.subTest(words=words):
                self.assertEqual(findings(FileWithoutKind, page_with(link_to(document, words))), [])

    def test_kind_or_size_alone_is_not_enough(self):
        document = a_document()

        for words in ("de nota (pdf)", "de nota van 2 MB", "de pdf"):
            with self.subTest(words=words):
                self.assertEqual(len(findings(FileWithoutKind, page_with(link_to(document, words)))), 1)

    def test_files_of_other_sites_are_known_by_their_address(self):
        files = [
            "https://elders.be/nota.PDF",
            "https://elders.be/a/cijfers.xlsx?versie=2",
            "/documents/3/nota.docx",
        ]
        pages = [
            "https://elders.be/",
            "https://elders.be/pdf",
            "https://elders.be/nota.html",
            "https://elders.be/a.b/c",
        ]

        self.assertEqual(
            [len(findings(FileWithoutKind, page_with(f'<a href="{a}">hier</a>'))) for a in files], [1] * 3
        )
        self.assertEqual(
            [findings(FileWithoutKind, page_with(f'<a href="{a}">hier</a>')) for a in pages], [[]] * 4
        )

    def test_an_address_with_a_label_of_its_own_is_judged_by_that(self):
        page = PracticePage(title="Praktijk")
        page.links = [
            ("link", {"label": "Het draaiboek", "url": "https://elders.be/draaiboek.pdf"}),
            ("link", {"label": "Het draaiboek (pdf, 1 MB)", "url": "https://elders.be/draaiboek.pdf"}),
            ("link", {"label": "Over ons", "url": "https://elders.be/over"}),
        ]

        self.assertEqual([each.excerpt for each in findings(FileWithoutKind, page)], ["Het draaiboek"])

    def test_a_file_block_says_kind_and_size_itself(self):
        page = a_page()
        page.body = [("file", {"document": a_document(), "title": "De nota"})]

        self.assertEqual(findings(FileWithoutKind, page), [])

    def test_links_that_lead_nowhere_break_nothing(self):
        html = '<a linktype="document" id="999999">weg</a><a linktype="document" id="x">y</a><a href="http://[">z</a>'

        self.assertEqual(findings(FileWithoutKind, page_with(html)), [])

    def test_more_links_cost_no_more_queries(self):
        one, many = [page_with("".join(link_to(a_document()) for _ in range(count))) for count in (1, 12)]

        queries = [
            self.count_queries_of(lambda page=page: findings(FileWithoutKind, page)) for page in (one, many)
        ]

        self.assertEqual(queries[0], queries[1])


class ReadingTests(SiteTestCase):
    def read(self, content, **fields):
        document = a_document(content, **fields)
        read_due()
        return DocumentReading.objects.get(document=document)

    def test_a_file_with_text_and_title_is_fine(self):
        reading = self.read(a_pdf(pages=3))

        self.assertEqual(
            (reading.is_known, reading.has_text, reading.has_title, reading.advice), (True, True, True, "")
        )

    def test_a_scan_has_no_text(self):
        reading = self.read(a_pdf(text="", pages=2))

        self.assertEqual((reading.is_known, reading.has_text, reading.has_title), (True, False, True))

    def test_a_page_number_is_no_text(self):
        self.assertFalse(self.read(a_pdf(text="Pagina 1 van 3", pages=3)).has_text)

    def test_what_is_not_made_of_words_is_no_text(self):
        """A scan that was recognised badly, and a font whose letters have no meaning."""
        for text in ("|l1 ~ii ,. rnrn vv. cI ttt ]I[ ~ " * 9, "/g25/g46/g1/g49/g53 " * 30):
            with self.subTest(text[:20]):
                self.assertFalse(self.read(a_pdf(text=text.replace("(", "").replace(")", ""))).has_text)

    def test_a_form_has_text_though_few_words(self):
        content = (TEXTS / "pdf" / "aanvraag-mantelzorgpremie.pdf").read_bytes()

        self.assertTrue(self.read(content).has_text)

    def test_of_real_files_what_is_wrong_is_named(self):
        for file in texts_in("pdf", "file"):
            if not file.get("undecidable"):
                with self.subTest(file["name"], why=file["why"]):
                    reading = self.read((TEXTS / "pdf" / file["name"]).read_bytes())
                    faults = {"text": reading.has_text, "title": reading.has_title}

                    self.assertEqual(
                        [name for name, is_fine in faults.items() if not is_fine], file["faults"]
                    )

    def test_what_a_program_calls_a_file_is_no_title(self):
        for title in (
            "",
            "Microsoft Word - nota.docx",
            "nota_def_2024.docx",
            "untitled",
            "Document1",
            "scan0001",
            "affiche.html",
            "https://www.streek.example/affiche",
            "RE: FW: affiche, graag verspreiden",
        ):
            with self.subTest(title=title):
                self.assertFalse(is_title(title))
        for title in (
            "Documentatie rond wonen",
            "Nota over wonen",
            "Presentatie van de cijfers",
            "Jaarverslag 2024",
        ):
            with self.subTest(title=title):
                self.assertTrue(is_title(title))

    def test_of_what_no_program_can_read_nobody_can_tell(self):
        files = {
            "a password": with_password(a_pdf()),
            "nothing": b"",
            "no PDF": b"%PDF-1.7 en dan niets",
            "cut off": a_pdf(pages=9)[:400],
            "a circle": that_goes_round(),
        }
        for name, content in files.items():
            with self.subTest(name=name):
                reading = self.read(content)

                self.assertEqual((reading.is_known, reading.advice), (False, ""))

    def test_a_file_that_swells_is_read_within_bounds(self):
        self.assertFalse(self.read(that_swells()).has_text)

    def test_a_file_that_is_gone_stops_no_other(self):
        gone = a_document(a_pdf())
        gone.file.storage.delete(gone.file.name)
        document = a_document(a_pdf())

        read_due()

        self.assertFalse(DocumentReading.objects.get(document=gone).is_known)
        self.assertTrue(DocumentReading.objects.get(document=document).is_known)

    def test_each_file_is_read_once_and_a_new_file_again(self):
        document = a_document(a_pdf(text=""))
        a_document(b"tekst", name="nota.txt")
        self.assertEqual(read_due(), [document.pk])
        self.assertEqual(read_due(), [])

        document.file.save("beter.pdf", ContentFile(a_pdf()))

        self.assertEqual(read_due(), [document.pk])
        self.assertTrue(DocumentReading.objects.get(document=document).has_text)

    def test_one_tick_reads_a_bounded_number(self):
        for _ in range(12):
            a_document(b"%PDF-", name="kapot.pdf")

        self.assertEqual(len(read_due()), 10)
        self.assertEqual(due().count(), 2)


class PDFsOnPagesTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.scan = a_document(a_pdf(text="", title=""), title="Het verslag")
        cls.good = a_document(a_pdf(), title="De nota")
        read_due()

    def test_each_page_that_links_to_a_scan_or_shows_it_says_so(self):
        shown = a_page()
        shown.body = [("file", {"document": self.scan, "title": ""})]
        pages = [
            shown,
            page_with(link_to(self.scan)),
            page_with(f'<a href="/documents/{self.scan.pk}/x.pdf">x</a>'),
        ]

        unreadable = [findings(UnreadablePDF, page) for page in pages]

        self.assertEqual(
            [[each.excerpt for each in of_page] for of_page in unreadable], [["Het verslag"]] * 3
        )
        self.assertEqual(unreadable[0][0].url, f"/admin/documents/edit/{self.scan.pk}/")

    def test_a_good_file_and_one_that_was_not_read_yet_are_left_alone(self):
        page = page_with(link_to(self.good) + link_to(a_document(a_pdf(text=""))))

        self.assertEqual(findings(UnreadablePDF, page), [])

    def test_a_document_of_another_site_is_not_taken_for_ours(self):
        page = page_with(f'<a href="https://elders.be/documents/{self.scan.pk}/x.pdf">x</a>')

        self.assertEqual(findings(UnreadablePDF, page), [])

    def test_more_files_cost_no_more_queries(self):
        one, many = [page_with("".join(link_to(a_document()) for _ in range(count))) for count in (1, 12)]

        queries = [
            self.count_queries_of(lambda page=page: findings(UnreadablePDF, page)) for page in (one, many)
        ]

        self.assertEqual(queries[0], queries[1])
