"""Nonsense is an error with a reason, and never one of ours."""

from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from plone.endpoints.registry import NOT_DONE, endpoints
from tests.cases import SiteTestCase

from .cases import DialectCase

NUMBERS = ["-1", "abc", "1.5", "1e3", "²", "9" * 30, "99999999999", "--1", "0x1", "NaN"]
WRITING = ["post", "patch", "put", "delete"]


class RefusalTests(DialectCase):
    def test_a_bad_number_is_named(self):
        for path in ("@search", "nieuws", "@vocabularies/streekwijzer.Themes"):
            for name in ("b_start", "b_size"):
                for value in NUMBERS:
                    with self.subTest(f"{path} {name} {value}"):
                        response = self.ask(path, f"?{name}={quote(value)}")

                        self.assertEqual(response.status_code, 400)
                        self.assertLessEqual({"type", "message"}, response.json().keys())

    def test_a_bad_value_is_named(self):
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
                response = self.ask("@search", f"?{query}")
                self.assert_refused(response, 400)
                self.assertIn("errors", response.json())

    def test_what_the_database_can_not_hold_is_refused(self):
        for path in (
            "nieuws%00",
            "@search?SearchableText=%00",
            "@search?Subject=a%00b",
            "@search?UID=" + "9" * 40,
        ):
            with self.subTest(path):
                response = self.ask(path)
                self.assertEqual(response.status_code, 400)
                self.assertLessEqual({"type", "message"}, response.json().keys())

    def test_json_that_is_none(self):
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
                self.assert_refused(self.ask("@querystring-search", f"?query={quote(text)}"), 400)
                response = self.post("@querystring-search", text)
                self.assertEqual(response.status_code, 400)
        self.assert_refused(self.post("@querystring-search", b"\xff\xfe"), 400)

    def test_what_is_not_there(self):
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
                self.assertIn(self.ask(path).status_code, {200, 400, 404})
        self.assert_refused(self.ask("nergens"), 404)
        self.assert_refused(self.ask("@onbekend"), 404)

    def test_writing_comes_later(self):
        for method in WRITING:
            for path in (
                "",
                "nieuws",
                "nieuws/eerste",
                "nieuws/eerste/@lock",
                "nieuws/eerste/@workflow/publish",
            ):
                with self.subTest(f"{method} {path}"):
                    self.assert_refused(self.ask(path, method=method), 501)
                    self.assert_refused(self.ask(path, method=method, user=self.superuser), 501)
        self.assertEqual(
            self.client.post(
                "/nieuws/eerste/", "{}", content_type="application/json", HTTP_ACCEPT="application/json"
            ).status_code,
            501,
        )

    def test_what_plone_has_and_we_have_not(self):
        for name in NOT_DONE:
            with self.subTest(name):
                self.assert_refused(self.ask(name), 501)

    def test_every_endpoint_answers_every_method(self):
        for name, _method in endpoints:
            for method in (*WRITING, "get", "head", "options", "trace"):
                with self.subTest(f"{method} {name}"):
                    self.assertNotEqual(self.ask(name or "nieuws", method=method).status_code, 500)

    def test_our_own_mistakes_stay_ours(self):
        endpoints["@kapot", "GET"] = endpoints["@site", "GET"]._replace(answer=lambda *args: 1 / 0)
        self.addCleanup(endpoints.pop, ("@kapot", "GET"))

        with self.assertLogs("plone.views", "ERROR"):
            response = self.ask("@kapot")

        self.assert_refused(response, 500)
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


class AnythingTests(TestCase, SiteTestCase):
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
                    st.sampled_from(["query", "i", "o", "v", "b_size", "sort_on", "limit"]), inner, max_size=4
                )
            ),
            max_leaves=8,
        )
    )
    def test_any_json(self, data):
        response = self.client.post("/++api++/@querystring-search", data, content_type="application/json")

        self.assertLess(response.status_code, 500)
