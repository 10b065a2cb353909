"""What Wagtail 8.0.1 stumbles over is a refusal with a reason, and leaves nothing behind."""

import json

from django.test import TestCase
from wagtail.models import APIToken, Page

from cms.models import Organisation, Theme
from practices.models import PracticePage
from tests.factories import OrganisationFactory, ThemeFactory, UserFactory, home_page
from tests.permissions.factories import a_platform
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory


class GuardTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.home = home_page()
        cls.index = PracticeIndexPageFactory(parent=cls.home)
        cls.practice = PracticePageFactory(parent=cls.index)
        cls.user = UserFactory(is_superuser=True)
        _token, key = APIToken.create_token(user=cls.user, name="test")
        cls.headers = {"authorization": f"Bearer {key}"}

    def call(self, method, path, **content):
        return self.client.generic(
            method, f"/api/cms/{path}", json.dumps(content), "application/json", headers=self.headers
        )

    def assert_refused(self, response, status):
        self.assertEqual(response.status_code, status, response.content)
        self.assertEqual(response["content-type"], "application/problem+json")
        self.assertTrue(response.json()["detail"])


class RefusalTests(GuardTestCase):
    def test_a_key_that_can_be_none_is_not_found(self):
        for method, path in (
            ("GET", "snippets/cms.Person/!/"),
            ("PATCH", "snippets/cms.Person/!/"),
            ("DELETE", "snippets/cms.Person/x/actions/delete/"),
            ("GET", "pages/x/"),
            ("PATCH", "pages/x/"),
            ("POST", "pages/true/actions/publish/"),
            ("PATCH", f"pages/{'9' * 30}/"),
        ):
            self.assert_refused(self.call(method, path), 404)

    def test_what_has_to_be_a_number_is_one(self):
        self.assert_refused(self.call("GET", f"pages/{self.practice.pk}/revisions/?user_id=x"), 422)
        self.assert_refused(self.call("GET", "pages/find/?html_path=/&site=localhost:x"), 422)

    def test_a_broken_upload_is_refused(self):
        response = self.client.generic(
            "POST", "/api/cms/images/", b"x", "multipart/form-data", headers=self.headers
        )

        self.assert_refused(response, 400)

    def test_what_is_too_large_is_refused(self):
        self.assert_refused(self.call("PATCH", f"pages/{self.practice.pk}/", title="x" * 3_000_000), 400)

    def test_what_content_points_at_is_not_deleted(self):
        theme = ThemeFactory()
        PracticePageFactory(parent=self.index, themes=[theme])

        self.assert_refused(self.call("DELETE", f"snippets/cms.Theme/{theme.pk}/"), 409)
        self.assertTrue(Theme.objects.filter(pk=theme.pk).exists())

    def test_a_word_is_there_once(self):
        organisation = OrganisationFactory()

        response = self.call("POST", "snippets/cms.Organisation/", name=organisation.name)

        self.assert_refused(response, 422)
        self.assertEqual(Organisation.objects.filter(name=organisation.name).count(), 1)

    def test_an_alias_follows_its_page(self):
        alias = self.practice.create_alias(update_slug="alias")

        self.assert_refused(self.call("PATCH", f"pages/{alias.pk}/", title="Anders"), 409)
        self.assert_refused(self.call("POST", f"pages/{alias.pk}/actions/publish/"), 409)
        self.assertEqual(self.call("POST", f"pages/{alias.pk}/actions/convert_alias/").status_code, 200)

    def test_nobody_copies_a_platform(self):
        platform = a_platform(self.home, "Westhoek")

        response = self.call("POST", f"pages/{platform.pk}/actions/copy/", slug="kopie")

        self.assertEqual(response.status_code, 403, response.content)


class StumbleTests(GuardTestCase):
    def test_blocks_that_are_none_are_refused_and_told_in_the_log(self):
        for approach in (["x"], [{}], [{"type": "paragraph"}], [{"type": "image", "value": "x"}], [None]):
            with self.assertLogs("cms.write_api", "ERROR") as log:
                response = self.call("PATCH", f"pages/{self.practice.pk}/", approach=approach)

            self.assert_refused(response, 422)
            self.assertIn("Traceback", log.output[0])

    def test_a_refused_write_leaves_nothing_behind(self):
        pages = Page.objects.count()

        response = self.call(
            "POST",
            "pages/",
            title="Half",
            meta={"type": "practices.PracticePage", "parent_id": self.index.pk, "action": "publish"},
        )

        self.assert_refused(response, 422)
        self.assertEqual(Page.objects.count(), pages)
        self.assertFalse(PracticePage.objects.filter(title="Half").exists())


class DocumentTests(GuardTestCase):
    def test_the_document_says_how_a_refusal_looks(self):
        description = self.call("GET", "openapi.json").json()

        for operations in description["paths"].values():
            for operation in operations.values():
                self.assertIn("application/problem+json", operation["responses"]["default"]["content"])
        self.assertIn("Problem", description["components"]["schemas"])

    def test_the_docs_load_nothing_from_outside(self):
        page = self.call("GET", "docs/")

        self.assertEqual(page.status_code, 200)
        self.assertNotContains(page, "https://")
