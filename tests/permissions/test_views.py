"""Which pages are read is the team's own business."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import PageViews
from news.models import NewsPage
from practices.models import PracticePage
from tests.permissions.cases import TwoTeamsCase
from tests.permissions.factories import a_user

REPORT = "views_report"


class ViewsReportTests(TwoTeamsCase):
    def count(self, page, count, days_ago=1, **values):
        day = timezone.localdate() - datetime.timedelta(days=days_ago)
        PageViews.objects.create(page=page, day=day, count=count, **values)

    def setUp(self):
        self.count(self.own[NewsPage], 5)
        self.count(self.own[NewsPage], 7, days_ago=100)
        self.count(self.own[NewsPage], 2, embed="stad-brugge")
        self.count(self.own[PracticePage], 9)
        self.count(self.public[NewsPage], 12345)

    def report(self, user, **query):
        self.client.force_login(user)
        return self.client.get(reverse(REPORT), query)

    def rows(self, user):
        return {
            page.title: (page.month, page.year, page.embedded)
            for page in self.report(user).context["object_list"]
        }

    def test_a_team_sees_how_often_its_own_pages_are_opened(self):
        self.assertEqual(self.rows(self.us), {"Eigen NewsPage": (5, 12, 2), "Eigen PracticePage": (9, 9, 0)})

    def test_the_most_opened_comes_first(self):
        self.assertEqual(list(self.rows(self.us)), ["Eigen PracticePage", "Eigen NewsPage"])

    def test_another_teams_counts_are_in_no_answer(self):
        for query in ({}, {"export": "csv"}, {"q": "Openbaar"}, {"ordering": "title"}):
            response = self.report(self.us, **query)
            body = b"".join(response.streaming_content) if response.streaming else response.content

            self.assertEqual(response.status_code, 200)
            self.assertNotIn(b"12345", body)
            self.assertNotIn(b"Openbaar NewsPage", body)

    def test_reviewers_see_those_of_all(self):
        self.assertLessEqual({"Eigen NewsPage", "Openbaar NewsPage"}, set(self.rows(self.reviewer)))

    def test_who_has_no_pages_sees_none(self):
        response = self.report(a_user())

        self.assertEqual(response.status_code, 302)

    def test_more_pages_cost_no_more_queries(self):
        def queries():
            self.report(self.reviewer)
            with CaptureQueriesContext(connection) as queries:
                self.report(self.reviewer)
            return len(queries)

        few = queries()
        for page in self.public.values():
            self.count(page, 1, days_ago=2)

        self.assertEqual(queries(), few)
