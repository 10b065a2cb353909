"""Every response says what it may load and who may frame or load it, whatever its status (OWASP ASVS 5.0, 3.4)."""

import re

from django.core.files.base import ContentFile
from django.db import OperationalError, connection
from django.test import Client, SimpleTestCase, override_settings
from django.urls import reverse

from caching.models import _moment
from cms.blocks import VIDEO_PLAYERS as PLAYERS
from cms.models.read_only import ReadOnlyMode
from cms.security_headers import POLICIES, VIDEO_PLAYERS, policy_at, policy_header
from tests.cases import SiteTestCase
from tests.factories import DocumentFactory, NewsPageFactory
from tests.permissions.factories import a_user

HSTS = "max-age=31536000; includeSubDomains; preload"
# As in production, but for static files that were not collected.
SECURE = {
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "WHITENOISE_USE_FINDERS": True,
    "WHITENOISE_AUTOREFRESH": True,
}
EVERYWHERE = {
    "Strict-Transport-Security": HSTS,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def directives(response):
    """The Content-Security-Policy of a response: the sources by directive."""
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {name: sources for name, *sources in parts}


@override_settings(**SECURE)
class HeaderTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.article = NewsPageFactory(parent=cls.news, title="Woonzorg")
        cls.chief = a_user(is_superuser=True)

    def setUp(self):
        super().setUp()
        self.client.defaults["HTTP_X_FORWARDED_PROTO"] = "https"

    def ask(self, address, status=200, method="get", **options):
        response = getattr(self.client, method)(address, **options)
        self.assertEqual(response.status_code, status, address)
        return response

    def assert_protected(self, response, policy="public", **others):
        for name, value in (EVERYWHERE | others).items():
            self.assertEqual(response[name], value, name)
        self.assertEqual(response["Content-Security-Policy"], policy_header(policy, "'none'"))
        self.assertEqual(response["X-Frame-Options"], "DENY")
        self.assertIn("camera=()", response["Permissions-Policy"])


class StatusTests(HeaderTestCase):
    def test_what_is_there(self):
        for address in (
            "/",
            self.article.url,
            "/zoeken/?q=wonen",
            "/robots.txt",
            "/sitemap.xml",
        ):
            with self.subTest(address):
                self.assert_protected(self.ask(address))

    def test_what_has_not_changed(self):
        etag = self.ask(self.article.url)["ETag"]

        self.assert_protected(self.ask(self.article.url, 304, headers={"If-None-Match": etag}))

    def test_what_is_elsewhere(self):
        for address, status in (
            ("/nieuws", 301),
            ("/admin/", 302),
            (f"/id/{self.article.translation_key}", 303),
        ):
            with self.subTest(address):
                policy = "admin" if address == "/admin/" else "public"
                self.assert_protected(self.ask(address, status), policy)

    def test_what_is_refused(self):
        for address, status in (
            ("/nergens/", 404),
            ("/?q=%00", 400),
            ("/concept/x/", 404),
            ("/nieuws/?page=" + "9" * 30, 400),
        ):
            with self.subTest(address):
                self.assert_protected(self.ask(address, status))
        self.assert_protected(self.ask("/nieuws/insluiten/", 405, method="post"))
        self.assert_protected(self.ask("/metrics", 404, REMOTE_ADDR="192.0.2.7"))
        self.assert_protected(self.ask("/", 400, headers={"Host": "kwaad.example"}))

    def test_an_outdated_form(self):
        self.client = Client(enforce_csrf_checks=True, HTTP_X_FORWARDED_PROTO="https")

        self.assert_protected(self.ask("/admin/login/", 403, "post"))

    def test_too_many_passwords(self):
        for _number in range(10):
            response = self.client.post("/admin/login/", {"username": "a@b.be", "password": "fout"})

        self.assertEqual(response.status_code, 429)
        self.assert_protected(response)

    def test_what_can_not_be_saved_now(self):
        ReadOnlyMode.switch_on()

        self.assert_protected(self.ask("/admin/login/", 503, "post"))

    def test_what_fails(self):
        self.client.raise_request_exception = False
        for error, status in ((OperationalError, 503), (RuntimeError, 500)):
            _moment.set(None)

            def fail(*_arguments, error=error):
                raise error

            with connection.execute_wrapper(fail), self.assertLogs(level="ERROR"):
                self.assert_protected(self.ask("/nieuws/", status))

    def test_a_secret_over_http_is_refused_and_reading_is_sent_on(self):
        """Browsers ignore HSTS over http, and it may not be sent there (RFC 6797, 7.2)."""
        self.client.defaults["HTTP_X_FORWARDED_PROTO"] = "http"

        for response in (self.client.post("/admin/login/"), self.client.get("/nieuws/")):
            self.assertIn(response.status_code, (403, 301))
            self.assertNotIn("Strict-Transport-Security", response)
            self.assertEqual(response["X-Content-Type-Options"], "nosniff")
            self.assertIn("Content-Security-Policy", response)


class ForOthersTests(HeaderTestCase):
    """What other sites load, read and frame."""

    def test_programs_of_other_sites_may_read_feeds_and_api(self):
        for address in (
            "/nieuws/feed.atom",
            "/nieuws/feed.json",
            "/nieuws/export.csv",
            "/api/v1/news",
            "/api/v1/docs",
        ):
            with self.subTest(address):
                response = self.ask(address)

                self.assert_protected(response)
                self.assertEqual(response["Access-Control-Allow-Origin"], "*")

    def test_pages_of_other_sites_may_load_the_script(self):
        self.assert_protected(self.ask("/embed.js"), **{"Cross-Origin-Resource-Policy": "cross-origin"})

    def test_an_origin_is_never_repeated(self):
        for address in ("/", "/nieuws/feed.atom", "/api/v1/news", "/admin/login/", "/static/site.css"):
            response = self.ask(address, headers={"Origin": "https://kwaad.example"})

            self.assertIn(response.get("Access-Control-Allow-Origin"), (None, "*"), address)
            self.assertNotIn("Access-Control-Allow-Credentials", response)

    def test_static_files_may_be_shown_elsewhere(self):
        """The frame of an embed in a sandbox is of no origin, and loads its stylesheet and script from ours."""
        response = self.ask("/static/site.css")

        self.assert_protected(response, **{"Cross-Origin-Resource-Policy": "cross-origin"})

    def test_every_site_may_frame_an_embed_also_one_that_fails(self):
        for address, status in (
            ("/nieuws/embed/", 200),
            (f"{self.article.url}embed/", 200),
            ("/nergens/embed/", 404),
            ("/nieuws/embed/?limit=0", 400),
            ("/nieuws/embed/?q=%00", 400),
        ):
            with self.subTest(address):
                response = self.ask(address, status)

                self.assertEqual(directives(response)["frame-ancestors"], ["*"])
                self.assertEqual(directives(response)["form-action"], ["'none'"])
                self.assertNotIn("X-Frame-Options", response)
                self.assertEqual(response["Strict-Transport-Security"], HSTS)


class FileTests(HeaderTestCase):
    def document(self, name):
        return DocumentFactory(file=ContentFile(b"x", name))

    def test_a_document_can_do_nothing(self):
        response = self.ask(self.document("nota.txt").url)

        self.assert_protected(response, "file", **{"Cross-Origin-Resource-Policy": "cross-origin"})
        self.assertIn("sandbox", directives(response))
        self.assertTrue(response["Content-Disposition"].startswith("attachment"))

    def test_a_browser_may_show_a_pdf(self):
        response = self.ask(self.document("nota.pdf").url)

        self.assert_protected(response, "shown file", **{"Cross-Origin-Resource-Policy": "cross-origin"})
        self.assertTrue(response["Content-Disposition"].startswith("inline"))


class AdminTests(HeaderTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.chief)

    def test_its_screens_have_their_own_policy(self):
        for name in ("wagtailadmin_home", "wagtailimages:index", "wagtailadmin_account"):
            self.assert_protected(self.ask(reverse(name)), "admin")

    def test_who_signs_in_has_that_of_visitors(self):
        self.client.logout()
        for name in ("wagtailadmin_login", "wagtailadmin_password_reset", "wagtailadmin_password_reset_done"):
            self.assert_protected(self.ask(reverse(name)))

    def test_only_the_admin_may_frame_a_preview(self):
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[self.article.pk])

        response = self.ask(address)

        self.assertEqual(response["X-Frame-Options"], "SAMEORIGIN")
        self.assertEqual(directives(response)["frame-ancestors"], ["'self'"])


class PolicyTests(SimpleTestCase):
    def test_nothing_is_allowed_that_is_not_named(self):
        for name, policy in POLICIES.items():
            for directive in ("default-src", "base-uri", "object-src"):
                self.assertEqual(policy[directive], ["'none'"], name)

    def test_only_the_admin_runs_inline_scripts_and_nothing_is_compiled(self):
        lax = {name for name in POLICIES if "unsafe" in policy_header(name)}

        self.assertEqual(lax, {"admin"})
        self.assertNotIn("unsafe-eval", policy_header("admin"))

    def test_a_policy_is_a_valid_header(self):
        """Name and sources, each name once, and neither comma nor quotes out of place (CSP 3, 2.2.1)."""
        source = r"'(?:self|none|unsafe-inline)'|https://[\w.-]+|\*|data:|blob:"
        for name in POLICIES:
            parts = [part.split() for part in policy_header(name, "'self'").split("; ")]

            self.assertEqual(len({part[0] for part in parts}), len(parts))
            for directive, *sources in parts:
                self.assertRegex(directive, r"^[a-z-]+$")
                self.assertTrue(all(re.fullmatch(source, text) for text in sources), sources)

    def test_each_video_player_may_be_framed_and_nothing_else(self):
        origins = {"/".join(player.split("/")[:3]) for _pattern, player in PLAYERS}

        self.assertEqual(origins, set(VIDEO_PLAYERS))

    def test_a_page_below_the_admin_of_somebody_else_is_no_screen_of_it(self):
        self.assertEqual(policy_at("/nieuws/admin/"), "public")
        self.assertEqual(policy_at("/administratie/"), "public")
        self.assertEqual(policy_at("/admin/login/"), "public")
        self.assertEqual(policy_at("/admin/pages/1/edit/"), "admin")
