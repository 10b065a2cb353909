"""The Mozilla HTTP Observatory's own scorer, on what the site answers over https with production's settings."""

import json
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import TestCase, override_settings
from wagtail.models import Page

from tests.browser.checkers import MODULES

# 100, and what counts on top: a policy that begins with nothing (10), frame-ancestors (5), Referrer-Policy (5) and
# Cross-Origin-Resource-Policy (10). Integrity (5) and cookies (5) count where there are scripts or cookies.
WANTED = 130
OTHERS = [
    "/zoeken/",
    "/zoeken/?q=wonen",
    "/praktijken/?theme=wonen",
    "/praktijken/?theme=bestaat-niet",
    "/praktijken/bewaard/",
    "/praktijken/insluiten/",
    "/praktijken/feed.atom",
    "/praktijken/export.csv",
    "/agenda/agenda.ics",
    "/nieuws/feed.json",
    "/vind-je-platform/?q=mechelen",
    "/api/v1/practices",
    "/api/v1/docs",
    "/oembed?url=x",
    "/sitemap.xml",
    "/bestaat-niet/",
    "/?q=%00",
    "/admin/login/",
    "/admin/password_reset/",
]
# Other sites show these, so they lose what Cross-Origin-Resource-Policy and integrity count for.
FRAMED = ["/praktijken/embed/", "/bestaat-niet/embed/"]
FRAMED_WANTED = 120
AS_IN_PRODUCTION = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SESSION_COOKIE_NAME": "__Host-sessionid",
    "CSRF_COOKIE_NAME": "__Host-csrftoken",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}


@contextmanager
def certificate():
    """A folder with a certificate of this machine, and its key."""
    with tempfile.TemporaryDirectory() as folder:
        names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *names]
        files = ["-keyout", f"{folder}/site.key", "-out", f"{folder}/site.pem"]
        subprocess.run([*command, *files], check=True, capture_output=True)
        yield Path(folder)


def scores_of(responses):
    """The results of the scanner by path."""
    with certificate() as folder:
        given = {
            "key": (folder / "site.key").read_text(),
            "certificate": (folder / "site.pem").read_text(),
            "responses": responses,
        }
        done = subprocess.run(
            [shutil.which("node"), str(MODULES.parent / "score_headers.mjs")],
            input=json.dumps(given),
            env=os.environ | {"NODE_EXTRA_CA_CERTS": str(folder / "site.pem")},
            capture_output=True,
            text=True,
            check=True,
        )
    return json.loads(done.stdout)


@pytest.mark.node
@override_settings(**AS_IN_PRODUCTION)
class ScoreTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("make_site", verbosity=0)
        call_command("load_demo", seeds_only=True, verbosity=0)

    def response(self, path):
        response = self.client.get(path, secure=True)
        cookies = [cookie.OutputString() for cookie in response.cookies.values()]
        headers = {**response.headers, **({"Set-Cookie": cookies} if cookies else {})}
        return {"headers": headers, "body": response.getvalue().decode()}

    def test_every_kind_of_page_is_as_safe_as_it_can_be(self):
        pages = {type(page): page.url for page in Page.objects.live().filter(depth__gt=1).specific()}

        results = scores_of({path: self.response(path) for path in [*pages.values(), *OTHERS, *FRAMED]})

        self.assertGreater(len(pages), 10)
        for path, result in results.items():
            with self.subTest(path):
                self.assertEqual(result["lost"], [])
                self.assertGreaterEqual(result["score"], FRAMED_WANTED if path in FRAMED else WANTED)

    def test_what_has_no_such_header_is_scored_lower(self):
        given = self.response("/")
        del given["headers"]["Content-Security-Policy"]

        result = scores_of({"/": given})["/"]

        self.assertEqual(result["lost"], ["csp-not-implemented"])
        self.assertLess(result["score"], 80)
