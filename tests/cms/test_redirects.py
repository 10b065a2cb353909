"""Redirects keep the query string, and never lead to a loop or a hidden page."""

from django.core.files.base import ContentFile
from django.test import SimpleTestCase
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from caching.cache_control import KEPT_REDIRECT
from cms.redirects import tidy, with_query
from home.models import StandardPage
from tests.cms.cases import PublishingTestCase
from tests.factories import DocumentFactory, StandardPageFactory


class RedirectTestCase(PublishingTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.section = StandardPageFactory(parent=cls.home, slug="westhoek")
        cls.below = StandardPageFactory(parent=cls.section, slug="over-ons")

    def setUp(self):
        """Visitors see these; nobody is signed in."""

    def rename(self, page, slug):
        page = StandardPage.objects.get(pk=page.pk)
        page.slug = slug
        with self.captureOnCommitCallbacks(execute=True):
            page.save_revision().publish()

    def assert_leads(self, old, new):
        """Asserts one redirect to this address, with a lifetime."""
        response = self.client.get(old)
        self.assertEqual((response.status_code, response.headers.get("Location")), (301, new), old)
        self.assertEqual(response["Cache-Control"], KEPT_REDIRECT)

    def assert_nowhere(self, *addresses):
        for address in addresses:
            self.assertEqual(self.client.get(address).status_code, 404, address)


class MovedPageTests(RedirectTestCase):
    def test_what_was_asked_goes_along(self):
        self.rename(self.section, "kust")

        self.assert_leads("/westhoek/?theme=wonen&theme=zorg", "/kust/?theme=wonen&theme=zorg")
        self.assert_leads("/westhoek/over-ons/?utm_source=brief", "/kust/over-ons/?utm_source=brief")

    def test_a_name_that_comes_back_leaves_no_circle(self):
        self.rename(self.section, "kust")
        self.rename(self.section, "westhoek")

        self.assertEqual(self.client.get("/westhoek/").status_code, 200)
        self.assert_leads("/kust/", "/westhoek/")
        self.assert_leads("/kust/over-ons/", "/westhoek/over-ons/")
        self.assertFalse(Redirect.objects.filter(old_path__startswith="/westhoek").exists())

    def test_a_page_that_takes_an_old_address_keeps_it(self):
        self.rename(self.section, "kust")
        page = StandardPageFactory(parent=self.home, slug="westhoek", live=False)

        page.save_revision().publish()
        page.refresh_from_db()
        page.unpublish()

        self.assert_nowhere("/westhoek/")
        self.assert_leads("/westhoek/over-ons/", "/kust/over-ons/")

    def test_a_redirect_that_an_editor_made_stays(self):
        Redirect.add_redirect("/westhoek", "/elders/", site=self.home.get_site())

        self.rename(self.section, "kust")
        self.rename(self.section, "westhoek")

        self.assertTrue(Redirect.objects.filter(old_path="/westhoek", automatically_created=False).exists())

    def test_nothing_leads_to_what_is_hidden(self):
        self.rename(self.section, "kust")
        PageViewRestriction.objects.create(page=self.section, restriction_type="login")

        self.assert_nowhere("/westhoek/", "/westhoek/?theme=wonen", "/Westhoek/", "/westhoek/over-ons/")

    def test_a_form_that_is_sent_to_an_old_address_is_not_sent_on(self):
        self.rename(self.section, "kust")

        self.assertEqual(self.client.post("/westhoek/").status_code, 404)


class MadeRedirectTests(RedirectTestCase):
    def test_its_own_query_and_that_of_a_campaign(self):
        Redirect.add_redirect("/actie?id=3", self.section)

        self.assert_leads("/actie/?id=3&utm_source=brief", "/westhoek/?utm_source=brief")
        self.assert_nowhere("/actie/?id=4", "/actie/")

    def test_the_one_with_the_longest_query_counts(self):
        Redirect.add_redirect("/actie", self.below)
        Redirect.add_redirect("/actie?id=3", self.section)

        self.assert_leads("/actie/?utm_source=brief&id=3", "/westhoek/?utm_source=brief")
        self.assert_leads("/actie/?id=4", "/westhoek/over-ons/?id=4")

    def test_what_it_leads_to_keeps_its_query(self):
        Redirect.add_redirect("/actie", "/westhoek/?theme=wonen")

        self.assert_leads("/actie/?utm_source=brief", "/westhoek/?theme=wonen&utm_source=brief")
        self.assert_leads("/actie/?theme=zorg", "/westhoek/?theme=wonen")

    def test_one_to_itself_is_no_redirect(self):
        Redirect.add_redirect("/actie", "/actie/")
        Redirect.add_redirect("/oud?id=3", "/oud/")

        self.assert_nowhere("/actie/", "/oud/?id=3")

    def test_two_that_lead_to_each_other_are_none(self):
        for old, new in (("/een", "/twee/"), ("/twee", "/een/"), ("/nul", "/een/"), ("/drie", "/westhoek/")):
            Redirect.add_redirect(old, new)

        self.assert_nowhere("/een/", "/twee/?utm_source=brief", "/nul/")
        self.assert_leads("/drie/", "/westhoek/")

    def test_one_that_stands_where_a_page_is_breaks_no_other(self):
        Redirect.add_redirect("/actie", "/westhoek/")
        Redirect.add_redirect("/westhoek", "/actie/")

        self.assert_leads("/actie/", "/westhoek/")

    def test_accents_and_capitals_are_read(self):
        Redirect.add_redirect("/privé", self.section)

        self.assert_leads("/priv%C3%A9/", "/westhoek/")
        self.assert_leads("/Priv%C3%A9/", "/westhoek/")
        self.assert_leads("/priv%C3%A9/%20", "/westhoek/")
        self.assert_leads("/priv%C3%A9//?x=1", "/westhoek/?x=1")

    def test_one_for_now_is_no_permanent_one(self):
        Redirect.add_redirect("/actie", self.section, is_permanent=False)

        response = self.client.get("/actie/?x=1")

        self.assertRedirects(response, "/westhoek/?x=1", status_code=302)


class SlipTests(RedirectTestCase):
    def test_capitals_slashes_and_what_stood_behind_it(self):
        for slip in (
            "/Westhoek/",
            "/westhoek/%20",
            "/westhoek%20/",
            "/westhoek//",
            "/westhoek/.",
            "/westhoek/),",
            "/westhoek/%C2%A0",
        ):
            self.assert_leads(slip, "/westhoek/")
        self.assert_leads("/WESTHOEK//Over-Ons/?theme=wonen", "/westhoek/over-ons/?theme=wonen")
        self.assert_leads("/Nieuws/feed.atom?q=zorg", "/nieuws/feed.atom?q=zorg")
        self.assert_leads("/nieuws/FEED.atom", "/nieuws/feed.atom")
        self.assert_leads("/Nieuws/Insluiten/", "/nieuws/insluiten/")
        self.assert_leads("/Zoeken/?q=zorg", "/zoeken/?q=zorg")

    def test_capitals_in_a_permanent_id(self):
        key = str(self.section.translation_key)

        self.assert_leads(f"/id/{key.upper()}", f"/id/{key}")

    def test_two_slashes_lead_nowhere_else(self):
        for slip, status in (("//westhoek/", 301), ("//example.org/", 404), ("/\\example.org/", 404)):
            # The test client takes what follows two slashes for a host.
            response = self.client.get("/", PATH_INFO=slip)

            self.assertEqual(response.status_code, status, slip)
            self.assertEqual(response.headers.get("Location", "/westhoek/"), "/westhoek/")

    def test_what_is_not_there_is_not_there(self):
        StandardPageFactory(parent=self.home, slug="plan", live=False)

        self.assert_nowhere(
            "/Plan/", "/Nergens/", "/documents/1/Nota.PDF", "/api/v1/Practices", "/++api++/Plan"
        )


class ReplacedFileTests(RedirectTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.closed = Collection.get_first_root_node().add_child(name="Besloten")
        CollectionViewRestriction.objects.create(collection=cls.closed, restriction_type="login")

    def replace(self, document, name):
        document = get_document_model().objects.get(pk=document.pk)
        document.file = ContentFile(b"nieuw", name=name)
        document.save()
        return document

    def test_the_old_address_leads_to_the_new_file(self):
        document = DocumentFactory(file__filename="nota.txt")
        old = document.url

        second = self.replace(document, "nota-2.txt")
        third = self.replace(document, "nöta-3.txt")

        for address in (old, second.url):
            self.assert_leads(address, third.url)
        self.assertEqual(self.client.get(third.url).status_code, 200)

    def test_the_old_name_that_comes_back_leaves_no_circle(self):
        document = DocumentFactory(file__filename="nota.txt")
        old, storage = document.url, document.file.storage

        second = self.replace(document, "nota-2.txt")
        storage.delete(document.file.name)
        third = self.replace(document, document.filename)

        self.assertEqual(third.url, old)
        self.assertEqual(self.client.get(old).status_code, 200)
        self.assert_leads(second.url, old)

    def test_a_new_title_changes_no_address(self):
        document = DocumentFactory(file__filename="nota.txt")

        document.title = "Nota van 2026"
        document.save()

        self.assertFalse(Redirect.objects.exists())

    def test_nothing_leads_to_what_is_private(self):
        document = DocumentFactory(file__filename="nota.txt")
        hidden = DocumentFactory(file__filename="geheim.txt", collection=self.closed)
        old, old_hidden = document.url, hidden.url

        self.replace(document, "nota-2.txt")
        get_document_model().objects.filter(pk=document.pk).update(collection=self.closed)
        self.replace(hidden, "geheim-2.txt")

        self.assert_nowhere(old, old_hidden)

    def test_a_file_that_is_deleted_leaves_nothing(self):
        document = DocumentFactory(file__filename="nota.txt")
        old = document.url

        self.replace(document, "nota-2.txt").delete()

        self.assert_nowhere(old)
        self.assertFalse(Redirect.objects.exists())

    def test_a_long_name_with_accents_fits(self):
        document = DocumentFactory(file__filename="é" * 60 + ".txt")

        self.replace(document, "à" * 60 + ".txt")

        self.assertTrue(Redirect.objects.exists())

    def test_the_editor_replaces_a_file(self):
        document = DocumentFactory(file__filename="nota.txt")
        old = document.url
        self.client.force_login(self.chief)

        self.client.post(
            reverse("wagtaildocs:edit", args=[document.pk]),
            {
                "title": document.title,
                "collection": document.collection_id,
                "file": ContentFile(b"nieuw", name="nota-nieuw.txt"),
            },
        )

        self.assert_leads(old, get_document_model().objects.get(pk=document.pk).url)


class WordTests(SimpleTestCase):
    def test_a_tidy_path_stays(self):
        for path in ("/", "/nieuws/", "/nieuws/feed.atom", "/id/5ea67dd4"):
            self.assertEqual(tidy(path), path)

    def test_a_query_is_added_once(self):
        self.assertEqual(with_query("/a/", []), "/a/")
        self.assertEqual(with_query("https://b.be/a?x=1#c", [("y", "é")]), "https://b.be/a?x=1&y=%C3%A9#c")
