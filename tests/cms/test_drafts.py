"""Shared drafts: who may share one, what the link shows, and until when."""

from datetime import timedelta
from unittest import mock

from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from cms.drafts import token_for
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory, PersonFactory
from tests.permissions.factories import a_member_of, a_platform, a_reviewer, put_online
from tests.platforms.factories import CoordinatorPageFactory

WEEK = timedelta(days=7)


def at(moment):
    """Moves the clock."""
    return mock.patch("django.utils.timezone.now", return_value=moment)


class DraftCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page = NewsPageFactory(parent=cls.news, title="Openbaar", slug="openbaar")
        cls.page.title = "Nog niet af"
        cls.revision = cls.page.save_revision()

    def draft(self, lifetime=WEEK, revision=None):
        token, _until = token_for(revision or self.revision, lifetime)
        return token

    def see(self, token):
        return self.client.get(reverse("draft", args=[token]))

    def fetch(self, token):
        return self.client.get(f"/api/v1/preview/{token}")


class LinkTests(DraftCase):
    def test_shows_the_version_that_was_shared_and_says_what_it_is(self):
        token = self.draft()
        self.page.title = "Later geschreven"
        self.page.save_revision()

        response = self.see(token)

        self.assertContains(response, "<h1>Nog niet af</h1>", html=True)
        self.assertContains(response, 'role="note"')
        self.assertNotContains(response, "Later geschreven")
        self.assertContains(self.client.get(self.page.url), "Openbaar")
        self.assertNotContains(self.client.get(self.page.url), 'role="note"')

    def test_is_kept_nowhere_and_found_by_nobody(self):
        response = self.see(self.draft())

        self.assertIn("no-store", response["Cache-Control"])
        self.assertIn("noindex", response["X-Robots-Tag"])
        self.assertEqual(response["Referrer-Policy"], "no-referrer")
        self.assertFalse(response.cookies)
        self.assertNotContains(response, "application/ld+json")

    def test_works_until_the_moment_that_was_said(self):
        token, until = token_for(self.revision, WEEK)

        with at(until - timedelta(seconds=1)):
            self.assertEqual(self.see(token).status_code, 200)
        with at(until):
            self.assertContains(self.see(token), "Deze link werkt niet meer", status_code=410)
            self.assertEqual(self.fetch(token).status_code, 410)

    def test_a_version_that_is_deleted_is_gone(self):
        token = self.draft()
        self.page.delete()

        self.assertEqual(self.see(token).status_code, 410)
        self.assertEqual(self.fetch(token).status_code, 410)

    def test_shows_nobody_who_has_left(self):
        person = PersonFactory(last_name="Vandersteen", active_until=timezone.localdate())
        platform = put_online(a_platform(self.home, "Westhoek"))
        page = CoordinatorPageFactory(parent=platform, person=person)
        token = self.draft(revision=page.save_revision())

        self.assertContains(self.see(token), "Vandersteen")
        with at(timezone.now() + timedelta(days=1)):
            for response in (self.see(token), self.fetch(token)):
                self.assertNotContains(response, "Vandersteen", status_code=410)

    def test_no_other_token_opens_anything(self):
        token = self.draft()
        for forged in (token[:-2], f"{token}x", "1", str(self.revision.pk), "%00", "a:b:c", "é" * 300):
            with self.subTest(forged):
                self.assertIn(self.client.get(f"/concept/{forged}/").status_code, {400, 404})
                self.assertIn(self.fetch(forged).status_code, {400, 404})

    def test_every_type_of_page_can_be_shared(self):
        platform = put_online(a_platform(self.home, "Westhoek"))
        for page in (self.home, self.news, platform, *platform.get_children().specific()):
            with self.subTest(type(page).__name__):
                token = self.draft(revision=page.save_revision(clean=False))
                self.assertEqual(self.see(token).status_code, 200)
                self.assertEqual(self.fetch(token).json()["title"], page.title)


class FrontEndTests(DraftCase):
    def test_gets_the_fields_of_that_version(self):
        response = self.fetch(self.draft())

        data = response.json()
        self.assertEqual(data["title"], "Nog niet af")
        self.assertEqual(data["id"], str(self.page.translation_key))
        self.assertGreater(data["preview_until"], timezone.now().isoformat())
        self.assertEqual(response["Cache-Control"], "no-store")
        self.assertEqual(response["Access-Control-Allow-Origin"], "*")

    def test_nothing_else_shows_the_draft(self):
        self.fetch(self.draft())
        for address in (
            f"/api/v1/by-id/{self.page.translation_key}",
            f"/api/v1/news/{self.page.translation_key}",
            "/api/v1/news",
            "/api/v1/search?q=nog+niet+af",
        ):
            with self.subTest(address):
                self.assertNotContains(self.client.get(address), "Nog niet af")


class ShareTests(DraftCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.ours, cls.theirs = a_platform(cls.home, "Rivierenland"), a_platform(cls.home, "Westhoek")
        cls.draft_of_ours = NewsPageFactory(
            parent=cls.ours.get_children().type(type(cls.news)).get().specific, title="Van ons", live=False
        )
        cls.draft_of_ours.save_revision()

    def share(self, user=None, page=None, **query):
        self.client.logout()
        if user:
            self.client.force_login(user)
        return self.client.get(reverse("share_draft", args=[(page or self.draft_of_ours).pk]), query)

    def test_only_who_may_edit_the_page_gets_a_link(self):
        for user in (a_member_of(self.ours), a_reviewer(self.home)):
            self.assertContains(self.share(user), "/concept/")
        for user in (None, a_member_of(self.theirs)):
            response = self.share(user)
            self.assertEqual(response.status_code, 302)
            self.assertNotIn("/concept/", response.url)

    def test_the_link_shows_the_page_for_as_long_as_was_chosen(self):
        for value, days in (("28", 28), ("1", 1), ("", 7), ("9999", 7), ("-1", 7), ("x", 7)):
            with self.subTest(value):
                response = self.share(a_member_of(self.ours), days=value)

                self.assertAlmostEqual(
                    response.context["until"].timestamp(),
                    (timezone.now() + timedelta(days=days)).timestamp(),
                    delta=120,
                )
                self.assertContains(self.client.get(response.context["address"]), "Van ons")

    def test_a_page_that_was_never_saved_as_a_version_has_no_draft(self):
        page = NewsPageFactory(parent=self.news, title="Zonder versie")

        self.assertContains(self.share(a_reviewer(self.home), page), "nog geen concept")

    @override_settings(FRONT_END_PREVIEW_URL="https://app.example/?draft={token}")
    def test_the_front_end_gets_a_token_that_counts_for_an_hour(self):
        address = self.share(a_member_of(self.ours)).context["front_end"]

        token = address.removeprefix("https://app.example/?draft=")
        self.assertEqual(self.fetch(token).json()["title"], "Van ons")
        with at(timezone.now() + timedelta(minutes=61)):
            self.assertEqual(self.fetch(token).status_code, 410)

    def test_the_edit_form_leads_to_it(self):
        self.client.force_login(a_member_of(self.ours))

        form = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.draft_of_ours.pk]))

        self.assertContains(form, reverse("share_draft", args=[self.draft_of_ours.pk]))
