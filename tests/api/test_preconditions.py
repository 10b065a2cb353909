"""A program overwrites nothing that somebody saved after it read the page."""

import json

from django.test import Client
from django.urls import reverse
from wagtail.models import APIToken

from editor.write_api.preconditions import REPLACING
from news.models import NewsPage
from tests.api.test_rights import RightsTestCase
from tests.cms.cases import form_data
from tests.factories import NewsPageFactory
from tests.permissions.factories import a_member_of, a_platform


class PreconditionTests(RightsTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.els = a_member_of(cls.platform, first_name="Els")
        cls.page = NewsPageFactory(parent=cls.news, live=False, title="Begin")
        cls.page.save_revision(user=cls.member)

    def send(self, method, path="", key=None, etag=None, **content):
        headers = {"HTTP_AUTHORIZATION": f"Bearer {key or self.key}"} | (
            {"HTTP_IF_MATCH": etag} if etag else {}
        )
        content = {"meta": {"type": "news.NewsPage"}, **content} if method == "PATCH" else content
        address = f"/api/cms/pages/{self.page.pk}/{path}"
        if method == "GET":
            return self.client.get(address, **headers)
        return self.client.generic(
            method, address, json.dumps(content), content_type="application/json", **headers
        )

    def els_saves(self, title="Van Els"):
        page = NewsPage.objects.get(pk=self.page.pk).get_latest_revision_as_object()
        page.title = title
        page.save_revision(user=self.els)

    def title(self):
        return NewsPage.objects.get(pk=self.page.pk).get_latest_revision_as_object().title

    def test_what_somebody_else_saved_is_not_overwritten_blindly(self):
        self.els_saves()

        response = self.send("PATCH", title="Van het programma")

        self.assertEqual(response.status_code, 428)
        self.assertEqual(response["Content-Type"], "application/problem+json")
        self.assertIn("If-Match", response.json()["detail"])
        self.assertEqual(self.title(), "Van Els")

    def test_an_old_etag_is_refused_and_says_what_to_do(self):
        etag = self.send("GET", "?version=draft")["ETag"]
        self.els_saves()

        response = self.send("PATCH", etag=etag, title="Van het programma")

        self.assertEqual(response.status_code, 412)
        self.assertIn("Lees ze opnieuw", response.json()["detail"])
        self.assertEqual(self.title(), "Van Els")

    def test_with_the_etag_of_what_it_read_a_program_writes(self):
        self.els_saves()
        etag = self.send("GET", "?version=draft")["ETag"]

        first = self.send("PATCH", etag=etag, title="Een")
        second = self.send("PATCH", etag=f"W/{first['ETag']}", title="Twee")

        self.assertEqual((first.status_code, second.status_code), (200, 200))
        self.assertEqual(self.title(), "Twee")

    def test_a_program_that_only_changes_what_it_wrote_needs_none(self):
        self.assertEqual(self.send("PATCH", title="Een").status_code, 200)
        self.assertEqual(self.send("PATCH", title="Twee").status_code, 200)

    def test_what_a_command_saved_is_nobodys(self):
        self.page.save_revision(clean=False)

        self.assertEqual(self.send("PATCH", title="Een").status_code, 200)

    def test_whoever_means_it_says_so(self):
        self.els_saves()

        self.assertEqual(self.send("PATCH", etag="*", title="Toch").status_code, 200)

    def test_publishing_and_reverting_ask_it_too(self):
        revision = self.page.get_latest_revision()
        self.els_saves()

        published = self.send("POST", "actions/publish/")
        reverted = self.send("POST", "actions/revert/", revision_id=revision.pk)

        self.assertEqual((published.status_code, reverted.status_code), (428, 428))
        self.assertEqual(self.title(), "Van Els")

    def test_a_version_that_autosave_wrote_over_has_another_etag(self):
        self.els_saves()
        etag = self.send("GET", "?version=draft")["ETag"]
        page = NewsPage.objects.get(pk=self.page.pk).get_latest_revision_as_object()
        page.title = "Els typt verder"
        page.save_revision(user=self.els, overwrite_revision=page.latest_revision)

        self.assertEqual(self.send("PATCH", etag=etag, title="Te laat").status_code, 412)

    def test_who_may_not_edit_the_page_learns_nothing_of_its_versions(self):
        stranger = a_member_of(a_platform(self.home, "Elders"))
        _token, key = APIToken.create_token(user=stranger, name="test")
        NewsPage.objects.filter(pk=self.page.pk).update(live=True)

        shown = self.send("GET", key=key)
        refused = self.send("PATCH", key=key, etag='"1-1"', title="Van elders")

        self.assertNotIn("ETag", shown)
        self.assertIn(refused.status_code, {403, 404})

    def test_a_form_that_is_open_meanwhile_overwrites_nothing_of_a_program(self):
        client = Client()
        client.force_login(self.els)
        address = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        key = client.get(address).context["form_key"]
        self.send("PATCH", title="Van het programma")

        client.post(address, form_data(title="Van Els", slug=self.page.slug) | {"form_key": key})

        self.assertEqual(self.title(), "Van het programma")

    def test_both_ways_to_delete_ask_it_too(self):
        self.els_saves()

        self.assertEqual(self.send("DELETE").status_code, 428)
        self.assertEqual(self.send("DELETE", "actions/delete/").status_code, 428)
        self.assertTrue(NewsPage.objects.filter(pk=self.page.pk).exists())

    def test_the_document_says_where_it_is_asked_and_given(self):
        headers = {"HTTP_AUTHORIZATION": f"Bearer {self.key}"}
        paths = self.client.get("/api/cms/openapi.json", **headers).json()["paths"]
        asking, giving = set(), set()
        for operation in [one for operations in paths.values() for one in operations.values()]:
            if any(parameter["name"] == "If-Match" for parameter in operation.get("parameters", ())):
                asking.add(operation["operationId"])
                self.assertLessEqual({"412", "428"}, set(operation["responses"]))
            if any("ETag" in response.get("headers", ()) for response in operation["responses"].values()):
                giving.add(operation["operationId"])

        self.assertEqual(len(asking), len(REPLACING))
        self.assertEqual(giving, {"pages_detail", "pages_update", "pages_create"})
