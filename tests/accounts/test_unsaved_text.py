"""What the script that keeps texts asks of the server, and the page for a form with an old token."""

from django.test import Client
from django.urls import reverse

from tests.cases import SiteTestCase
from tests.permissions.factories import a_user

HERE, ELSEWHERE = "http://testserver", "https://kwaad.example"


class KeptTextTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.user = a_user(is_superuser=True)

    def test_it_says_who_is_signed_in_to_the_admin(self):
        def ask():
            return self.client.get(reverse("signed_in")).json()

        self.assertEqual(ask(), {"user": None, "isReadOnly": False})
        self.client.force_login(a_user())
        self.assertEqual(ask(), {"user": None, "isReadOnly": False})
        self.client.force_login(self.user)
        self.assertEqual(ask(), {"user": self.user.pk, "isReadOnly": False})

    def test_a_saved_page_names_the_copy_that_is_needed_no_more(self):
        self.client.force_login(self.user)
        address = reverse("wagtailadmin_pages:edit", args=[self.news.pk])
        form = {
            "title": "Nieuws",
            "slug": "nieuws",
            "kept_copy": "17-abc",
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
        }

        refused = self.client.post(address, {**form, "title": ""})
        saved = self.client.post(address, form)

        self.assertNotIn("saved-copy", refused.cookies)
        self.assertEqual(saved.status_code, 302)
        self.assertEqual(saved.cookies["saved-copy"].value, "17-abc")
        self.assertEqual(saved.cookies["saved-copy"]["path"], "/admin/")


class OldTokenTests(SiteTestCase):
    def setUp(self):
        self.client = Client(enforce_csrf_checks=True)

    def post(self, data, **headers):
        return self.client.post(reverse("wagtailadmin_home"), data, **headers)

    def test_our_own_form_is_kept_whole(self):
        response = self.post({"title": "\nEen <b>", "rij": ["1", "2"]}, HTTP_ORIGIN=HERE)

        self.assertContains(response, "Er is niets verloren", status_code=403)
        self.assertContains(
            response, '<textarea name="title" hidden>\n\nEen &lt;b&gt;</textarea>', status_code=403
        )
        self.assertContains(response, 'name="rij"', 2, status_code=403)

    def test_nothing_of_another_site_or_with_a_password_is_sent_again(self):
        for data, origin in (({"title": "x"}, ELSEWHERE), ({"title": "x"}, None), ({"password": "x"}, HERE)):
            headers = {"HTTP_ORIGIN": origin} if origin else {}
            response = self.post(data, **headers)

            self.assertNotContains(response, "<textarea", status_code=403)
            self.assertContains(response, "laad de pagina opnieuw", status_code=403)

    def test_a_program_reads_it_as_json(self):
        response = self.post({"title": "x"}, HTTP_ORIGIN=HERE, HTTP_ACCEPT="application/json")

        self.assertEqual((response.status_code, response.json()["type"]), (403, "Forbidden"))
