"""A response depends only on the URL and on the headers that `Vary` names."""

from django.test import SimpleTestCase

from cms.headers import MOST_TYPES, accepted_codings, in_utf8, readable_types
from tests.cms.cases import PublishingTestCase
from tests.factories import ThemeFactory
from tests.plone.cases import DialectCase

# Each changes nothing by itself, so they come together.
OF_NO_ACCOUNT = {
    "HTTP_ACCEPT_LANGUAGE": "en",
    "HTTP_CACHE_CONTROL": "no-cache",
    "HTTP_DNT": "1",
    "HTTP_FORWARDED": "host=evil.example;proto=https",
    "HTTP_IF_MODIFIED_SINCE": "Mon, 01 Jan 2001 00:00:00 GMT",
    "HTTP_IF_NONE_MATCH": '"another"',
    "HTTP_ORIGIN": "https://stad.example",
    "HTTP_RANGE": "bytes=0-10",
    "HTTP_REFERER": "https://stad.example/pagina",
    "HTTP_SAVE_DATA": "on",
    "HTTP_X_FORWARDED_FOR": "192.0.2.1",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_PORT": "1337",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE",
    "HTTP_X_ORIGINAL_URL": "/admin/",
    "HTTP_X_REQUESTED_WITH": "XMLHttpRequest",
    "HTTP_X_REWRITE_URL": "/admin/",
}
CHANGES = [
    OF_NO_ACCOUNT,
    {"CONTENT_TYPE": "text/plain; charset=rot13"},
    {"CONTENT_TYPE": "application/x-www-form-urlencoded; charset=cp037"},
    {"CONTENT_TYPE": "application/json; charset*=nonsense''x"},
    {"HTTP_HOST": "testserver:1337"},
    {"HTTP_HOST": "TESTSERVER."},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_ACCEPT": "application/json;q*=nonsense''1, text/html"},
    {"HTTP_ACCEPT_ENCODING": "gzip"},
    {"HTTP_AUTHORIZATION": "Bearer nonsense"},
    {"HTTP_COOKIE": "sessionid=nonsense; csrftoken=nonsense; messages=nonsense"},
    {"HTTP_USER_AGENT": "WordPress/6.8; https://stad.example"},
]
# What Django writes in its environment, as `Vary` has it.
NAMES = {"CONTENT_TYPE": "content-type"}
V1 = "/api/v1/"


class VaryingTests(DialectCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.practice = cls.make(cls, "practices", title="Ménsen in de wijk")
        cls.make(cls, "events", title="Volgende maand")

    def addresses(self):
        key = self.practice.translation_key
        filtered = "?theme=wonen&q=m%C3%A9nsen"
        pages = ["/", "/nieuws", "/nieuws/", "/nieuws/eerste", "/nieuws/eerste/", "/nergens", "/nergens/"]
        lists = [f"/praktijken/{filtered}", "/praktijken/?theme=nergens", f"/praktijken/insluiten/{filtered}"]
        formats = ["feed.atom", "export.csv", "export.jsonld", "embed/"]
        api = ["practices", "practices/facets", "search", "organisations", f"practices/{key}", f"by-id/{key}"]
        dialect = [
            "",
            "nieuws",
            "@search?Title=m%C3%A9nsen",
            "nieuws/@navigation",
            "@vocabularies",
            "nergens",
        ]
        return [
            *pages,
            *lists,
            *(f"/praktijken/{name}{filtered}" for name in formats),
            "/praktijken/feed.json?theme=nergens",
            "/praktijken/export.csv?theme=nergens",
            *(f"{V1}{name}{filtered}" for name in api),
            *(f"/++api++/{path}" for path in dialect),
            "/agenda/agenda.ics",
            "/nieuws/@search",
            "/nieuws/eerste/@breadcrumbs?x=1",
            "/++api++/@querystring-search?query=%7B%22query%22%3A%5B%5D%7D",
            "/oembed?url=http://localhost/praktijken/",
            "/oembed?url=http://testserver:1337/praktijken/",
            f"{V1}openapi.json",
            f"{V1}find-platform?q=hoev%C3%A9",
            f"/id/{key}?theme=wonen",
            "/zoeken/?q=m%C3%A9nsen",
            "/zoeken/suggesties/?q=m%C3%A9n",
            "/vind-je-platform/?q=hoev%C3%A9",
            "/embed.js",
            "/sitemap.xml",
            "/robots.txt",
        ]

    def test_what_changes_an_answer_is_named_in_it(self):
        for address in self.addresses():
            usual = self.client.get(address)
            for change in CHANGES:
                with self.subTest(f"{address} {change}"):
                    other = self.client.get(address, **change)

                    self.assertLess(other.status_code, 500)
                    if what(other) != what(usual):
                        self.assert_says_so(usual, change)
                        self.assert_says_so(other, change)

    def assert_says_so(self, response, change):
        """Names the header in `Vary`, or forbids caching."""
        if "no-store" in response.get("Cache-Control", ""):
            return
        (name,) = change
        name = NAMES.get(name, name.removeprefix("HTTP_").lower().replace("_", "-"))
        self.assertIn(
            name, response.get("Vary", "").lower().split(", "), (what(response)[:2], response.headers)
        )

    def test_nobody_is_led_to_a_host_that_is_not_ours(self):
        for address in self.addresses():
            if "1337" in address:
                continue
            for host in ("testserver:1337", "TESTSERVER:1337"):
                with self.subTest(address):
                    response = self.client.get(address, HTTP_HOST=host, HTTP_ACCEPT="application/json")

                    self.assertNotIn(b"1337", what(response)[2])
                    self.assertNotIn("1337", what(response)[1])


def what(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, response.get("Location", ""), body


class CharsetTests(DialectCase):
    def test_a_filter_is_read_as_utf8_whatever_the_header_says(self):
        self.make("practices", title="Over zorg", themes=[ThemeFactory(name="Zorg")])
        for charset in ("cp037", "utf-16", "rot13", "latin-1"):
            with self.subTest(charset):
                response = self.client.get(
                    "/praktijken/feed.json?theme=wonen", CONTENT_TYPE=f"text/plain; charset={charset}"
                )

                self.assertEqual(response.json()["items"], [])

    def test_what_is_posted_is_utf8(self):
        for charset in ("cp037", "rot13", "iso-8859-1"):
            kind = f"application/x-www-form-urlencoded; charset={charset}"
            response = self.client.generic("POST", "/++api++/@login", b"login=w%C3%B6rk", kind)

            self.assertEqual(response.wsgi_request.POST["login"], "wörk")

    def test_json_is_utf8(self):
        text = '{"query": []}'
        for encoding, status in {"utf-8": 200, "utf-16": 400, "utf-32": 400, "latin-1": 200}.items():
            response = self.client.generic(
                "POST",
                "/++api++/@querystring-search",
                text.encode(encoding),
                f"application/json; charset={encoding}",
            )

            self.assertEqual(response.status_code, status, encoding)

    def test_a_file_keeps_its_boundary(self):
        body = b'--x y\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xc3\xa9\r\n--x y--\r\n'
        kind = 'multipart/form-data; charset=cp037; boundary="x y"'

        response = self.client.generic("POST", "/nieuws/", body, kind)

        self.assertEqual(response.wsgi_request.POST["a"], "é")
        self.assertEqual(in_utf8("multipart/form-data; boundary=x"), "multipart/form-data; boundary=x")


class NulTests(PublishingTestCase):
    def test_nul_in_json_is_refused_whatever_it_is_called(self):
        text = '{"title": "a\\u0000b"}'
        for body, kind in [
            (text.encode(), "text/plain"),
            (text.encode(), "application/problem+json"),
            (text.encode("utf-16"), "application/json"),
        ]:
            response = self.client.generic(
                "PATCH", f"/api/cms/pages/{self.draft.pk}/", body, kind, **self.token_headers()
            )

            self.assertEqual(response.status_code, 400, kind)

    def token_headers(self):
        return {"HTTP_AUTHORIZATION": "Bearer nonsense"}


class CodingTests(SimpleTestCase):
    def test_what_is_refused_is_not_sent(self):
        for header, expected in {
            "": "",
            "gzip": "gzip",
            "gzip, deflate, br, zstd": "br, gzip",
            "gzip;q=0": "",
            "gzip;q=0.0, br": "br",
            "br;q=0, gzip": "gzip",
            "*": "br, gzip",
            "*;q=0": "",
            "gzip, *;q=0": "gzip",
            "identity;q=0, gzip": "gzip",
            "identity;q=0": "",
            "identity, gzip;q=0.5": "",
            "GZIP ; Q=0": "",
            "x-gzip": "gzip",
            "gzip;q=nonsense": "gzip",
            "gzipped": "",
        }.items():
            with self.subTest(header):
                self.assertEqual(accepted_codings(header), expected)


class AcceptTests(SimpleTestCase):
    def test_of_a_long_wish_the_first_types_are_read(self):
        wish = "text/html;q*=nonsense''1,application/json," + "a/b;c=d," * 1000

        read = readable_types(wish).split(",")

        self.assertEqual(read[0], "application/json")
        self.assertEqual(len(read), MOST_TYPES - 1)


class GzipTests(DialectCase):
    def test_an_answer_is_packed_for_who_wants_it(self):
        for header, coding in {
            "gzip": "gzip",
            "gzip;q=0": None,
            "*;q=0": None,
            "br": None,
            "*": "gzip",
        }.items():
            response = self.client.get("/nieuws/", HTTP_ACCEPT_ENCODING=header)

            self.assertEqual(response.get("Content-Encoding"), coding, header)
            self.assertIn("Accept-Encoding", response["Vary"])


class PastedTests(DialectCase):
    def test_an_address_out_of_html_is_read_as_it_is_meant(self):
        wanted = self.make("practices", title="Lopend", status="running")
        self.make("practices", title="Voorbij", status="stopped")
        query = "?theme=wonen&amp;status=running&amp;amp;sort=title"

        page = self.client.get(f"/praktijken/{query}")
        self.assertContains(page, wanted.title)
        self.assertNotContains(page, "Voorbij")
        for name in ("feed.json", "export.csv", "embed/"):
            response = self.client.get(f"/praktijken/{name}{query}")
            self.assertContains(response, "Lopend")
            self.assertNotContains(response, "Voorbij")

    def test_so_is_one_that_is_pasted_for_oembed(self):
        self.make("practices", title="Lopend", status="running")
        address = "http://localhost/praktijken/?theme=wonen&amp;status=running"

        html = self.client.get("/oembed", {"url": address}).json()["html"]

        self.assertIn("status=running", html)

    def test_a_program_is_told(self):
        response = self.client.get(f"{V1}practices?theme=wonen&amp;status=running")

        self.assertEqual(response.status_code, 422)
        self.assertEqual(response.json()["errors"][0]["parameter"], "amp;status")
