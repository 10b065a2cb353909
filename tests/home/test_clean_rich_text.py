"""The migration that cleans what texts hold more than their editors offer: no word goes, on pages and in revisions."""

from importlib import import_module

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from wagtail.blocks import StreamValue

from news.models import NewsIndexPage, NewsPage
from practices.models import PracticePage
from tests.cases import SiteTestCase
from tests.factories import ImageFactory, NewsPageFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

MIGRATION = import_module("home.migrations.0005_clean_rich_text")
PLAYER = '<embed embedtype="media" url="https://youtu.be/Abc123def"/>'
LINK = '<p><a href="https://youtu.be/Abc123def">https://youtu.be/Abc123def</a></p>'


def store(model, page, **values):
    """As the texts stood before anything was cleaned."""
    for name, value in values.items():
        field = model._meta.get_field(name)
        if isinstance(value, list):
            value = StreamValue(field.stream_block, value, is_lazy=True)
        model.objects.filter(pk=page.pk).update(**{name: value})


def raw(page, name):
    return list(getattr(type(page).objects.get(pk=page.pk), name).raw_data)


class MigrationTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page = NewsPageFactory(parent=cls.news)
        cls.image = ImageFactory()
        cls.apps = MigrationLoader(connection).project_state(("home", "0005_clean_rich_text")).apps

    def migrate(self):
        MIGRATION.clean_stored_texts(self.apps, None)

    def test_texts_of_fields_are_cleaned_to_what_each_offers(self):
        practice = PracticePageFactory(parent=PracticeIndexPageFactory(parent=self.home))
        store(PracticePage, practice, problem=f"<h2>Nood</h2><ul><li>a</li></ul>{PLAYER}")
        store(NewsIndexPage, self.news, intro="<h3>Welkom</h3><ul><li>a</li></ul>")

        self.migrate()

        practice = PracticePage.objects.get()
        self.assertEqual(practice.problem, f"<p><b>Nood</b></p><ul><li>a</li></ul>{LINK}")
        self.assertEqual(NewsIndexPage.objects.get().intro, "<p><b>Welkom</b></p><p>a</p>")

    def test_texts_in_blocks_are_cleaned_at_any_depth(self):
        fold = {"title": "<h2>Titel", "text": f"<p>Antwoord</p>{PLAYER}"}
        body = [
            {"type": "heading", "value": "Een <h2> in een titel", "id": "1"},
            {"type": "callout", "value": {"title": "Let op", "text": "<h4>Kop</h4>"}, "id": "2"},
            {"type": "accordion", "value": [{"type": "item", "value": fold, "id": "x"}], "id": "3"},
            {"type": "accordion", "value": [fold], "id": "4"},
        ]
        store(NewsPage, self.page, body=body)

        self.migrate()

        heading, callout, accordion, old = raw(self.page, "body")
        clean_fold = {"title": "<h2>Titel", "text": f"<p>Antwoord</p>{LINK}"}
        self.assertEqual(heading, body[0])
        self.assertEqual(callout["value"], {"title": "Let op", "text": "<p><b>Kop</b></p>"})
        self.assertEqual(accordion["value"], [{"type": "item", "value": clean_fold, "id": "x"}])
        self.assertEqual(old["value"], [clean_fold])

    def test_a_picture_becomes_a_block_of_its_own(self):
        picture = f'<embed alt="Een brug" embedtype="image" format="left" id="{self.image.pk}"/>'
        gone = '<embed alt="Een boom" embedtype="image" format="left" id="99999"/>'
        text = f"<p>Voor</p>{picture}<p>Na</p>{gone}"
        store(NewsPage, self.page, body=[{"type": "paragraph", "value": text, "id": "1"}])

        self.migrate()

        before, image, after = raw(self.page, "body")
        self.assertEqual((before["value"], before["id"]), ("<p>Voor</p>", "1"))
        self.assertEqual(image["value"], {"image": self.image.pk, "alt": "Een brug", "caption": ""})
        self.assertEqual(after["value"], "<p>Na</p><p>Een boom</p>")
        self.assertContains(self.client.get(self.page.url), 'alt="Een brug"')

    def test_revisions_are_cleaned_and_open(self):
        page = NewsPage.objects.get(pk=self.page.pk)
        page.body = [{"type": "paragraph", "value": f"<h2>Kop</h2>{PLAYER}", "id": "1"}]
        revision = page.save_revision(clean=False)

        self.migrate()

        revision.refresh_from_db()
        self.assertEqual(revision.as_object().body[0].value.source, f"<p><b>Kop</b></p>{LINK}")

    def test_what_is_clean_stays_as_it_is(self):
        practice = PracticePageFactory(parent=PracticeIndexPageFactory(parent=self.home))
        text = '<p data-block-key="a1b2c">Een <b>woord</b> &lt;3</p><p></p>'
        store(PracticePage, practice, problem=text)

        self.migrate()
        self.migrate()

        self.assertEqual(PracticePage.objects.get().problem, text)
