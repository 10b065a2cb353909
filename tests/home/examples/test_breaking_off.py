"""A loading that ends halfway: nothing of it is left, on the disk neither."""

import tempfile
from pathlib import Path

from django.db.models.signals import post_save
from django.test import TestCase
from openpyxl.utils.exceptions import IllegalCharacterError

from cms.models import CustomDocument, CustomImage
from home.management.examples.loading import BrokenExamples, Loading
from search.indexing import deferred_indexing, update_search_index
from tests.factories import StandardPageFactory

from .cases import remains, run, stored_files
from .test_examples import search_entries

PICTURE = """
[{slug}]
title = "Een huis"
alt = "{alt}"
credit = "Voorbeeld"
motif = "house"
shape = "landscape"
"""
DOCUMENT = """
[{slug}]
title = "Een lijst"
kind = "{kind}"
content = "{content}"
"""


def stop(sender, instance, **kwargs):
    if instance.title == "Een huis" and sender.objects.count() == 2:
        raise KeyboardInterrupt


class BreakingOffTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        run("make_site")

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.before = remains(), stored_files()

    def write(self, name, *tables):
        (self.folder / name).write_text("".join(tables), encoding="utf-8")

    def load(self, **options):
        return Loading(folder=self.folder).load(**options)

    def assert_nothing_is_left(self):
        self.assertEqual((remains(), stored_files()), self.before)

    def test_a_broken_picture_after_good_ones(self):
        good = [PICTURE.format(slug=slug, alt="Een huis") for slug in ("een", "twee")]
        self.write("pictures.toml", *good, PICTURE.format(slug="drie", alt=""))

        with self.assertRaisesMessage(BrokenExamples, "pictures.toml: drie alt: missing"):
            self.load()

        self.assert_nothing_is_left()

    def test_somebody_who_stops_it_while_it_draws(self):
        self.write(
            "pictures.toml", *[PICTURE.format(slug=slug, alt="Een huis") for slug in ("een", "twee", "drie")]
        )
        post_save.connect(stop, sender=CustomImage)
        self.addCleanup(post_save.disconnect, stop, sender=CustomImage)

        with self.assertRaises(KeyboardInterrupt):
            self.load()

        self.assert_nothing_is_left()

    def test_a_document_that_can_not_be_written(self):
        self.write("pictures.toml", PICTURE.format(slug="een", alt="Een huis"))
        self.write(
            "documents.toml",
            DOCUMENT.format(slug="een", kind="pdf", content="Goed."),
            DOCUMENT.format(slug="twee", kind="xlsx", content="\\u0001"),
        )

        with self.assertRaises(IllegalCharacterError):
            self.load()

        self.assert_nothing_is_left()

    def test_a_file_that_is_no_toml_is_named_and_the_rest_loaded(self):
        self.write("documents.toml", DOCUMENT.format(slug="een", kind="pdf", content="Goed."))
        self.write("documents-news.toml", "dit is geen TOML")
        loading = Loading(folder=self.folder)

        loading.load(skip_broken=True)

        self.assertIn("documents-news.toml", loading.problems[0])
        self.assertEqual(CustomDocument.objects.count(), 1)

    def test_a_first_picture_that_is_wrong_takes_no_other_along(self):
        self.write(
            "pictures.toml",
            PICTURE.format(slug="een", alt=""),
            PICTURE.format(slug="twee", alt="Een huis"),
        )

        self.load(skip_broken=True)

        self.assertEqual(CustomImage.objects.get().collection.name, "Voorbeelden")


class IndexedAtTheEndTests(TestCase):
    def test_pages_go_into_the_index_at_the_end_as_saving_puts_them_there(self):
        page = StandardPageFactory(title="Eerst")
        with deferred_indexing():
            page.title = "Later"
            page.save()
            within = search_entries()
        after = search_entries()
        update_search_index(page)

        self.assertIn("eerst", str(within).casefold())
        self.assertIn("later", str(after).casefold())
        self.assertEqual(search_entries(), after)

    def test_what_is_saved_after_it_broke_off_is_indexed_at_once(self):
        with self.assertRaises(ZeroDivisionError), deferred_indexing():
            StandardPageFactory(title="Nooit", slug="nooit").save()
            raise ZeroDivisionError
        StandardPageFactory(title="Meteen")

        self.assertIn("meteen", str(search_entries()).casefold())
        self.assertNotIn("nooit", str(search_entries()).casefold())
