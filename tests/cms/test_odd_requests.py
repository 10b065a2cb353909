"""Requests that no form of the admin sends give no server error. Found by `make fuzz`."""

import io
import zipfile
from itertools import pairwise
from pathlib import Path

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from tests.cms.cases import PublishingTestCase, latest
from tests.factories import DocumentFactory, NewsPageFactory, ThemeFactory

INCOMPLETE = _(
    "What you sent lacks a part, or holds a value that can't be there. Nothing was saved. Go back and try again."
)


def workbook(address, declaration=""):
    """A workbook of two addresses; the declaration stands before the XML of its sheet."""
    written, changed = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    for row in (["from", "to"], ["ADDRESS", "/nieuws/"]):
        book.active.append(row)
    book.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            xml = source.read(name).decode()
            target.writestr(name, declaration + xml.replace("ADDRESS", address) if "ADDRESS" in xml else xml)
    return changed.getvalue()


class OddRequestTests(PublishingTestCase):
    def test_a_page_form_that_was_cut_off_says_so_and_saves_nothing(self):
        before = latest(self.draft).title

        for data in ({}, {"title": "Half"}, {"title": "Half", "slug": "half", "action-publish": "1"}):
            with self.assertLogs("cms.middleware", "WARNING"):
                response = self.edit(self.draft, data)

            self.assertContains(response, INCOMPLETE, status_code=400, html=True)
        self.assertEqual(latest(self.draft).title, before)

    def test_an_empty_form_for_a_link_is_shown_again(self):
        response = self.client.post("/admin/choose-external-link/")

        self.assertEqual(response.status_code, 200)

    def test_a_number_that_is_none_is_refused(self):
        with self.assertLogs("cms.middleware", "WARNING"):
            response = self.client.get("/admin/api/main/images/find/?id=x.y")

        self.assertEqual(response.status_code, 400)

    def test_where_to_go_next_is_a_path_or_nothing(self):
        for odd in ('{"a": 1}', "urn:x", "x"):
            page = NewsPageFactory(parent=self.news)

            response = self.client.post(
                reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {"next": odd}
            )

            self.assertRedirects(
                response, reverse("wagtailadmin_explore", args=[self.news.pk]), fetch_redirect_response=False
            )

    def test_a_page_above_that_is_no_number_is_left_out(self):
        for name in ("phone", "email", "anchor", "external"):
            response = self.client.get(f"/admin/choose-{name}-link/?parent_page_id=1e400")

            self.assertEqual(response.status_code, 200, name)

    def test_a_table_of_redirects_that_was_not_signed_by_us_is_refused(self):
        for data in ({}, {"import_file_name": " "}, {"import_file_name": "x:y", "input_format": "0:z"}):
            response = self.client.post("/admin/redirects/import/process/", data)

            self.assertEqual(response.status_code, 400)

    def test_a_table_of_redirects_reads_no_file_and_grows_no_text(self):
        """OWASP ASVS 5.0, 1.5.1: the one thing here that parses XML from outside, by openpyxl with defusedxml."""
        ten = "".join(f'<!ENTITY {name} "{f"&{other};" * 10}">' for other, name in pairwise("abcdefg"))
        for declared, entity in (
            (f'<!ENTITY x SYSTEM "file://{Path(__file__)}">', "&x;"),
            (f'<!ENTITY a "{"a" * 10}">{ten}', "&g;"),
            ('<!ENTITY x "/oud-adres/">', "&x;"),
        ):
            with self.subTest(entity=declared[:20]):
                response = self.import_redirects(workbook(entity, f"<!DOCTYPE worksheet [{declared}]>"))

                self.assertContains(response, "tijdens het lezen van bestand: tabel.xlsx")
                self.assertNotContains(response, "/oud-adres/")
        self.assertContains(self.import_redirects(workbook("/oud-adres/")), "/oud-adres/")

    def import_redirects(self, content):
        file = SimpleUploadedFile("tabel.xlsx", content)
        return self.client.post("/admin/redirects/import/", {"import_file": file}, follow=True)

    def test_a_chooser_without_a_form_to_add_words_takes_none(self):
        ThemeFactory()

        response = self.client.post("/admin/snippets/choose/cms/theme/create/", {"name": "Nieuw"})

        self.assertEqual(response.status_code, 302)

    def test_a_document_of_a_kind_that_is_taken_no_more_gets_another_title(self):
        document = DocumentFactory(title="Oud", file__filename="oud.exe")
        url = f"/admin/documents/multiple/{document.pk}/"
        data = {f"doc-{document.pk}-title": "Nieuw", f"doc-{document.pk}-collection": document.collection_id}

        response = self.client.post(url, data, headers={"X-Requested-With": "XMLHttpRequest"})

        self.assertTrue(response.json()["success"])
        document.refresh_from_db()
        self.assertEqual(document.title, "Nieuw")

    def test_pictures_are_searched_for_a_tag_and_a_word_at_once(self):
        response = self.client.get("/admin/images/chooser/results/?q=a&tag=b")

        self.assertEqual(response.status_code, 200)

    def test_a_type_of_page_that_nobody_makes_is_not_there(self):
        for name in ("wagtailcore/page", "cms/theme", "no/such"):
            address = f"/admin/pages/create/{name}/"

            responses = [self.client.get(address), self.client.post(address, {})]

            self.assertEqual([response.status_code for response in responses], [404, 404], name)
