"""Who wrote down the address of a list gets the same form of it, with the same choices, wherever the list is now."""

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

    def assert_leads(self, form, query=""):
        response = self.client.get(f"{self.old}{form}{query}")
        self.assertEqual(response.status_code, 301, form)
        self.assertTrue(response["Location"].endswith(f"{self.new}{form}{query}"), response["Location"])
        self.assertEqual(response["Cache-Control"], KEPT_REDIRECT)
        self.assertEqual(self.client.get(response["Location"]).status_code, 200)

    def test_the_list_and_every_form_of_it(self):
        for form in (
            "",
            "feed.atom",
            "feed.rss",
            "feed.json",
            "export.csv",
            "export.jsonld",
            "embed/",
            "insluiten/",
        ):
            with self.subTest(form):
                self.assert_leads(form)
                self.assert_leads(form, "?theme=wonen")

    def test_a_form_that_the_list_has_not_leads_nowhere(self):
        self.assertEqual(self.client.get(f"{self.old}agenda.ics").status_code, 404)

    def test_a_page_that_is_no_list_has_no_builder(self):
        page = StandardPageFactory(parent=self.home, slug="oud")
        page.slug = "nieuw"
        with self.captureOnCommitCallbacks(execute=True):
            page.save_revision().publish()

        self.assertEqual(self.client.get("/oud/").status_code, 301)
        self.assertEqual(self.client.get("/oud/insluiten/").status_code, 404)

    def test_no_form_tells_where_a_hidden_list_is(self):
        self.platform.unpublish()

        for form in ("", "feed.atom", "export.csv", "embed/", "insluiten/"):
            self.assertEqual(self.client.get(f"{self.old}{form}?theme=wonen").status_code, 404, form)
