"""Cache lifetimes of responses, as the documentation promises them."""

import re

from django.conf import settings
from django.test import override_settings
from django.urls import reverse
from wagtail.models import PageViewRestriction

from caching.cache_control import KEPT, KEPT_PAGE, KEPT_REDIRECT, MINUTES_KEPT, NOT_KEPT, OWN, SECONDS_SHARED
from tests.cms.cases import PublishingTestCase
from tests.factories import NewsPageFactory, UserFactory

NUMBERS = {5: {"vijf minuten", "five minutes"}}
# What nobody may show any more once it is over: no lists, no pages.
OUTLIVES = ("stale-while-revalidate", "stale-if-error", "immutable")
FORMS = ["feed.atom", "feed.rss", "feed.json", "export.csv", "export.jsonld", "embed/"]


class KeptTestCase(PublishingTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page = NewsPageFactory(parent=cls.news, title="Open bericht")
        cls.member = UserFactory()

    def setUp(self):
        """Visitors see these; nobody is signed in."""

    def cache_control(self, address, **headers):
        return self.client.get(address, **headers).headers.get("Cache-Control")


class PromiseTests(KeptTestCase):
    def test_the_documents_name_the_number_that_is_sent(self):
        for name in ("partners.md", "partners.en.md", "api.md", "plone.md", "operations.md"):
            text = (settings.BASE_DIR / "docs" / name).read_text().lower()
            with self.subTest(name):
                self.assertTrue(any(words in text for words in NUMBERS[MINUTES_KEPT]))
                self.assertNotIn("stale-", text)
        operations = (settings.BASE_DIR / "docs" / "operations.md").read_text()
        self.assertIn(f"s-maxage={SECONDS_SHARED}", operations)

    def test_what_programs_read_ends_then(self):
        addresses = [f"/nieuws/{form}" for form in FORMS] + [
            "/api/v1/news",
            "/api/v1/openapi.json",
            "/++api++/nieuws",
            "/oembed?url=http://localhost/nieuws/",
            "/sitemap.xml",
            "/robots.txt",
        ]
        for address in addresses:
            with self.subTest(address):
                value = self.cache_control(address)

                self.assertEqual(value, KEPT)
                self.assertIn(f"max-age={60 * MINUTES_KEPT}", value)
                self.assertFalse([word for word in OUTLIVES if word in value])

    def test_who_embeds_a_page_hears_the_same_number(self):
        data = self.client.get("/oembed?url=http://localhost/nieuws/").json()

        self.assertEqual(data["cache_age"], 60 * MINUTES_KEPT)


class PageTests(KeptTestCase):
    def test_a_public_page_is_asked_for_again_each_time(self):
        for address in (
            "/",
            "/nieuws/",
            self.page.url,
            "/zoeken/",
            "/vind-je-platform/",
            "/nieuws/insluiten/",
        ):
            with self.subTest(address):
                first = self.client.get(address)
                again = self.client.get(address, headers={"If-None-Match": first["ETag"]})

                self.assertEqual(first["Cache-Control"], KEPT_PAGE)
                self.assertFalse(first.cookies)
                self.assertEqual(again.status_code, 304)
                self.assertEqual(again.content, b"")
                self.assertEqual(again["Cache-Control"], KEPT_PAGE)
                self.assertEqual(again["Vary"], first["Vary"])

    def test_a_page_that_changed_is_sent(self):
        first = self.client.get(self.page.url)
        self.page.title = "Ander bericht"
        self.page.save_revision().publish()

        again = self.client.get(self.page.url, headers={"If-None-Match": first["ETag"]})

        self.assertContains(again, "Ander bericht")

    def test_the_headers_alone_are_the_same(self):
        full, head = self.client.get(self.page.url), self.client.head(self.page.url)

        self.assertEqual(head["Cache-Control"], full["Cache-Control"])
        self.assertEqual(head["ETag"], full["ETag"])

    def assert_own(self, value):
        """Accepts our value, or the longer ones of Wagtail and Django."""
        self.assertLessEqual(set(OWN.split(", ")), set(value.split(", ")))
        self.assertNotIn("public", value)

    def test_what_somebody_who_signed_in_sees_is_kept_by_nobody(self):
        for user in (self.chief, self.member):
            self.client.force_login(user)
            for address in (self.page.url, "/zoeken/", reverse("wagtailadmin_home")):
                self.assert_own(self.cache_control(address))

    def test_a_page_behind_a_password_is_kept_by_nobody(self):
        restriction = PageViewRestriction.objects.create(
            page=self.page, restriction_type="password", password="geheim"
        )
        form = self.client.get(self.page.url)
        self.assert_own(form["Cache-Control"])

        self.client.post(
            reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, self.page.pk]),
            {"password": "geheim", "return_url": self.page.url},
        )

        response = self.client.get(self.page.url)
        self.assertContains(response, "Open bericht")
        self.assert_own(response["Cache-Control"])
        self.assertNotIn("ETag", response)

    def test_a_page_for_who_has_an_account_is_kept_by_nobody(self):
        PageViewRestriction.objects.create(page=self.page, restriction_type="login")

        self.assertNotIn("public", self.client.get(self.page.url).headers.get("Cache-Control", ""))
        self.client.force_login(self.member)
        self.assert_own(self.cache_control(self.page.url))

    def test_an_error_is_kept_by_nobody(self):
        for address in (
            "/nergens/",
            "/nieuws/embed/?theme=nergens",
            "/?next=%00",
            "/nieuws/feed.atom?theme=nergens",
        ):
            response = self.client.get(address)

            self.assertGreaterEqual(response.status_code, 400)
            self.assertEqual(response["Cache-Control"], NOT_KEPT, address)


class RedirectTests(KeptTestCase):
    def test_every_redirect_for_ever_ends(self):
        for address in ("/nieuws", "/zoeken", "/Nieuws/", "/admin"):
            response = self.client.get(address)

            self.assertEqual(response.status_code, 301, address)
            self.assertEqual(response["Cache-Control"], KEPT_REDIRECT, address)

    @override_settings(SECURE_SSL_REDIRECT=True)
    def test_that_to_https_too(self):
        response = self.client.get("/nieuws/")

        self.assertEqual(response.status_code, 301)
        self.assertEqual(response["Cache-Control"], KEPT_REDIRECT)

    def test_the_way_to_a_permanent_id(self):
        response = self.client.get(f"/id/{self.page.translation_key}")

        self.assertEqual(int(re.search(r"max-age=(\d+)", response["Cache-Control"])[1]), 60 * MINUTES_KEPT)
