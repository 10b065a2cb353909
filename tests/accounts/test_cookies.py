"""Cookies as production sets them, and what they alone don't open (OWASP ASVS 5.0, 3.3 and 3.5)."""

import runpy

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cases import SiteTestCase
from tests.permissions.factories import PASSWORD, a_user

NAMES = [
    f"{kind}_COOKIE_{part}"
    for kind in ("SESSION", "CSRF")
    for part in ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "DOMAIN", "PATH")
]
EMAIL = "mieke@voorbeeld.be"


def production():
    """The settings of cookies that production's file makes; Django's own where it names none."""
    made = runpy.run_path(settings.BASE_DIR / "cms" / "settings" / "base.py")
    return {name: made.get(name, getattr(settings, name)) for name in NAMES}


class CookieTests(SiteTestCase):
    def sign_in(self):
        self.enterContext(self.settings(**production()))
        a_user(is_superuser=True, email=EMAIL)
        self.client.get(reverse("wagtailadmin_login"), secure=True)
        data = {"username": EMAIL, "password": PASSWORD}
        return self.client.post(reverse("wagtailadmin_login"), data, secure=True)

    def test_they_are_of_this_host_alone_go_over_https_alone_and_to_no_other_site(self):
        self.sign_in()

        self.assertEqual(set(self.client.cookies), {"__Host-sessionid", "__Host-csrftoken"})
        for cookie in self.client.cookies.values():
            self.assertTrue(cookie["secure"])
            self.assertEqual((cookie["domain"], cookie["path"]), ("", "/"))
            self.assertIn(cookie["samesite"], ("Lax", "Strict"))

    def test_no_script_reads_the_session(self):
        """Wagtail's scripts read the token against forged forms, which by itself opens nothing."""
        self.sign_in()

        self.assertTrue(self.client.cookies["__Host-sessionid"]["httponly"])


class ForgedFormTests(SiteTestCase):
    def test_a_form_of_another_site_does_nothing_with_the_cookies_of_who_is_signed_in(self):
        client = Client(enforce_csrf_checks=True)
        client.force_login(a_user(is_superuser=True))
        for name, arguments in (
            ("wagtailadmin_account", []),
            ("wagtailadmin_logout", []),
            ("wagtailusers_users:add", []),
            ("wagtailimages:add", []),
            ("wagtaildocs:add", []),
            ("wagtailredirects:add", []),
            ("wagtailadmin_pages:unpublish", [self.news.pk]),
            ("wagtailadmin_pages:delete", [self.news.pk]),
        ):
            response = client.post(reverse(name, args=arguments), {"username": "x"})

            self.assertEqual(response.status_code, 403, name)
