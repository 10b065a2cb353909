"""A new filter, and a new fact of a table, are declared once: every format has them then (principle 4)."""

import csv
import json
from unittest.mock import patch

from django.utils.translation import gettext_lazy as _

from api.operations import filter_parameters
from cms.models import Fact
from listing import ChoiceFacet, current
from practices.choices import Transferability
from practices.filters import PracticeFilterForm
from practices.models import PracticeIndexPage, PracticePage
from tests.cases import SiteTestCase
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

NEW = ChoiceFacet("transferability", _("Transferability"), "transferability", Transferability)
QUERY = {"transferability": Transferability.HIGH.value}


class NewFilterTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.index = PracticeIndexPageFactory(parent=cls.home)
        cls.easy, cls.hard = (
            PracticePageFactory(parent=cls.index, title=title, transferability=value)
            for title, value in [("Makkelijk", Transferability.HIGH), ("Moeilijk", Transferability.LOW)]
        )

    def setUp(self):
        super().setUp()
        facets = patch.object(PracticeFilterForm, "facets", (*PracticeFilterForm.facets, NEW))
        self.enterContext(facets)
        # Another form has another index.
        self.enterContext(patch.dict(current._kept, clear=True))

    def fetch(self, name):
        response = self.client.get(f"{self.index.url}{name}", QUERY)
        self.assertEqual(response.status_code, 200)
        return (b"".join(response) if response.streaming else response.content).decode()

    def test_the_page_and_every_format_filter_by_it(self):
        for name in ("", "feed.atom", "feed.rss", "feed.json", "export.csv", "export.jsonld", "embed/"):
            with self.subTest(name):
                text = self.fetch(name)
                self.assertIn(self.easy.title, text)
                self.assertNotIn(self.hard.title, text)

    def test_the_list_in_the_dialect_of_plone_filters_by_it(self):
        folder = self.client.get(f"/++api++{self.index.url}", QUERY).json()

        self.assertEqual([item["title"] for item in folder["items"]], [self.easy.title])
        self.assertEqual(folder["items_total"], 1)

    def test_the_page_and_the_builder_offer_it(self):
        for name in ("", "insluiten/"):
            with self.subTest(name):
                self.assertIn(f'name="{NEW.key}"', self.fetch(name))

    def test_the_api_filters_counts_and_describes_it(self):
        items = self.client.get("/api/v1/practices", QUERY).json()["items"]
        facets = self.client.get("/api/v1/practices/facets").json()["facets"]
        parameters = {parameter["name"]: parameter for parameter in filter_parameters(PracticeFilterForm)}

        self.assertEqual([item["title"] for item in items], [self.easy.title])
        (facet,) = [facet for facet in facets if facet["key"] == NEW.key]
        self.assertEqual(
            {choice["value"]: choice["count"] for choice in facet["choices"] if choice["count"]},
            {Transferability.HIGH.value: 1, Transferability.LOW.value: 1},
        )
        self.assertIn(parameters[NEW.key]["example"][0], Transferability.values)

    def test_an_unknown_value_of_it_is_refused(self):
        response = self.client.get("/api/v1/practices", {NEW.key: "nothing"})

        self.assertEqual(response.status_code, 422)
        self.assertEqual(response.json()["errors"][0]["parameter"], NEW.key)


class NewFactTests(SiteTestCase):
    def test_tables_and_feeds_have_it(self):
        index = PracticeIndexPageFactory(parent=self.home)
        PracticePageFactory(parent=index, transferability_note="Zoek eerst een zaal.")
        of_page = PracticePage.entry_facts

        def entry_facts(page):
            return [*of_page(page), Fact("adaptation", (page.transferability_note,))]

        with (
            patch.object(PracticeIndexPage, "facts", (*PracticeIndexPage.facts, "adaptation")),
            patch.object(PracticePage, "entry_facts", entry_facts),
        ):
            table = self.client.get(f"{index.url}export.csv").content.decode("utf-8-sig")
            feed = json.loads(self.client.get(f"{index.url}feed.json").content)

        (row,) = csv.DictReader(table.splitlines())
        self.assertEqual(row["adaptation"], "Zoek eerst een zaal.")
        self.assertEqual(feed["items"][0]["_streekwijzer"]["adaptation"], ["Zoek eerst een zaal."])
