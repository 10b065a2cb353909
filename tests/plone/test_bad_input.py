"""Invalid input is answered with a reason, never with 500."""

from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from plone.registry import NOT_IMPLEMENTED, endpoints
from tests.cases import SiteTestCase

from .cases import DialectCase

NUMBERS = ["-1", "abc", "1.5", "1e3", "²", "9" * 30, "99999999999", "--1", "0x1", "NaN"]
WRITING = ["post", "patch", "put", "delete"]


class RefusalTests(DialectCase):
    def test_an_invalid_number_is_400(self):
        for path in ("@search", "nieuws", "@vocabularies/streekwijzer.Themes"):
            for name in ("b_start", "b_size"):
                for value in NUMBERS:
                    if (value, name) == ("-1", "b_size") and path.startswith("@vocabularies"):
                        continue  # asks for all
                    with self.subTest(f"{path} {name} {value}"):
                        response = self.request(path, f"?{name}={quote(value)}")

                        self.assertEqual(response.status_code, 400)
                        self.assertLessEqual({"type", "message"}, response.json().keys())

    def test_an_invalid_value_is_400_and_named(self):
        for query in (
            "sort_on=password",
            "sort_on=owner__password",
            "sort_order=opzij",
            "effective=gisteren",
            "effective.query=2026-13-45&effective.range=min",
            "modified=0001-01-01",
            "created.query=9999-12-31T23:59:59Z&created.range=max",
            "effective=2026-01-01&effective.range=ooit",
            "path.depth=diep",
            "path=/nieuws&path.depth=-2",
            "sort_limit=0",
            "limit=x",
        ):
            with self.subTest(query):
                response = self.request("@search", f"?{query}")
                self.assert_error(response, 400)
                self.assertIn("errors", response.json())

    def test_an_unknown_value_of_a_filter_is_400_and_named(self):
        for query in ("theme=onzin", "theme=wonen&sort=onzin"):
            with self.subTest(query):
                response = self.request("nieuws", f"?{query}")

                self.assert_error(response, 400)
                self.assertIn(response.json()["errors"][0]["field"], query)

    def test_values_that_the_database_cannot_hold_are_400(self):
        for path in (
            "nieuws%00",
            "@search?SearchableText=%00",
            "@search?Subject=a%00b",
            "@search?UID=" + "9" * 40,
        ):
            with self.subTest(path):
                response = self.request(path)
                self.assertEqual(response.status_code, 400)
                self.assertLessEqual({"type", "message"}, response.json().keys())

    def test_invalid_json_is_400(self):
        for text in (
            "{",
            "[",
            "nul",
            '{"query":',
            "NaN",
            '{"query":[NaN]}',
            '["\\u0000"]',
            '["\\ud800"]',
            "[" * 9000,
            "1e999",
        ):
            with self.subTest(text[:40]):
                self.assert_error(self.request("@querystring-search", f"?query={quote(text)}"), 400)
                response = self.post("@querystring-search", text)
                self.assertEqual(response.status_code, 400)
        self.assert_error(self.post("@querystring-search", b"\xff\xfe"), 400)

    def test_unknown_addresses_are_404(self):
        for path in (
            "nergens",
            "@onbekend",
            "@",
            "nieuws/@onbekend/x",
            "@search/x/y/../..",
            "a/" * 400,
            "@history/x",
        ):
            with self.subTest(path[:40]):
                self.assertIn(self.request(path).status_code, {200, 400, 404})
        self.assert_error(self.request("nergens"), 404)
        self.assert_error(self.request("@onbekend"), 404)

    def test_writing_is_not_implemented(self):
        for method in WRITING:
            for path in (
                "",
                "nieuws",
                "nieuws/eerste",
                "nieuws/eerste/@lock",
                "nieuws/eerste/@workflow/publish",
            ):
                with self.subTest(f"{method} {path}"):
                    self.assert_error(self.request(path, method=method), 501)
                    self.assert_error(self.request(path, method=method, user=self.superuser), 501)
        self.assertEqual(
            self.client.post(
                "/nieuws/eerste/", "{}", content_type="application/json", HTTP_ACCEPT="application/json"
            ).status_code,
            501,
        )

    def test_endpoints_that_only_plone_has_are_501(self):
        for name in NOT_IMPLEMENTED:
            with self.subTest(name):
                self.assert_error(self.request(name), 501)

    def test_no_endpoint_fails_on_any_method(self):
        for name, _method in endpoints:
            for method in (*WRITING, "get", "head", "options", "trace"):
                with self.subTest(f"{method} {name}"):
                    self.assertNotEqual(self.request(name or "nieuws", method=method).status_code, 500)

    def test_an_uncaught_exception_is_a_500_without_details(self):
        endpoints["@kapot", "GET"] = endpoints["@site", "GET"]._replace(handler=lambda *args: 1 / 0)
        self.addCleanup(endpoints.pop, ("@kapot", "GET"))

        with self.assertLogs("plone.views", "ERROR"):
            response = self.request("@kapot")

        self.assert_error(response, 500)
        self.assertNotIn("division", response.content.decode())


PARAMETERS = st.sampled_from(
    [
        "SearchableText", "Title", "portal_type", "path", "path.query", "path.depth", "Subject", "Subject.operator",
        "review_state", "effective", "effective.query", "effective.range", "start.query", "sort_on", "sort_order",
        "metadata_fields", "fullobjects", "b_start", "b_size", "UID", "limit", "expand", "expand.navigation.depth",
        "query", "title", "tokens", ":list", "is_folderish",
    ]
)  # fmt: skip
PLACES = st.sampled_from(
    [
        "",
        "nieuws",
        "@search",
        "@querystring-search",
        "@navigation",
        "@contextnavigation",
        "@vocabularies/streekwijzer.Themes",
    ]
)


class FuzzTests(TestCase, SiteTestCase):
    @given(st.text(max_size=40))
    def test_any_path(self, path):
        self.assertLess(self.client.get(f"/++api++/{quote(path)}").status_code, 500)

    @given(PLACES, st.lists(st.tuples(PARAMETERS, st.text(max_size=20)), max_size=4))
    def test_any_parameters(self, place, pairs):
        query = "&".join(f"{quote(key)}={quote(value)}" for key, value in pairs)

        self.assertLess(self.client.get(f"/++api++/{place}?{query}").status_code, 500)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        [
                            "query",
                            "i",
                            "o",
                            "v",
                            "b_size",
                            "sort_on",
                            "limit",
                            "metadata_fields",
                            "fullobjects",
                        ]
                    ),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=8,
        )
    )
    def test_any_json(self, data):
        response = self.client.post("/++api++/@querystring-search", data, content_type="application/json")

        self.assertLess(response.status_code, 500)
