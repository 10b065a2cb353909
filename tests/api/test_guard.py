"""What Wagtail 8.0.1 stumbles over is a refusal with a reason, and leaves nothing behind."""

import datetime
import json
from contextlib import contextmanager

from django.test import TestCase
from openapi_spec_validator import OpenAPIV31SpecValidator
from wagtail.models import APIToken, Page

from cms.models import Organisation, Theme
from practices.models import PracticePage
from tests.events.factories import EventIndexPageFactory, EventPageFactory
from tests.factories import OrganisationFactory, ThemeFactory, UserFactory, home_page
from tests.permissions.factories import a_platform
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory


@contextmanager
def patch_attribute(owner, name, value):
    """A fault, put where Wagtail's view comes along."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


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


class ShapeTests(GuardTestCase):
    def patch(self, **content):
        return self.call("PATCH", f"pages/{self.practice.pk}/", **content)

    def test_blocks_of_another_shape_are_refused_with_their_place(self):
        callout = {"title": "Let op", "text": "<p>Tekst</p>"}
        for value in (
            ["x"],
            [{}],
            [None],
            5,
            {"type": "paragraph"},
            [{"type": "paragraph"}],
            [{"type": [], "value": "x"}],
            [{"type": "paragraph", "value": 5}],
            [{"type": "image", "value": "x"}],
            [{"type": "callout", "value": "x"}],
            [{"type": "callout", "value": {**callout, "title": ["x"]}}],
            [{"type": "table", "value": ["x"]}],
            [{"type": "table", "value": {"columns": [], "rows": [{"values": ["te veel"]}]}}],
            [{"type": "table", "value": {"columns": [{"type": "x", "heading": ""}], "rows": []}}],
        ):
            with self.subTest(value=value):
                response = self.patch(approach=value)

                self.assert_refused(response, 422)
                self.assertIn("approach", str(response.json()["errors"]))

    def test_an_address_in_a_block_is_no_script(self):
        for address, status in {
            "https://vimeo.com/1": 200,
            "javascript:alert(1)": 422,
            "data:text/html,x": 422,
        }.items():
            video = {"url": address, "title": "Film", "transcript": "<p>Tekst</p>"}

            response = self.patch(approach=[{"type": "video", "value": video}])

            self.assertEqual(response.status_code, status, response.content)

    def test_a_number_in_a_block_is_a_number(self):
        for amount in ("", "veel", [5], {}, True):
            response = self.patch(funding_sources=[{"type": "funding", "value": {"amount": amount}}])

            self.assert_refused(response, 422)

    def test_a_table_is_written_as_it_is_read(self):
        table = {
            "caption": "Woningen",
            "columns": [{"type": "text", "heading": "Jaar"}, {"type": "text", "heading": "Aantal"}],
            "rows": [{"values": ["2024", "12"]}, {"values": ["2025", "15"]}],
        }

        response = self.patch(approach=[{"type": "table", "value": table}])

        self.assertEqual(response.status_code, 200, response.content)
        self.assertEqual(response.json()["approach"][0]["value"], table)

    def test_a_row_may_leave_out_its_stream(self):
        event = EventPageFactory(parent=EventIndexPageFactory(parent=self.home))
        row = event.sessions.get()
        row.programme = [("slot", {"start": datetime.time(9), "title": "Onthaal"})]
        row.save()
        event.refresh_from_db()
        event.save_revision()
        before = self.call("GET", f"pages/{event.pk}/?version=draft").json()["sessions"][0]
        kept = {"id": before["id"], "starts_at": before["starts_at"]}

        response = self.call(
            "PATCH", f"pages/{event.pk}/", sessions=[kept, {"starts_at": before["starts_at"]}]
        )

        self.assertEqual(response.status_code, 200, response.content)
        titles = [
            [slot["value"]["title"] for slot in row["programme"]] for row in response.json()["sessions"]
        ]
        self.assertEqual(titles, [["Onthaal"], []])

    def test_what_is_no_object_is_refused(self):
        for body in ("5", "null", "true", '"x"', "[]"):
            for method, path in (("POST", "pages/"), ("PATCH", f"pages/{self.practice.pk}/")):
                for kind in ("application/json", "text/plain"):
                    response = self.client.generic(
                        method, f"/api/cms/{path}", body, kind, headers=self.headers
                    )

                    self.assert_refused(response, 422)

    def test_what_no_column_holds_is_refused(self):
        self.assert_refused(self.patch(title="\ud800"), 422)
        self.assert_refused(self.patch(adopted_by=[{"adopted_page_id": 10**30}]), 422)

    def test_nothing_moves_beside_the_root(self):
        root = Page.get_first_root_node()
        for position in ("left", "right", "first-sibling", "last-sibling", None):
            response = self.call(
                "POST",
                f"pages/{self.practice.pk}/actions/move/",
                destination_id=root.pk,
                position=position,
            )

            self.assert_refused(response, 409)

    def test_a_fault_of_our_own_is_a_server_error(self):
        """Nothing turns it into a refusal: a test sees it, and so does the log."""
        with self.assertRaises(TypeError), patch_attribute(PracticePage, "required_to_publish", None):
            self.call("POST", f"pages/{self.practice.pk}/actions/publish/")

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
        problems = OpenAPIV31SpecValidator(description).iter_errors()
        self.assertEqual([(list(problem.absolute_path), problem.message) for problem in problems], [])
        ways = [
            operation["security"] for path in description["paths"].values() for operation in path.values()
        ]
        self.assertEqual({str(way) for way in ways}, {"[{'BearerTokenAuth': []}]"})

    def test_the_docs_load_nothing_from_outside(self):
        page = self.call("GET", "docs/")

        self.assertEqual(page.status_code, 200)
        self.assertNotContains(page, "https://")
