"""A database statement of a web request that takes too long is stopped, and the response says why."""

import json
import os
import subprocess
import sys

from django.db import OperationalError, connection, transaction
from django.test import RequestFactory

from cms.failures import server_error
from cms.statement_timeout import TOO_LONG, Clock, bound, took_too_long, unbounded
from plone.registry import endpoints
from tests.plone.cases import DialectCase

SLOW = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT max(i) FROM n",
    "postgresql": "SELECT count(*) FROM generate_series(1, {}) a, generate_series(1, 10) b",
}
ENDLESS, LONG = 1_000_000_000, 1_000_000
SHOWN = """
import cms.wsgi
from django.db import connection
connection.ensure_connection()
print([name for wrapper in connection.execute_wrappers if (name := type(wrapper).__name__) == "Clock"])
"""


def ask(rows):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SLOW[connection.vendor].format(rows))
        return cursor.fetchall()


class StatementTests(DialectCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.unbind)
        bound(connection, seconds=0.2)

    def unbind(self):
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(None, 0)
            connection.execute_wrappers[:] = []
        else:
            with connection.cursor() as cursor:
                cursor.execute("RESET statement_timeout")

    def test_it_is_broken_off_and_the_next_one_has_its_own_time(self):
        with self.assertRaises(OperationalError) as caught:
            ask(ENDLESS)

        self.assertTrue(took_too_long(caught.exception))
        self.assertTrue(ask(10))

    def test_another_error_is_no_lack_of_time(self):
        with self.assertRaises(Exception) as caught, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

        self.assertFalse(took_too_long(caught.exception))

    def test_what_the_site_reads_for_itself_takes_its_time(self):
        if connection.vendor == "sqlite":
            with unbounded():
                self.assertTrue(ask(LONG))

    def test_a_connection_that_is_opened_anew_has_one_clock(self):
        bound(connection, seconds=0.2)

        clocks = [wrapper for wrapper in connection.execute_wrappers if isinstance(wrapper, Clock)]
        self.assertEqual(len(clocks), 1 if connection.vendor == "sqlite" else 0)

    def test_a_plone_client_gets_503_with_the_reason(self):
        slow = endpoints["@site", "GET"]._replace(handler=lambda *args: ask(ENDLESS))
        endpoints["@traag", "GET"] = slow
        self.addCleanup(endpoints.pop, ("@traag", "GET"))

        with self.assertLogs("plone.views", "ERROR"):
            response = self.request("@traag")

        self.assert_error(response, 503)
        self.assertEqual(response.json()["message"], str(TOO_LONG))

    def test_people_and_programs_get_503_with_the_reason(self):
        for path, kind in {"/zoeken/": "text/html", "/api/v1/search": "application/problem+json"}.items():
            try:
                ask(ENDLESS)
            except OperationalError:
                response = server_error(RequestFactory().get(path))

            self.assertEqual((response.status_code, response["Retry-After"]), (503, "60"))
            self.assertTrue(response["Content-Type"].startswith(kind))
            self.assertIn(
                str(TOO_LONG), json.loads(response.content)["detail"] if "json" in kind else response.text
            )

    def test_only_a_server_of_the_web_is_bound(self):
        settings = {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": "sqlite://:memory:"}
        for lines, clocks in {
            SHOWN: "['Clock']",
            SHOWN.replace("cms.wsgi", "django; django.setup()"): "[]",
        }.items():
            process = subprocess.run(
                [sys.executable, "-c", lines], env={**os.environ, **settings}, capture_output=True, text=True
            )
            self.assertEqual(process.stdout.strip(), clocks, process.stderr)
