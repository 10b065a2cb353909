"""A page with broken stored text still opens, saves and shows; and programs can't store one."""

import json

from django.urls import reverse
from wagtail.blocks import StreamValue
from wagtail.models import ReferenceIndex

from news.models import NewsIndexPage, NewsPage
from tests.cms.cases import PublishingTestCase, latest
from tests.factories import NewsPageFactory
from tests.rich_text.test_rich_text import DANGEROUS, INTRUDERS

# What Wagtail's editor, left to itself, answers 500 to.
BROKEN = [*INTRUDERS, "<p>Een <b>woord</p>", "<p><br></div>", "<li>Los</li>", '<embed embedtype="image"/>']

OPEN_SCRIPT = "<script>alert(1)"  # hides all that follows, in a browser too


def body(*texts):
    return [{"type": "paragraph", "value": text} for text in texts]


class BrokenTextTests(PublishingTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page = NewsPageFactory(parent=cls.news, title="Oud")
        stream = NewsPage._meta.get_field("body").stream_block
        NewsPage.objects.filter(pk=cls.page.pk).update(
            body=StreamValue(stream, body(*BROKEN, "<p>Laatste</p>"), is_lazy=True)
        )
        NewsIndexPage.objects.filter(pk=cls.news.pk).update(
            intro="".join(source for source in BROKEN if source != OPEN_SCRIPT) + "<p>Laatste</p>"
        )

    def test_its_editor_opens_with_every_word(self):
        for page in (self.page, self.news):
            response = self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

            for word in ("Teller", "Klik", "Kleine kop", "Laatste"):
                self.assertContains(response, word)

    def test_an_old_revision_opens_compares_and_shows(self):
        page = NewsPage.objects.get(pk=self.page.pk)
        old = page.save_revision(user=self.chief, clean=False)
        page.body = body("<p>Nieuw</p>")
        new = page.save_revision(user=self.chief, clean=False)

        for name, args in [
            ("revisions_revert", [page.pk, old.pk]),
            ("revisions_view", [page.pk, old.pk]),
            ("revisions_compare", [page.pk, old.pk, new.pk]),
            ("view_draft", [page.pk]),
        ]:
            with self.subTest(name):
                response = self.client.get(reverse(f"wagtailadmin_pages:{name}", args=args))

                self.assertEqual(response.status_code, 200)

    def test_it_is_saved_with_its_references(self):
        page = NewsPage.objects.get(pk=self.page.pk)

        page.save(clean=False)

        references = ReferenceIndex.get_references_for_object(page).filter(content_path__contains="body")
        self.assertEqual(
            [reference.to_object_id for reference in references], ["1"]
        )  # of the picture with a key

    def test_readers_get_its_words_by_every_door(self):
        page = NewsPage.objects.get(pk=self.page.pk)
        for address in (
            page.url,
            self.news.url,
            f"{self.news.url}feed.atom",
            f"{self.news.url}feed.json",
            f"{self.news.url}export.jsonld",
            f"/api/v1/news/{page.translation_key}",
            f"/++api++{page.url}",
        ):
            with self.subTest(address):
                response = self.client.get(address)

                self.assertEqual(response.status_code, 200)
                text = response.content.decode()
                for sign in ("teller.gif", "alert(1)", "onmouseover", "<embed", "<iframe", "&lt;iframe"):
                    self.assertNotIn(sign, text)

    def test_programs_read_it_in_every_format(self):
        for name in ("db_html", "html", "db_markdown", "markdown"):
            for page in (self.page, self.news):
                with self.subTest(name, page=page):
                    response = self.api("get", f"pages/{page.pk}/?rich_text_format={name}")

                    self.assertEqual(response.status_code, 200, response.content)
                    self.assertFalse([sign for sign in DANGEROUS if sign in response.content.decode()])


class WrittenTextTests(PublishingTestCase):
    """Text from programs keeps all words, with only the features of the field."""

    def write(self, value):
        return self.api(
            "patch", f"pages/{self.draft.pk}/", {"meta": {"type": "news.NewsPage"}, "body": body(value)}
        )

    def test_whatever_is_written_only_text_and_links_are_stored(self):
        for source in BROKEN:
            with self.subTest(source):
                response = self.write(source)

                self.assertEqual(response.status_code, 200, response.content)
                stored = json.dumps(latest(self.draft).body.get_prep_value())
                self.assertFalse([sign for sign in DANGEROUS if sign in stored], stored)

    def test_no_word_is_lost_or_glued_to_the_next(self):
        response = self.write("<h2>Kop</h2><table><tr><td>Brugge</td><td>12</td></tr></table>")

        stored = latest(self.draft).body[0].value.source
        self.assertRegex(stored, r"<b>Kop</b></p><p[^>]*>Brugge \| 12</p>$")
        self.assertIn("h2", [warning["tag"] for warning in response.json()["meta"]["warnings"]])

    def test_a_field_outside_the_blocks_too(self):
        for value in (
            "<h2>Kop</h2><h3>Twee</h3>",
            {"format": "db_markdown", "content": "# Kop\n\n## Twee\n\n![x](https://elders.be/x.png)"},
        ):
            response = self.api(
                "patch", f"pages/{self.news.pk}/", {"meta": {"type": "news.NewsIndexPage"}, "intro": value}
            )

            self.assertEqual(response.status_code, 200, response.content)
            stored = NewsIndexPage.objects.get().get_latest_revision_as_object().intro
            self.assertRegex(stored, r"<b>Kop</b></p><p[^>]*><b>Twee</b></p>")
            self.assertNotIn("<embed", stored)
