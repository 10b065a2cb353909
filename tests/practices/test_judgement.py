"""Who judged the evidence of a practice, as readers, partners and programs see it."""

import csv
from datetime import date, timedelta

from django.utils import timezone

from cms.publishing import NotReadyToPublish
from practices.models import PracticePage
from practices.models.layouts import compare
from tests.cms.heads import data_of
from tests.factories import OrganisationFactory
from tests.practices.cases import PracticeTestCase, text_of
from tests.practices.factories import PracticePageFactory


class JudgementCase(PracticeTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.judge = OrganisationFactory(name="Leescommissie De Lakmoes")
        cls.judgement = {
            "evidence_judged_level": 1,
            "evidence_judged_by": cls.judge,
            "evidence_judged_on": date(2024, 5, 1),
            "evidence_judged_on_precision": "month",
            "evidence_criteria": "Twee lezers",
        }
        cls.judged = PracticePageFactory(parent=cls.index, title="Beoordeeld", **cls.judgement)
        cls.own = PracticePageFactory(parent=cls.index, title="Ingeschat")
        cls.raised = PracticePageFactory(
            parent=cls.index, title="Verhoogd", **{**cls.judgement, "evidence_judged_level": 0}
        )

    def fetch(self, address):
        return self.client.get(address).json()

    def titles(self, address):
        return {item["title"] for item in self.fetch(address)["items"]}


class ReadersTests(JudgementCase):
    def test_the_fact_box_says_who_judged_when_and_how(self):
        text = text_of(self.client.get(self.judged.url))

        self.assertIn("Beoordeeld door Leescommissie De Lakmoes, mei 2024", text)
        self.assertIn("Volgens deze criteria: Twee lezers", text)
        self.assertNotIn("Eigen inschatting", text)

    def test_without_a_judgement_it_is_the_team_s_own_assessment(self):
        text = text_of(self.client.get(self.own.url))

        self.assertIn("Eigen inschatting", text)
        self.assertNotIn("Beoordeeld door", text)

    def test_a_judgement_of_another_level_does_not_count_but_is_told(self):
        text = text_of(self.client.get(self.raised.url))

        self.assertIn("Eigen inschatting", text)
        self.assertIn("Beoordeeld door Leescommissie De Lakmoes, mei 2024: Beschreven", text)

    def test_a_card_says_it_in_a_word(self):
        cards = self.client.get(self.index.url).content.decode().split('<article class="card"')[1:]

        judged = {
            card.split('title-link"')[1].split(">")[1].split("<")[0]
            for card in cards
            if "<small>beoordeeld</small>" in card
        }

        self.assertEqual(judged, {"Beoordeeld"})

    def test_the_comparison_has_a_row_for_it(self):
        row = next(
            row for row in compare([self.judged, self.own]) if row.label == "Wie beoordeelde het bewijs"
        )

        self.assertEqual(
            row.cells, [["Leescommissie De Lakmoes", "mei 2024", "Twee lezers"], ["Eigen inschatting"]]
        )

    def test_search_finds_who_judged(self):
        response = self.client.get("/zoeken/", {"q": "lakmoes"})

        self.assertContains(response, "Beoordeeld")

    def test_programs_read_it_as_a_review(self):
        review = data_of(self.client.get(self.judged.url), "CreativeWork")["review"]

        self.assertEqual(review["author"], {"@type": "Organization", "name": "Leescommissie De Lakmoes"})
        self.assertEqual(review["datePublished"], "2024-05")
        self.assertEqual(
            (review["reviewRating"]["ratingValue"], review["reviewRating"]["bestRating"]), (2, 5)
        )
        self.assertNotIn("review", data_of(self.client.get(self.own.url), "CreativeWork"))


class FilterTests(JudgementCase):
    def test_lists_narrow_to_what_others_judged(self):
        for value, titles in [("independent", {"Beoordeeld"}), ("self", {"Ingeschat", "Verhoogd"})]:
            with self.subTest(value):
                self.assertEqual(self.titles(f"/api/v1/practices?assessment={value}"), titles)
                self.assertEqual(self.titles(f"{self.index.url}feed.json?assessment={value}"), titles)

    def test_the_page_has_the_filter_with_counts(self):
        response = self.client.get(self.index.url)

        self.assertContains(response, 'name="assessment" value="independent"')

    def test_a_table_says_who_and_when(self):
        lines = self.client.get(f"{self.index.url}export.csv?sort=title").getvalue().decode().splitlines()

        rows = [(row["assessment"], row["judged_by"], row["judged_on"]) for row in csv.DictReader(lines)]
        self.assertEqual(
            rows,
            [
                ("Beoordeeld door anderen", "Leescommissie De Lakmoes", "2024-05"),
                ("Eigen inschatting", "", ""),
                ("Eigen inschatting", "Leescommissie De Lakmoes", "2024-05"),
            ],
        )

    def test_more_judges_cost_no_more_queries(self):
        addresses = [
            f"{self.index.url}{name}" for name in ("", "export.csv", "feed.atom", "export.jsonld", "embed/")
        ]
        few = [self.count_queries(address) for address in addresses]
        for _number in range(5):
            judgement = {**self.judgement, "evidence_judged_by": OrganisationFactory()}
            PracticePageFactory(parent=self.index, **judgement)

        self.assertEqual([self.count_queries(address) for address in addresses], few)


class ApiTests(JudgementCase):
    def test_tells_the_judgement_and_whether_it_is_about_this_level(self):
        judged, raised, own = (
            self.fetch(f"/api/v1/practices/{page.translation_key}")
            for page in (self.judged, self.raised, self.own)
        )

        self.assertEqual(judged["judgement"]["by"]["name"], "Leescommissie De Lakmoes")
        self.assertEqual(judged["judgement"]["judged_on"], {"date": "2024-05-01", "precision": "month"})
        self.assertEqual(
            [
                (data["assessment"]["key"], data["judgement"] and data["judgement"]["evidence"]["key"])
                for data in (judged, raised, own)
            ],
            [("independent", "well-described"), ("self", "described"), ("self", None)],
        )


class RulesTests(JudgementCase):
    def problems_with(self, **values):
        page = PracticePage.objects.get(pk=self.own.pk)
        for name, value in values.items():
            setattr(page, name, value)
        try:
            page.save_revision(clean=False).publish()
        except NotReadyToPublish as refusal:
            return {path[-1] for path, _messages in refusal.loc_errors}
        return set()

    def test_a_judgement_needs_a_level_a_judge_and_a_day(self):
        names = {"evidence_judged_level", "evidence_judged_by", "evidence_judged_on"}

        for name in names:
            with self.subTest(name):
                self.assertEqual(self.problems_with(**{name: self.judgement[name]}), names - {name})
        self.assertEqual(self.problems_with(evidence_criteria="Twee lezers"), names)
        self.assertEqual(self.problems_with(**self.judgement), set())

    def test_nobody_judged_tomorrow(self):
        tomorrow = timezone.localdate() + timedelta(days=1)

        problems = self.problems_with(**{**self.judgement, "evidence_judged_on": tomorrow})

        self.assertEqual(problems, {"evidence_judged_on"})
