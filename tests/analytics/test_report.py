"""All figures of readers, as a list and as a table to download."""

import csv
import io

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.models import NewsPage
from tests.analytics.cases import ReadersCase
from tests.permissions.factories import a_user


class ReportTests(ReadersCase):
    def setUp(self):
        super().setUp()
        self.viewed(self.own[NewsPage], 5)
        self.viewed(self.own[NewsPage], 3, embed="stad.example")
        self.downloaded(self.our_document, 6, ago=40)
        self.searched("babysit", 4)
        self.viewed(self.public[NewsPage], 98765)
        self.viewed(self.public[NewsPage], 44, embed="hun.example")
        self.downloaded(self.document, 33)
        self.sum_up()

    def report(self, user, **query):
        self.client.force_login(user)
        return self.client.get(reverse("readers_report"), query)

    def rows(self, user, **query):
        body = b"".join(self.report(user, export="csv", **query).streaming_content).decode()
        return list(csv.reader(io.StringIO(body)))[1:]

    def test_a_team_has_all_of_its_own_and_the_searches_of_the_site(self):
        self.assertEqual(
            self.rows(self.us),
            [
                ["Pagina", "Eigen NewsPage", "5", "0"],
                ["Site die ons toont", "stad.example", "3", "0"],
                ["Zoekopdracht zonder resultaat", "babysit", "4", ""],
                ["Document", "Onze nota", "0", "6"],
            ],
        )

    def test_another_teams_figures_are_in_no_answer(self):
        for query in ({}, {"export": "xlsx"}, {"kind": "views"}, {"kind": "downloads"}):
            response = self.report(self.us, **query)
            body = b"".join(response.streaming_content) if response.streaming else response.content

            self.assertEqual(response.status_code, 200)
            for words in (b"98765", b"98.765", b"hun.example", b"nachtuil"):
                self.assertNotIn(words, body)

    def test_reviewers_see_those_of_all(self):
        names = {row[1] for row in self.rows(self.reviewer)}

        self.assertLessEqual({"Eigen NewsPage", "Openbaar NewsPage", "hun.example", "Onze nota"}, names)

    def test_it_can_be_narrowed_to_one_kind_and_bears_nonsense(self):
        lines = self.report(self.us, kind="embedded").context["object_list"]

        self.assertEqual([line.name for line in lines], ["stad.example"])
        self.assertEqual(self.report(self.us, kind="onzin", p="x").status_code, 200)

    def test_who_has_no_pages_does_not_get_in(self):
        self.assertEqual(self.report(a_user()).status_code, 302)

    def test_more_lines_cost_no_more_queries(self):
        def queries():
            self.report(self.reviewer)
            with CaptureQueriesContext(connection) as queries:
                self.report(self.reviewer)
            return len(queries)

        few = queries()
        for page in (*self.own.values(), *self.public.values()):
            self.viewed(page, 1, ago=2)
            self.viewed(page, 1, ago=2, embed=f"site{page.pk}.example")
        self.sum_up()

        self.assertEqual(queries(), few)
