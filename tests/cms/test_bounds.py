"""Limits of a request: the same for all formats and APIs, each with the reason in its own style."""

import json
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from cms.bounds import LARGEST_BODY, LARGEST_QUESTION, LARGEST_UPLOAD, MOST_VALUES, MOST_VALUES_TOGETHER
from editor.write_api.document import build_openapi_json
from tests.cms.cases import PublishingTestCase
from tests.plone.cases import DialectCase

MANY = [f"woord-{number}" for number in range(MOST_VALUES + 1)]
OPERATION = "plone.app.querystring.operation.selection."
TOO_MANY = _("At most %(most)s values at a time.") % {"most": MOST_VALUES}


def query_string(**values):
    return f"?{urlencode(values, doseq=True)}"


def criteria(number, values, operator="any"):
    return [{"i": "Subject", "o": OPERATION + operator, "v": list(values)} for _number in range(number)]


class ValuesTests(DialectCase):
    def test_people_get_the_unfiltered_list_with_a_word_about_it(self):
        practice = self.make("practices", title="Samen wonen")
        for query in (query_string(theme=MANY), query_string(municipality=",".join(MANY))):
            for address in ("/praktijken/", "/praktijken/insluiten/"):
                with self.subTest(address + query):
                    response = self.client.get(address + query)

                    self.assertContains(response, TOO_MANY)
        self.assertContains(self.client.get(f"/praktijken/{query}"), practice.title)

    def test_programs_are_refused_with_the_reason(self):
        list_address = f"http://testserver/praktijken/{query_string(theme=MANY)}"
        statuses = {
            "/praktijken/feed.atom": 400,
            "/praktijken/feed.rss": 400,
            "/praktijken/feed.json": 400,
            "/praktijken/export.csv": 400,
            "/praktijken/export.jsonld": 400,
            "/agenda/agenda.ics": 400,
            "/praktijken/embed/": 400,
            "/api/v1/practices": 422,
            "/api/v1/practices/facets": 422,
            "/api/v1/coordinators": 422,
        }
        for address, status in statuses.items():
            with self.subTest(address):
                response = self.client.get(address + query_string(theme=MANY))

                self.assertContains(response, str(MOST_VALUES), status_code=status)
        self.assertContains(
            self.client.get(f"/oembed{query_string(url=list_address)}"), "20", status_code=400
        )

    def test_one_value_many_times_is_one(self):
        response = self.client.get("/api/v1/practices" + query_string(theme=["wonen"] * 100))

        self.assertEqual(response.status_code, 200)

    def test_the_description_of_the_api_says_it(self):
        paths = self.client.get("/api/v1/openapi.json").json()["paths"]
        lists = [
            parameter["schema"]
            for parameter in paths["/api/v1/practices"]["get"]["parameters"]
            if parameter["schema"]["type"] == "array"
        ]

        self.assertEqual({schema["maxItems"] for schema in lists}, {MOST_VALUES})


class DialectTests(DialectCase):
    def test_no_parameter_of_a_search_takes_more(self):
        for name in (
            "Subject",
            "Subject.query",
            "portal_type",
            "path",
            "path.query",
            "UID",
            "id",
            "Language",
        ):
            with self.subTest(name):
                response = self.request("@search", query_string(**{name: MANY}))

                self.assert_error(response, 400)
                self.assertIn(str(MOST_VALUES), response.json()["message"])
                self.get_json("@search", query_string(**{name: MANY[:MOST_VALUES]}))

    def test_nor_does_a_query_of_criteria(self):
        for query in (
            criteria(MOST_VALUES + 1, ["a"]),
            criteria(1, MANY),
            criteria(1, MANY, "all"),
            criteria(6, MANY[:MOST_VALUES]),
        ):
            response = self.post("@querystring-search", {"query": query})

            self.assert_error(response, 400)
        most = criteria(MOST_VALUES_TOGETHER // MOST_VALUES, MANY[:MOST_VALUES], "none")
        self.assertEqual(self.post("@querystring-search", {"query": most}).status_code, 200)

    def test_a_list_of_subjects_costs_one_look_at_them(self):
        one = self.count_queries(f"/++api++/@search{query_string(Subject='a')}")
        many = self.count_queries(f"/++api++/@search{query_string(Subject=MANY[:MOST_VALUES])}")

        self.assertEqual(many, one)

    def test_subjects_are_found_by_name_and_slug_in_whatever_case(self):
        for subjects in (["WONEN"], ["wonen", "onbekend"], ["Wonen", "x"]):
            self.assertEqual(self.get_titles("@search", query_string(Subject=subjects)), ["Eerste bericht"])

    def test_names_of_metadata_count_once_and_unknown_ones_not_at_all(self):
        names = {"query": [], "metadata_fields": ["UID"] * 5000 + ["x"] * 5000}

        item = self.post("@querystring-search", names).json()["items"][0]

        self.assertIn("UID", item)
        self.assertNotIn("x", item)

    def test_metadata_that_are_no_names_are_none(self):
        for value in (5, {"UID": 1}, [{}], True):
            response = self.post("@querystring-search", {"query": [], "metadata_fields": value})

            self.assertEqual(response.status_code, 200, value)

    def test_a_question_is_no_book(self):
        text = json.dumps({"query": [], "x": "a" * LARGEST_QUESTION})

        self.assert_error(self.post("@querystring-search", text), 413)


class DocumentTests(PublishingTestCase):
    def test_the_description_of_the_write_api_is_made_once(self):
        first = self.api("get", "openapi.json").json()
        misses = build_openapi_json.cache_info().misses

        self.assertEqual(self.api("get", "openapi.json").json(), first)
        self.assertEqual(build_openapi_json.cache_info().misses, misses)


class BodyTests(DialectCase):
    def test_what_anybody_sends_is_not_large(self):
        for address in ("/", "/nieuws/", "/++api++/@login", "/api/v1/practices", "/praktijken/feed.json"):
            with self.subTest(address):
                response = self.client.post(address, b"x" * (LARGEST_BODY + 1), content_type="text/plain")

                self.assertEqual(response.status_code, 413)
                self.assertIn("no-store", response["Cache-Control"])

    def test_people_of_the_house_send_files(self):
        self.client.force_login(self.superuser)
        body = b"x" * (LARGEST_BODY + 1)
        form = {"content_type": "multipart/form-data; boundary=x"}

        self.assertNotEqual(self.client.post("/admin/images/add/", body, **form).status_code, 413)
        headers = {"CONTENT_LENGTH": str(LARGEST_UPLOAD + 1)}
        self.assertEqual(self.client.post("/admin/images/add/", body, **form, **headers).status_code, 413)
