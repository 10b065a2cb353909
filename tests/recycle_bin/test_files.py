"""Pictures, documents and vocabulary entries come back as they were; files stay, out of reach, until the purge."""

from pathlib import Path

from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import ReferenceIndex

from cms.models import CustomDocument, CustomImage, Organisation, Person, Theme
from news.models import NewsPage
from recycle_bin.forgetting import purge
from recycle_bin.models import Deletion
from recycle_bin.places import NotPutBackError
from search.models import Synonym
from tests.factories import DocumentFactory, ImageFactory, OrganisationFactory, PersonFactory, ThemeFactory
from tests.recycle_bin.cases import BinCase, rows_of_tables
from tests.search.factories import SynonymFactory

LOGS = {"wagtailcore_modellogentry", "wagtailcore_pagelogentry", "wagtailcore_taskresult"}


class PictureTests(BinCase):
    def test_it_comes_back_with_its_file_and_on_its_pages(self):
        image = ImageFactory(title="Een trap", collection=self.westhoek.files)
        content = Path(image.file.path).read_bytes()
        page = self.a_news_item(listing_image=image)
        before = rows_of_tables(LOGS)

        with self.captureOnCommitCallbacks(execute=True):
            entry = self.delete(image)
        self.assertIsNone(NewsPage.objects.get(pk=page.pk).listing_image_id)
        with self.captureOnCommitCallbacks(execute=True):
            self.put_back(entry)

        self.assertEqual(Path(CustomImage.objects.get(pk=image.pk).file.path).read_bytes(), content)
        after = rows_of_tables(LOGS)
        for name, rows in before.items():
            self.assertEqual(rows, after[name], name)
        self.assertTrue(CustomImage.objects.get(pk=image.pk).renditions.exists())
        self.assertTrue(ReferenceIndex.get_references_to(image).exists())

    def test_nobody_reaches_the_file_meanwhile(self):
        image = ImageFactory(title="Een trap")
        page = self.a_news_item(listing_image=image)
        path = Path(image.get_rendition("width-800").file.path)

        with self.captureOnCommitCallbacks(execute=True):
            self.delete(image)

        self.assertFalse(path.exists())
        self.assertEqual(self.client.get(f"{page.url}foto.jpg").status_code, 404)

    def test_the_purge_deletes_the_file(self):
        image = ImageFactory(title="Een trap")
        path = Path(image.file.path)
        with self.captureOnCommitCallbacks(execute=True):
            entry = self.delete(image)
        self.assertTrue(path.exists())

        with self.captureOnCommitCallbacks(execute=True):
            purge(entry)

        self.assertFalse(path.exists())

    def test_a_page_that_was_put_back_before_its_picture_shows_it_later(self):
        image = ImageFactory(title="Een trap")
        page = self.a_news_item(listing_image=image)
        of_page, of_image = self.delete(page), self.delete(image)

        self.put_back(of_page)
        self.assertIsNone(NewsPage.objects.get(pk=page.pk).listing_image_id)
        self.put_back(of_image)

        self.assertEqual(NewsPage.objects.get(pk=page.pk).listing_image_id, image.pk)

    def test_a_picture_that_was_put_back_before_its_page_is_on_it_later(self):
        image = ImageFactory(title="Een trap")
        page = self.a_news_item(listing_image=image)
        of_image, of_page = self.delete(image), self.delete(page)

        self.put_back(of_image)
        self.put_back(of_page)

        self.assertEqual(NewsPage.objects.get(pk=page.pk).listing_image_id, image.pk)

    def test_a_newer_picture_on_the_page_stays(self):
        image, newer = ImageFactory(title="Een trap"), ImageFactory(title="Een deur")
        page = self.a_news_item(listing_image=image)
        entry = self.delete(image)
        NewsPage.objects.filter(pk=page.pk).update(listing_image=newer)

        self.put_back(entry)

        self.assertEqual(NewsPage.objects.get(pk=page.pk).listing_image_id, newer.pk)

    def test_who_may_change_its_collection_sees_it(self):
        entry = self.delete(ImageFactory(title="Een trap", collection=self.westhoek.files))

        for user, number in ((self.them, 1), (self.us, 0), (self.reviewer, 1)):
            self.assertEqual(Deletion.objects.for_user(user).filter(pk=entry.pk).count(), number)

    def test_by_the_screen_of_the_admin(self):
        image = ImageFactory(title="Een trap", collection=self.westhoek.files)
        self.client.force_login(self.superuser)

        response = self.client.post(reverse("wagtailimages:delete", args=[image.pk]), follow=True)
        self.assertContains(response, "Ongedaan maken")
        entry = Deletion.objects.get()
        self.client.post(reverse("recycle_bin_put_back", args=[entry.pk]))

        self.assertTrue(CustomImage.objects.filter(pk=image.pk).exists())


class DocumentTests(BinCase):
    def test_it_comes_back_under_its_address(self):
        document = DocumentFactory(title="Verslag", collection=self.westhoek.files)
        address, content = document.url, Path(document.file.path).read_bytes()

        with self.captureOnCommitCallbacks(execute=True):
            entry = self.delete(document)
        self.assertEqual(self.client.get(address).status_code, 404)
        self.put_back(entry)

        self.assertEqual(b"".join(self.client.get(address).streaming_content), content)
        self.assertTrue(CustomDocument.objects.filter(pk=document.pk).exists())


class TermTests(BinCase):
    def test_a_theme_comes_back_below_its_parent_and_a_protected_one_never_went(self):
        theme = ThemeFactory(name="Wonen")
        below = ThemeFactory(name="Wonen op wielen", parent=theme)
        with self.assertRaises(ProtectedError):
            self.delete(theme)
        self.assertFalse(Deletion.objects.exists())
        entry = self.delete(below)

        self.put_back(entry)

        self.assertEqual(Theme.objects.get(pk=below.pk).parent_id, theme.pk)

    def test_a_person_comes_back_with_the_organisation(self):
        organisation = OrganisationFactory()
        person = PersonFactory(organisation=organisation, section=self.westhoek)
        before = rows_of_tables(LOGS)

        self.put_back(self.delete(person))

        self.assertEqual(rows_of_tables(LOGS)["cms_person"], before["cms_person"])
        self.assertEqual(Person.objects.get(pk=person.pk).organisation, Organisation.objects.get())

    def test_a_synonym_which_no_search_indexes_comes_back_too(self):
        synonym = SynonymFactory(words="huren", theme=ThemeFactory(name="Wonen"))

        self.put_back(self.delete(synonym))

        self.assertEqual(Synonym.objects.get().pk, synonym.pk)

    def test_of_a_name_that_exists_again_the_new_one_stays_and_it_is_said(self):
        theme = ThemeFactory(name="Wonen", slug="wonen")
        entry = self.delete(theme)
        ThemeFactory(name="Wonen", slug="wonen")

        with self.assertRaises(NotPutBackError):
            self.put_back(entry)

        self.assertTrue(Deletion.objects.filter(pk=entry.pk).exists())
        self.assertEqual(Theme.objects.filter(slug="wonen").count(), 1)
