"""With production's settings, what is secret is refused over http; reading is sent on to https."""

from django.test import override_settings

from tests.cases import SiteTestCase
from tests.permissions.factories import PASSWORD, a_user
from tests.plone.cases import basic, bearer


@override_settings(SECURE_SSL_REDIRECT=True)
class PlainHttpTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        a_user(is_superuser=True, email="mieke@voorbeeld.be")

    def test_reading_is_sent_on(self):
        for address in ("/nieuws/", "/admin/login/", "/nieuws/feed.atom"):
            self.assertEqual(self.client.get(address).status_code, 301, address)

    def test_a_program_notices_that_it_speaks_http(self):
        for address in ("/api/v1/news", "/api/cms/pages/", "/++api++/", "/++api++/nieuws"):
            response = self.client.get(address)

            self.assertEqual(response.status_code, 403, address)
            self.assertIn("https", response.content.decode())

    def test_a_password_in_a_form_is_refused_with_a_sentence(self):
        for address in ("/admin/login/", "/_util/login/", "/admin/password_reset/", "/admin/account/"):
            response = self.client.post(address, {"username": "mieke@voorbeeld.be", "password": PASSWORD})

            self.assertContains(response, "Gebruik https", status_code=403)

    def test_programs_are_refused_in_their_own_form(self):
        body = {"login": "mieke@voorbeeld.be", "password": PASSWORD}
        dialect = self.client.post("/++api++/@login", body, content_type="application/json")
        with_basic = self.client.get("/++api++/nieuws", **basic("mieke@voorbeeld.be"))
        written = self.client.get("/api/cms/pages/", **bearer("wagtail_x"))

        self.assertEqual((dialect.status_code, dialect.json()["type"]), (403, "Forbidden"))
        self.assertEqual((with_basic.status_code, with_basic.json()["type"]), (403, "Forbidden"))
        self.assertEqual((written.status_code, written["Content-Type"]), (403, "application/problem+json"))
        self.assertIn("https", written.json()["detail"])

    def test_over_https_all_is_as_it_was(self):
        data = {"username": "mieke@voorbeeld.be", "password": PASSWORD}

        response = self.client.post("/admin/login/", data, secure=True)

        self.assertEqual(response.status_code, 302)
        self.assertEqual(response["Location"], "/admin/")
