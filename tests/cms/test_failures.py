"""Unexpected errors: a page for people, a problem for programs, and 503 without a database."""

from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connection
from django.test import TestCase

from caching import models
from caching.cache_control import NOT_KEPT
from tests.api.cases import PROBLEM
from tests.cases import SiteTestCase

PEOPLE = ["/", "/nieuws/", "/zoeken/?q=wonen", "/vind-je-platform/?q=8900", "/nergens/", "/nieuws/insluiten/"]
PROGRAMS = [
    "/api/v1/news",
    "/api/v1/openapi.json",
    "/api/v1/by-id/5ea67dd4-7a27-4c66-b1c7-86c3834024d6",
    "/nieuws/feed.atom",
    "/nieuws/feed.json",
    "/nieuws/export.csv",
    "/oembed?url=http://localhost/nieuws/",
    "/sitemap.xml",
]


@contextmanager
def every_query_fails(error):
    def fail(*_arguments):
        raise error("the database is away")

    with connection.execute_wrapper(fail):
        yield


class FailureTestCase(SiteTestCase):
    def setUp(self):
        super().setUp()
        self.client.raise_request_exception = False
        models._moment.set(None)

    def ask(self, address, error=OperationalError, **headers):
        with every_query_fails(error), self.assertLogs(level="ERROR"):
            return self.client.get(address, **headers)


class WithoutDatabaseTests(FailureTestCase):
    def assert_unavailable(self, response, address):
        self.assertEqual(response.status_code, 503, address)
        self.assertEqual(response["Retry-After"], "60", address)
        self.assertEqual(response["Cache-Control"], NOT_KEPT, address)

    def test_the_log_has_the_address_and_not_what_was_asked(self):
        for address in ("/zoeken/", "/api/v1/search", "/++api++/@search", "/nieuws/feed.atom", "/oembed"):
            with every_query_fails(OperationalError), self.assertLogs(level="ERROR") as logs:
                self.client.get(f"{address}?q=geheim&url=geheim&SearchableText=geheim")

            lines = [record.getMessage() for record in logs.records]
            self.assertIn(address, " ".join(lines))
            self.assertNotIn("geheim", " ".join(lines))

    def test_people_get_a_page(self):
        for address in PEOPLE:
            response = self.ask(address)

            self.assert_unavailable(response, address)
            self.assertTrue(response["Content-Type"].startswith("text/html"))
            self.assertContains(response, "<h1>", status_code=503)

    def test_people_who_open_a_file_get_a_page(self):
        for address in ("/documents/1/nota.pdf", "/nieuws/feed.atom"):
            response = self.ask(address, headers={"Accept": "text/html,*/*"})

            self.assert_unavailable(response, address)
            self.assertContains(response, "<h1>", status_code=503)

    def test_programs_get_a_problem(self):
        for address in PROGRAMS:
            for error in (OperationalError, InterfaceError):
                response = self.ask(address, error)

                self.assert_unavailable(response, address)
                self.assertEqual(response["Content-Type"], PROBLEM, address)
                self.assertEqual(response["Access-Control-Allow-Origin"], "*", address)
                self.assertEqual(response.json()["status"], 503)

    def test_a_client_of_the_dialect_gets_what_it_reads(self):
        for address in ("/++api++/nieuws", "/nieuws/"):
            response = self.ask(address, headers={"Accept": "application/json"})

            self.assert_unavailable(response, address)
            self.assertEqual(response.json()["type"], "ServiceUnavailable")

    def test_an_embed_says_so_in_its_frame(self):
        response = self.ask("/nieuws/embed/")

        self.assert_unavailable(response, "embed/")
        self.assertNotIn("X-Frame-Options", response)
        self.assertIn("frame-ancestors *", response["Content-Security-Policy"])

    def test_who_has_a_token_gets_a_problem_for_no_other_site(self):
        response = self.ask("/api/cms/pages/", headers={"Authorization": "Bearer sleutel"})

        self.assert_unavailable(response, "/api/cms/")
        self.assertEqual(response["Content-Type"], PROBLEM)
        self.assertNotIn("Access-Control-Allow-Origin", response)

    def test_what_needs_no_database_is_there(self):
        with every_query_fails(OperationalError):
            robots = self.client.get("/robots.txt")
            script = self.client.get("/embed.js")

        self.assertContains(robots, "Disallow: /admin/")
        self.assertContains(robots, "Sitemap: http")
        self.assertEqual(script.status_code, 200)


class OurFaultTests(FailureTestCase):
    def test_it_is_a_500_as_who_asked_can_read_it(self):
        for address in PEOPLE[:4]:
            response = self.ask(address, RuntimeError)

            self.assertEqual((response.status_code, response["Cache-Control"]), (500, NOT_KEPT), address)
            self.assertTrue(response["Content-Type"].startswith("text/html"))
            self.assertNotIn("Retry-After", response)
            self.assertNotContains(response, "the database is away", status_code=500)
        for address in PROGRAMS:
            response = self.ask(address, RuntimeError)

            self.assertEqual((response.status_code, response["Content-Type"]), (500, PROBLEM), address)
            self.assertNotContains(response, "the database is away", status_code=500)


class AddressTests(TestCase):
    def test_without_a_site_there_is_an_answer_too(self):
        self.assertEqual(self.client.get("/robots.txt").status_code, 200)
