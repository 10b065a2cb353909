"""A site with content of every kind, and requests in the dialect."""

import base64
import json

from tests.factories import NewsPageFactory, StandardPageFactory
from tests.partners.cases import PartnerTestCase
from tests.permissions.factories import PASSWORD, a_member_of, a_reviewer, a_user


class DialectCase(PartnerTestCase):
    """News, practices and an event on the site, and a platform with its own."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.about = StandardPageFactory(parent=cls.home, title="Over ons", slug="over-ons")
        cls.below = StandardPageFactory(parent=cls.about, title="Onze ploeg", slug="ploeg")
        cls.first = NewsPageFactory(
            parent=cls.news, title="Eerste bericht", slug="eerste", themes=[cls.theme]
        )
        cls.second = NewsPageFactory(parent=cls.news, title="Tweede bericht", slug="tweede")
        cls.member = a_member_of(cls.platform, email="lid@example.org")
        cls.reviewer = a_reviewer(cls.home)
        cls.superuser = a_user(is_superuser=True)

    def request(self, path="", query="", user=None, method="get", **extra):
        """The response to a path below `/++api++`; `user` signs in by name and password."""
        headers = basic(user) if user else {}
        return getattr(self.client, method)(f"/++api++/{path}{query}", **headers, **extra)

    def get_json(self, path="", query="", user=None):
        response = self.request(path, query, user)
        self.assertEqual(response.status_code, 200, response.content)
        self.assertEqual(response["Content-Type"], "application/json")
        return response.json()

    def get_titles(self, path="", query="", user=None):
        return [item["title"] for item in self.get_json(path, query, user)["items"]]

    def post(self, path, data, user=None, **headers):
        headers = {**(basic(user) if user else {}), **headers}
        body = data if isinstance(data, str | bytes) else json.dumps(data)
        return self.client.post(f"/++api++/{path}", body, content_type="application/json", **headers)

    def assert_error(self, response, status):
        self.assertEqual(response.status_code, status, response.content)
        self.assertLessEqual({"type", "message"}, response.json().keys())
        self.assertNotIn("Traceback", response.content.decode())


def basic(user, password=PASSWORD):
    name = user if isinstance(user, str) else user.email
    value = base64.b64encode(f"{name}:{password}".encode()).decode()
    return {"HTTP_AUTHORIZATION": f"Basic {value}"}


def bearer(token):
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}
