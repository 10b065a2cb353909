import json

from wagtail.models.api import APIToken

from practices.models import PracticePage
from tests.practices.cases import PracticeTestCase

PAGES = "/api/cms/pages/"


class WriteTests(PracticeTestCase):
    """A token holder writes practices by Wagtail's own API; publishing asks what it asks everybody."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        _token, cls.key = APIToken.create_token(user=cls.editor, name="test")

    def send(self, method, address, **content):
        headers = {"authorization": f"Bearer {self.key}"}
        return self.client.generic(
            method, address, json.dumps(content), content_type="application/json", headers=headers
        )

    def create(self, **content):
        meta = {"type": "practices.PracticePage", "parent_id": self.index.pk}
        return self.send("POST", PAGES, meta=meta, **content)

    def publish(self, response):
        return self.send("POST", f"{PAGES}{response.json()['id']}/actions/publish/")

    def owners(self):
        return [{"organisation_id": self.owner.pk}]

    def test_creates_a_stub_as_a_draft(self):
        response = self.create(title="Katrolwerking", is_stub=True, owners=self.owners())

        self.assertEqual(response.status_code, 201, response.content)
        practice = PracticePage.objects.get(title="Katrolwerking")
        self.assertFalse(practice.live)
        self.assertTrue(practice.is_stub)
        self.assertEqual(practice.owner_names, [self.owner.name])

    def test_publishes_a_stub_with_an_owner(self):
        created = self.create(title="Katrolwerking", is_stub=True, owners=self.owners())

        response = self.publish(created)

        self.assertEqual(response.status_code, 200, response.content)
        self.assertTrue(PracticePage.objects.get(title="Katrolwerking").live)
        self.assertContains(self.client.get(self.index.url), "Katrolwerking")

    def test_refuses_to_publish_what_is_incomplete_and_says_why(self):
        created = self.create(title="Katrolwerking", owners=self.owners())

        response = self.publish(created)

        self.assertEqual(response.status_code, 422)
        named = {error["loc"][0] for error in response.json()["errors"]}
        self.assertLessEqual(
            {"search_description", "status", "scale", "problem", "approach", "contacts"}, named
        )
        self.assertFalse(PracticePage.objects.get(title="Katrolwerking").live)

    def test_refuses_to_publish_a_stub_without_an_owner(self):
        response = self.publish(self.create(title="Katrolwerking", is_stub=True))

        self.assertEqual(response.status_code, 422)
        self.assertEqual([error["loc"] for error in response.json()["errors"]], [["owners"]])

    def test_changes_the_owner_of_a_practice(self):
        created = self.create(title="Katrolwerking", is_stub=True)

        address = f"{PAGES}{created.json()['id']}/"
        response = self.send("PATCH", address, owners=self.owners(), status="running")

        self.assertEqual(response.status_code, 200, response.content)
        draft = PracticePage.objects.get(title="Katrolwerking").get_latest_revision_as_object()
        self.assertEqual(draft.owner_names, [self.owner.name])
        self.assertEqual(draft.status, "running")

    def test_asks_for_a_token(self):
        response = self.client.post(PAGES, {}, content_type="application/json")

        self.assertEqual(response.status_code, 401)
