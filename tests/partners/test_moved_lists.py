"""Old URLs of a list and its formats redirect to the new ones, with the query string."""

from caching.cache_control import KEPT_REDIRECT
from practices.models import PracticeIndexPage
from tests.factories import StandardPageFactory

from .cases import PartnerTestCase


class MovedListTests(PartnerTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.old = cls.own_lists["practices"].url
        platform = cls.platform
        platform.slug = "heuvels"
        with cls.captureOnCommitCallbacks(execute=True):
            platform.save_revision().publish()
        cls.new = PracticeIndexPage.objects.get(pk=cls.own_lists["practices"].pk).url

    def assert_redirects(self, suffix, query=""):
        response = self.client.get(f"{self.old}{suffix}{query}")
        self.assertEqual(response.status_code, 301, suffix)
        self.assertTrue(response["Location"].endswith(f"{self.new}{suffix}{query}"), response["Location"])
        self.assertEqual(response["Cache-Control"], KEPT_REDIRECT)
        self.assertEqual(self.client.get(response["Location"]).status_code, 200)

    def test_the_list_its_formats_embed_and_builder_redirect(self):
        for suffix in (
            "",
            "feed.atom",
            "feed.rss",
            "feed.json",
            "export.csv",
            "export.jsonld",
            "embed/",
            "insluiten/",
        ):
            with self.subTest(suffix):
                self.assert_redirects(suffix)
                self.assert_redirects(suffix, "?theme=wonen")

    def test_a_format_that_the_list_does_not_have_is_404(self):
        self.assertEqual(self.client.get(f"{self.old}agenda.ics").status_code, 404)

    def test_the_builder_of_a_page_that_is_no_list_is_404(self):
        page = StandardPageFactory(parent=self.home, slug="oud")
        page.slug = "nieuw"
        with self.captureOnCommitCallbacks(execute=True):
            page.save_revision().publish()

        self.assertEqual(self.client.get("/oud/").status_code, 301)
        self.assertEqual(self.client.get("/oud/insluiten/").status_code, 404)

    def test_a_moved_list_that_is_not_listed_is_404(self):
        self.platform.unpublish()

        for suffix in ("", "feed.atom", "export.csv", "embed/", "insluiten/"):
            self.assertEqual(self.client.get(f"{self.old}{suffix}?theme=wonen").status_code, 404, suffix)
