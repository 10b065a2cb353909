"""What every response and server keeps to (OWASP ASVS 5.0, 4.1.1, 4.2.1 and 13.4)."""

import os
import re
import socket
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from bench.servers import gunicorn
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory

TEXT = re.compile(r"text/|application/(?:[\w.-]+\+)?(?:xml|javascript)")
# JSON has no parameter for it: it is UTF-8 (RFC 8259, 8.1), as is what begins with application/ and ends in +json.
OTHER = re.compile(r"(?:application|image|audio|font)/(?:[\w.-]+\+)?[\w.-]+")
HOST = b"Host: www.example.org\r\n"
AMBIGUOUS = {
    "both a length and chunks": (
        b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n",
        b"0\r\n\r\nGET",
        400,
    ),
    "two lengths": (b"Content-Length: 3\r\nContent-Length: 5\r\n", b"abcde", 400),
    "two lengths in one": (b"Content-Length: 3, 5\r\n", b"abcde", 400),
    "a length with a sign": (b"Content-Length: +3\r\n", b"abc", 400),
    "a space before the colon": (b"Transfer-Encoding : chunked\r\n", b"0\r\n\r\n", 400),
    "an unknown encoding": (b"Transfer-Encoding: gurken\r\n", b"0\r\n\r\n", 501),
    "a folded header": (b"X-A: b\r\n c: d\r\n", b"", 400),
    "a line feed alone": (b"X-A: b\nX-B: c\r\n", b"", 400),
    "headers without an end": (b"X-A: " + b"a" * 70_000 + b"\r\n", b"", 431),
}


class ContentTypeTests(SiteTestCase):
    def test_every_response_says_what_it_is_and_text_in_which_charset(self):
        page = NewsPageFactory(parent=self.news)
        for address in (
            "/", page.url, "/nergens/", "/zoeken/?q=x", "/robots.txt", "/sitemap.xml", "/nieuws/feed.atom",
            "/nieuws/feed.rss", "/nieuws/feed.json", "/nieuws/export.csv", "/nieuws/export.jsonld", "/nieuws/embed/",
            "/embed.js", "/oembed?url=x", "/api/v1/news", "/api/v1/nergens", "/api/v1/docs", "/api/cms/pages/",
            "/++api++/nieuws", "/admin/login/", "/admin/jsi18n/", "/health/live", "/?q=%00",
            "/.well-known/security.txt",
        ):  # fmt: skip
            with self.subTest(address):
                kind, _semicolon, parameters = self.client.get(address)["Content-Type"].partition(";")

                if TEXT.match(kind):
                    self.assertIn("charset=utf-8", parameters.lower().replace('"', ""))
                else:
                    self.assertRegex(kind, OTHER)


class UnaskedTests(SiteTestCase):
    def test_no_request_is_sent_back(self):
        for address in ("/", "/robots.txt", "/nieuws/feed.atom", "/admin/login/"):
            self.assertEqual(self.client.trace(address).status_code, 405, address)

    def test_production_is_not_in_debug_mode_and_no_variable_makes_it_so(self):
        base = (settings.BASE_DIR / "cms" / "settings" / "base.py").read_text()

        self.assertEqual(re.findall(r"^DEBUG = (.*)$", base, re.MULTILINE), ["False"])

    def test_nothing_of_the_source_or_the_machine_is_served(self):
        for path in (
            "/.git/config",
            "/.env",
            "/manage.py",
            "/requirements.txt",
            "/__debug__/",
            "/var/db.sqlite3",
            "/static/",
        ):
            self.assertEqual(self.client.get(path).status_code, 404, path)


@pytest.fixture(scope="module")
def server():
    with gunicorn("bench.hello:app", os.environ) as server:
        yield server


def answer(server, head, body):
    """The status with which the server answers a POST with these headers and this body; 0 if it hangs up."""
    parts = urlsplit(server.address)
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\n" + HOST + head + b"\r\n" + body)
        line = connection.recv(65_536)
    return int(line.split()[1]) if line else 0


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_a_request_whose_end_is_doubtful_is_refused(server, name):
    """Two servers that read it differently would take a part of it for the next visitor's request."""
    head, body, status = AMBIGUOUS[name]

    assert answer(server, head, body) == status


def test_a_request_with_one_end_is_answered(server):
    assert answer(server, b"Content-Length: 3\r\n", b"abc") == 200


def test_an_address_without_end_is_refused(server):
    parts = urlsplit(server.address)
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
        connection.sendall(b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n")

        assert connection.recv(100).split()[1] == b"414"
