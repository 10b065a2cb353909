"""Documents match their extension, and private ones stay private."""

import datetime
import io
import json

from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import SimpleTestCase
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import APIToken, Collection, CollectionViewRestriction, UploadedFile

from cms.models import CustomDocument, CustomImage
from media.documents import CHECKS, matches_extension
from news.models import Decision
from search.indexing import update_search_index
from tests.cms.cases import PublishingTestCase
from tests.events.factories import EventIndexPageFactory, EventPageFactory
from tests.factories import DocumentFactory, NewsPageFactory
from tests.media.documents import MACRO_TYPE, PDF, SOUNDS, document_file, office, zipped
from tests.media.pictures import picture_file

OFFICE = ["docx", "odp", "ods", "odt", "pptx", "xlsx"]


def refusal(kind):
    return _(
        "This is no %(kind)s file, whatever its name says, or it has a password or macros in it. Open it in the"
        " program that made it, save it as %(kind)s without these, and upload that."
    ) % {"kind": kind}


class ContentTests(SimpleTestCase):
    def check(self, content, kind):
        return matches_extension(io.BytesIO(content), kind)

    def test_every_kind_that_may_come_in_is_looked_at(self):
        self.assertEqual(set(CHECKS), set(settings.WAGTAILDOCS_EXTENSIONS))

    def test_real_files_pass(self):
        self.assertTrue(self.check(PDF, "pdf"))
        for kind in OFFICE:
            self.assertTrue(self.check(office(kind), kind), kind)
        for kind, sound in SOUNDS.items():
            self.assertTrue(self.check(sound, kind), kind)
        self.assertTrue(self.check(b"ID3\x04\x00\x00" + bytes(60), "mp3"))
        for text in ("naam;bedrag\r\nÉén;5\t\n", "", "BMI,waarde\n"):
            for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
                self.assertTrue(self.check(text.encode(encoding), "csv"), (text, encoding))

    def test_what_is_something_else_does_not(self):
        png = picture_file("a.png", "PNG").read()
        html = b"<!doctype html><script>alert(1)</script>"
        for content in (b"", png, html, b"\n%PDF-1.7", office("docx"), zipped(a="x")):
            self.assertFalse(self.check(content, "pdf"), content[:10])
        for kind in OFFICE:
            other = OFFICE[OFFICE.index(kind) - 1]
            for content in (b"", PDF, png, html, zipped(a="x"), office(other), office(kind)[:50]):
                self.assertFalse(self.check(content, kind), (kind, content[:10]))
        for content in (PDF, png, office("odt"), b"a\0b", b"a\x1bb", b"{\\rtf1 x}", b"\xff\xfea"):
            self.assertFalse(self.check(content, "txt"), content[:10])

    def test_what_is_no_sound_does_not_come_in_as_sound(self):
        film = b"OggS\x00\x02" + bytes(22) + b"\x01\x2a\x80theora" + bytes(30)
        others = [b"", PDF, b"<!doctype html><script>alert(1)</script>", b"\xff\xfea\0", b"\xff", film]
        for kind in SOUNDS:
            of_other_kinds = [sound for name, sound in SOUNDS.items() if name != kind]
            for content in [*others, *of_other_kinds, picture_file("a.png", "PNG").read(), office("docx")]:
                self.assertFalse(self.check(content, kind), (kind, content[:10]))

    def test_macros_do_not_come_in_under_another_name(self):
        for content, kind in [
            (office("docx", of_type=MACRO_TYPE), "docx"),
            (office("docx", "word/vbaProject.bin"), "docx"),
            (office("xlsx", "xl/macrosheets/sheet1.xml"), "xlsx"),
            (office("pptx", "ppt/activeX/activeX1.bin"), "pptx"),
            (office("odt", "Basic/Standard/Module1.xml"), "odt"),
            (office("ods", "Scripts/python/x.py"), "ods"),
        ]:
            self.assertFalse(self.check(content, kind), kind)

    def test_a_part_that_is_far_too_long_is_not_unpacked(self):
        long = office("docx", of_type="x" * 2_000_000)

        self.assertFalse(self.check(long, "docx"))


class UploadTests(PublishingTestCase):
    def upload_functions(self):
        return {
            "admin": self.add,
            "chooser": self.choose,
            "many at once": self.add_many,
            "write API": self.send,
            "in place of another": self.replace,
        }

    def add(self, file):
        response = self.client.post(
            reverse("wagtaildocs:add"), {"title": "Nota", "file": file, "collection": "1"}
        )
        return response.context["form"].errors["file"][0] if response.status_code == 200 else ""

    def choose(self, file):
        values = {"title": "Nota", "file": file, "collection": "1"}
        response = self.client.post(
            reverse("wagtaildocs_chooser:create"),
            {f"document-chooser-upload-{name}": value for name, value in values.items()},
        )
        data = response.json()
        return "" if "result" in data else BeautifulSoup(data["htmlFragment"], "html.parser").text

    def add_many(self, file):
        response = self.client.post(reverse("wagtaildocs:add_multiple"), {"files[]": file, "collection": "1"})
        return response.json().get("error_message", "")

    def send(self, file):
        _token, key = APIToken.create_token(user=self.chief, name="proef")
        response = self.client.post(
            "/api/cms/documents/",
            {"title": "Nota", "collection_id": "1", "file": file},
            headers={"authorization": f"Bearer {key}"},
        )
        return "" if response.status_code == 201 else json.dumps(response.json(), ensure_ascii=False)

    def replace(self, file):
        document = DocumentFactory()
        response = self.client.post(
            reverse("wagtaildocs:edit", args=[document.pk]),
            {"title": "Nota", "file": file, "collection": "1"},
        )
        return response.context["form"].errors["file"][0] if response.status_code == 200 else ""

    def test_a_document_that_is_something_else_is_refused_by_every_way(self):
        for name, upload in self.upload_functions().items():
            before = CustomDocument.objects.count()
            with self.subTest(name):
                messages = upload(document_file("nota.pdf", b"<!doctype html><script>alert(1)</script>"))

                self.assertIn(refusal("pdf"), messages)
                self.assertEqual(CustomDocument.objects.count() - before, name == "in place of another")

    def test_one_that_is_too_large_is_refused_by_every_way(self):
        content = PDF + bytes(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
        for name, upload in self.upload_functions().items():
            before = CustomDocument.objects.count()
            with self.subTest(name):
                self.assertIn("te groot", upload(document_file("nota.pdf", content)))

                self.assertEqual(CustomDocument.objects.count() - before, name == "in place of another")

    def test_a_real_one_comes_in_whole(self):
        content = office("docx")
        for name, upload in self.upload_functions().items():
            with self.subTest(name):
                self.assertEqual(upload(document_file("nota.docx", content)), "")

                self.assertEqual(CustomDocument.objects.order_by("pk").last().file.read(), content)

    def test_one_whose_name_is_too_long_can_still_be_given_a_title(self):
        self.client.post(
            reverse("wagtaildocs:add_multiple"),
            {"files[]": document_file("nota.pdf"), "title": "x" * 300, "collection": "1"},
        )
        upload = UploadedFile.objects.get().pk
        url = reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[upload])
        prefix = f"uploaded-document-{upload}"

        data = self.client.post(url, {f"{prefix}-title": "Nota", f"{prefix}-collection": "1"}).json()

        self.assertTrue(data["success"])
        self.assertEqual(CustomDocument.objects.get().file.read(), PDF)

    def test_a_new_title_asks_nothing_of_a_file_that_was_there(self):
        document = DocumentFactory(file__filename="oud.pdf")

        self.client.post(
            reverse("wagtaildocs:edit", args=[document.pk]), {"title": "Anders", "collection": "1"}
        )

        document.refresh_from_db()
        self.assertEqual(document.title, "Anders")

    def test_a_program_under_the_name_of_a_picture_is_refused(self):
        svg = document_file("tekening.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')

        self.client.post(
            reverse("wagtailimages:add"),
            {"title": "x", "description": "x", "credit": "x", "collection": "1", "file": svg},
        )

        self.assertFalse(CustomImage.objects.exists())


class StoredTests(PublishingTestCase):
    def test_a_command_lists_what_only_a_person_can_mend(self):
        right = DocumentFactory(file__filename="goed.txt", file__data=b"tekst")
        wrong = DocumentFactory(file__filename="fout.pdf", file__data=b"tekst")
        old = DocumentFactory(file__filename="oud.exe", file__data=b"MZ")
        gone = DocumentFactory(file__filename="weg.txt", file__data=b"tekst")
        gone.file.storage.delete(gone.file.name)

        output = io.StringIO()
        call_command("check_documents", stdout=output)

        report = output.getvalue()
        for document in (wrong, old, gone):
            self.assertIn(f"Document {document.pk} (", report)
        self.assertNotIn(f"Document {right.pk} (", report)


class PrivateCase(PublishingTestCase):
    """A private document, used in every way in which a page can use one."""

    SECRETS = ("Nachtuil", "nachtuil", "/documents/", "1,2\xa0kB", "1234")

    def setUp(self):
        super().setUp()
        cache.clear()
        self.collection = Collection.get_first_root_node().add_child(name="Besloten")
        below = self.collection.add_child(name="Nog dieper")
        self.document = DocumentFactory(
            title="Nachtuil", collection=below, file__filename="nachtuil.txt", file__data=b"x" * 1234
        )
        decision = Decision(date=datetime.date(2026, 1, 5), text="<p>Beslist.</p>", document=self.document)
        self.page = NewsPageFactory(
            parent=self.news,
            title="Een bericht",
            body=[
                ("file", {"document": self.document, "title": ""}),
                ("file", {"document": self.document, "title": "Ons verslag"}),
                ("paragraph", f'<p>Lees <a linktype="document" id="{self.document.pk}">het verslag</a>.</p>'),
            ],
            rows={"decisions": [decision]},
        )
        self.client.logout()

    def make_private(self, restriction_type="password"):
        return CollectionViewRestriction.objects.create(
            collection=self.collection, restriction_type=restriction_type, password="x"
        )

    def responses(self):
        for address in (
            self.page.url,
            f"{self.page.url}embed/",
            f"{self.news.url}feed.atom",
            f"{self.news.url}feed.rss",
            f"{self.news.url}feed.json",
            f"{self.news.url}export.jsonld",
            f"/api/v1/news/{self.page.translation_key}",
            f"/++api++{self.page.url}",
            "/zoeken/?q=nachtuil",
            "/api/v1/search?q=nachtuil",
        ):
            response = self.client.get(address)
            self.assertEqual(response.status_code, 200, address)
            text = response.content.decode()
            yield address, text.replace("q=nachtuil", "").replace('value="nachtuil"', "")


class PrivateTests(PrivateCase):
    def test_nobody_hears_what_a_private_file_is_called_how_large_it_is_and_where(self):
        self.assertIn("Nachtuil", dict(self.responses())[self.page.url])

        for restriction_type in ("login", "password", "groups"):
            restriction = self.make_private(restriction_type)
            update_search_index(self.page)
            for address, text in self.responses():
                if not address.endswith("nachtuil"):
                    for secret in self.SECRETS:
                        self.assertNotIn(secret, text, (restriction_type, address))
            restriction.delete()

        self.assertIn("Nachtuil", dict(self.responses())[self.page.url])

    def test_the_words_of_the_page_stay(self):
        self.make_private()

        page = self.client.get(self.page.url)

        self.assertContains(page, "Ons verslag")
        self.assertContains(page, _("not public"), count=1)
        self.assertContains(page, "het verslag")

    def test_a_file_that_moves_to_a_private_collection_is_private_at_once(self):
        self.make_private()
        elsewhere = Collection.get_first_root_node().add_child(name="Open")
        CustomDocument.objects.filter(pk=self.document.pk).update(collection=elsewhere)
        self.assertIn("Nachtuil", dict(self.responses())[self.page.url])

        self.client.force_login(self.chief)
        address = reverse("wagtail_bulk_action", args=["cms", "customdocument", "add_to_collection"])
        self.client.post(f"{address}?id={self.document.pk}", {"collection": self.collection.pk})
        self.client.logout()

        self.assertEqual(CustomDocument.objects.get().collection, self.collection)
        for address, text in self.responses():
            self.assertNotIn("Nachtuil", text, address)

    def test_a_deliverable_that_is_private_is_not_linked(self):
        self.make_private()
        event = EventPageFactory(
            parent=EventIndexPageFactory(parent=self.home),
            deliverables=[("document", {"title": "Nota", "document": self.document})],
        )

        for address in (event.url, f"/api/v1/events/{event.translation_key}"):
            self.assertNotContains(self.client.get(address), "/documents/")


class ServeTests(PrivateCase):
    def serve(self, **headers):
        return self.client.get(self.document.url, headers=headers)

    def test_a_public_document_may_be_kept_for_a_while(self):
        self.document.get_file_hash()
        response = self.serve()

        self.assertEqual((response.status_code, response["Cache-Control"]), (200, "public, max-age=300"))
        same = self.serve(**{"If-None-Match": response["ETag"]})
        self.assertEqual((same.status_code, same["Cache-Control"]), (304, "public, max-age=300"))

    def test_a_private_one_is_kept_by_nobody_nor_is_the_way_to_it(self):
        restriction = self.make_private()

        question = self.serve()
        self.client.post(
            reverse("wagtaildocs_authenticate_with_password", args=[restriction.pk]),
            {"password": "x", "return_url": self.document.url},
        )
        document = self.serve()

        self.assertNotIn(b"xxx", question.content)
        self.assertEqual(b"".join(document.streaming_content), b"x" * 1234)
        for response in (question, document):
            self.assertEqual(response["Cache-Control"], "private, no-store")

    def test_only_the_site_serves_documents(self):
        for address in (f"/media/{self.document.file.name}", "/media/documents/"):
            self.assertEqual(self.client.get(address).status_code, 404)

    def test_what_it_holds_runs_nowhere(self):
        response = self.serve()

        self.assertEqual(response["X-Content-Type-Options"], "nosniff")
        self.assertIn("default-src 'none'", response["Content-Security-Policy"])
        self.assertTrue(response["Content-Disposition"].startswith("attachment"))

    def test_its_name_is_nothing_but_a_name(self):
        """RFC 6266, and no sign that turns the reading direction (OWASP ASVS 5.0, 5.4.2)."""
        for name in (
            'a"; filename="b.exe',
            "a\r\nSet-Cookie: x=y",
            "\u202eexe.nota",
            "naïef verslag",
        ):
            document = DocumentFactory(file__filename=f"{name}.txt")

            response = self.client.get(document.url)

            self.assertRegex(
                response["Content-Disposition"],
                r"^attachment(; filename=\"[\w.-]+\.txt\")?(; filename\*=(UTF|utf)-8''[\w.%-]+\.txt)?$",
            )
            self.assertNotIn("%E2%80%AE", response["Content-Disposition"])

    def test_no_address_of_a_document_is_a_server_error(self):
        for address in (
            "/documents/0/x",
            f"/documents/{'9' * 30}/x",
            f"/documents/{self.document.pk}/anders.txt",
        ):
            self.assertIn(self.client.get(address).status_code, (400, 404), address)
