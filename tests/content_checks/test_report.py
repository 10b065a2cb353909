"""The report over the whole site: who sees which findings, and by what they are filtered."""

import csv
import io

from django.urls import reverse

from content_checks.gathering import gather
from content_checks.models import PageFinding
from content_checks.switches import switch

from .cases import FIRST, SECOND, ChecksCase

REPORT = "/admin/content-checks/"


class ReportTests(ChecksCase):
    def setUp(self):
        super().setUp()
        switch({"shouting": True})
        gather(self.page)
        self.elsewhere = self.gathered(self.kempen, "Dat was enorm.", title="EEN BUURTHUIS")
        self.client.force_login(self.them)

    def rows(self, **query):
        response = self.client.get(REPORT, query)
        self.assertEqual(response.status_code, 200)
        return [finding.excerpt for finding in response.context["object_list"]]

    def test_a_team_sees_its_own_pages_and_reviewers_all(self):
        self.assertEqual(self.rows(), [FIRST, SECOND])
        self.client.force_login(self.us)
        self.assertCountEqual(self.rows(), ["Dat was enorm.", "EEN BUURTHUIS"])
        self.client.force_login(self.reviewer)
        self.assertEqual(len(self.rows()), 4)

    def test_a_title_of_another_team_finds_nothing(self):
        self.assertNotContains(self.client.get(REPORT), "EEN BUURTHUIS")
        self.assertEqual(self.rows(page="buurthuis"), [])

    def test_a_row_leads_to_the_field_in_the_editor(self):
        response = self.client.get(REPORT)

        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        block = self.page.body[0].id
        self.assertContains(response, f'href="{edit}#:w:contentpath=body.{block}"')
        for words in ("Een inloophuis", "Groot woord", "Zeg het met een cijfer.", "Westhoek"):
            self.assertContains(response, words)

    def test_who_may_not_know_of_the_page_that_is_named_does_not_see_it_named(self):
        other = self.elsewhere
        PageFinding.objects.create(page=self.page, check_name="shouting", excerpt=other.title, other=other)
        self.assertIn(other.title, self.rows())

        other.unpublish()

        self.assertNotIn(other.title, self.rows())
        self.client.force_login(self.reviewer)
        self.assertIn(other.title, self.rows())

    def test_filters(self):
        self.client.force_login(self.reviewer)

        self.assertEqual(self.rows(check="shouting"), ["EEN BUURTHUIS"])
        self.assertEqual(self.rows(group="form"), ["EEN BUURTHUIS"])
        self.assertEqual(self.rows(platform=self.westhoek.pk), [FIRST, SECOND])
        self.assertEqual(self.rows(page="Inloop"), [FIRST, SECOND])
        odd = self.client.get(REPORT, {"check": "x", "group": "y", "page": "%_", "which": "w"})
        self.assertEqual(odd.status_code, 200)

    def test_what_does_not_apply_is_left_out_until_somebody_wants_it(self):
        self.post("not-applicable")

        self.assertEqual(self.rows(), [SECOND])
        self.assertEqual(self.rows(which="all"), [FIRST, SECOND])
        self.assertEqual(self.rows(which="not_applicable"), [FIRST])

    def test_what_is_offline_or_of_a_check_that_is_off_is_not_in_it(self):
        self.client.force_login(self.reviewer)
        PageFinding.objects.update(check_name="gone")
        self.assertEqual(self.rows(), [])

        type(self.page).objects.update(live=False)

        self.assertEqual(self.rows(), [])

    def test_a_spreadsheet(self):
        self.post("not-applicable")
        response = self.client.get(REPORT, {"export": "csv", "which": "all"})

        _heading, first, second = csv.reader(io.StringIO(b"".join(response.streaming_content).decode()))
        advice = "Zeg het met een cijfer."
        self.assertEqual(first[:4], ["Een inloophuis", "Groot woord", FIRST, advice])
        self.assertEqual((first[5], second[5]), ("nee", "ja"))

    def test_more_findings_cost_no_more_queries(self):
        few = self.count_queries(REPORT)
        for number in range(20):
            self.gathered(self.westhoek, FIRST, title=f"Nog een {number}")

        with self.assertNumQueries(few):
            self.client.get(REPORT)

    def test_the_reports_show_it_to_who_has_a_section(self):
        home = self.client.get(reverse("wagtailadmin_home")).content.decode()

        self.assertIn(f'"{REPORT}"', home)
