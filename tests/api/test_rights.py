"""Who holds a token may do what its user may do in the admin, and nothing more."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import APIToken

from cms.models import CustomImage
from news.models import NewsIndexPage, NewsPage
from platforms.teams import files_of
from tests.factories import home_page
from tests.permissions.factories import a_member_of, a_platform, a_reviewer


class RightsTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.home = home_page()
        cls.platform = a_platform(cls.home, "Westhoek")
        cls.news = NewsIndexPage.objects.child_of(cls.platform).get()
        cls.page = cls.news.add_child(instance=NewsPage(title="Bericht", live=False))
        cls.member = a_member_of(cls.platform)
        cls.token, cls.key = APIToken.create_token(user=cls.member, name="test")

    def call(self, method, path, **content):
        headers = {"authorization": f"Bearer {self.key}"}
        return self.client.generic(
            method, f"/api/cms/{path}", json.dumps(content), "application/json", headers=headers
        )

    def draft_of(self, page):
        page.refresh_from_db()
        return page.get_latest_revision_as_object()


class TokenTests(RightsTestCase):
    def test_a_revoked_token_opens_nothing(self):
        self.token.revoked_at = timezone.now()
        self.token.save()

        self.assertEqual(self.call("GET", "pages/").status_code, 401)

    def test_who_is_not_active_any_more_has_no_token(self):
        self.member.is_active = False
        self.member.save()

        response = self.call("GET", "pages/")

        self.assertEqual(response.status_code, 401)
        self.assertEqual(response["www-authenticate"], "Bearer")
        self.assertEqual(response["content-type"], "application/problem+json")


class TeamTests(RightsTestCase):
    def test_a_team_deletes_nothing(self):
        self.assertEqual(self.call("DELETE", f"pages/{self.page.pk}/").status_code, 403)
        self.assertTrue(NewsPage.objects.filter(pk=self.page.pk).exists())

    def test_a_reviewer_deletes(self):
        _token, self.key = APIToken.create_token(user=a_reviewer(self.home), name="test")

        self.assertEqual(self.call("DELETE", f"pages/{self.page.pk}/").status_code, 204)

    def test_the_address_and_schedule_of_a_section_page_stay(self):
        moment = "2030-01-01T00:00:00Z"

        response = self.call(
            "PATCH", f"pages/{self.platform.pk}/", tagline="Samen", slug="anders", expire_at=moment
        )

        self.assertEqual(response.status_code, 200, response.content)
        draft = self.draft_of(self.platform)
        self.assertEqual((draft.tagline, draft.slug, draft.expire_at), ("Samen", "westhoek", None))

    def test_a_team_schedules_its_own_news(self):
        response = self.call("PATCH", f"pages/{self.page.pk}/", go_live_at="2030-01-01T00:00:00Z")

        self.assertEqual(response.status_code, 200, response.content)
        self.assertEqual(self.draft_of(self.page).go_live_at.year, 2030)

    def test_a_team_makes_a_coordinator_with_the_person(self):
        person = self.call("POST", "snippets/cms.Person/", first_name="Noor", last_name="Claes")
        address = f"snippets/cms.Person/{person.json()['id']}/"

        changed = self.call("PATCH", address, phone="057 99 88 77", show_phone=False)
        page = self.call(
            "POST",
            "pages/",
            title="Noor Claes",
            person_id=person.json()["id"],
            meta={"type": "platforms.CoordinatorPage", "parent_id": self.platform.pk},
        )

        self.assertEqual(changed.json()["phone"], "+3257998877", changed.content)
        self.assertEqual(page.status_code, 201, page.content)
        self.assertEqual(page.json()["person"]["id"], person.json()["id"])

    def test_text_may_be_markdown(self):
        body = [{"type": "paragraph", "value": {"format": "db_markdown", "content": "Nu **open**."}}]

        response = self.call("PATCH", f"pages/{self.page.pk}/", body=body)

        self.assertEqual(response.status_code, 200, response.content)
        self.assertIn("<b>open</b>", response.json()["body"][0]["value"])


class FileTests(RightsTestCase):
    def upload(self, kind, file, **fields):
        headers = {"authorization": f"Bearer {self.key}"}
        return self.client.post(f"/api/cms/{kind}/", {"file": file, **fields}, headers=headers)

    def upload_image(self, **fields):
        file = get_test_image_file()
        file.seek(0)
        return self.upload("images", file, title="Foto", credit="Ons", **fields)

    def test_an_image_says_what_it_shows(self):
        refused = self.upload_image()
        created = self.upload_image(description="Een tafel")

        self.assertEqual(refused.status_code, 422)
        self.assertEqual(created.status_code, 201, created.content)
        image = CustomImage.objects.get(pk=created.json()["id"])
        self.assertEqual(image.collection, files_of(self.platform))

    def test_a_document_goes_into_the_teams_collection(self):
        file = SimpleUploadedFile("nota.txt", b"Nota")

        created = self.upload("documents", file, title="Nota")

        self.assertEqual(created.status_code, 201, created.content)
        self.assertEqual(self.call("GET", f"documents/{created.json()['id']}/").json()["title"], "Nota")
