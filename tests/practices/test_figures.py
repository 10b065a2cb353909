"""The public figures: what they count, in which forms, and what they never tell."""

import csv
import io
from datetime import date
from xml.etree import ElementTree

from wagtail.models import PageViewRestriction

from practices.figures import MOST_ADOPTIONS
from practices.models import Adoption, PracticeIndexPage, PracticePage, PracticeRegion
from tests.cms.heads import data_of
from tests.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, ThemeFactory
from tests.platforms.factories import many
from tests.practices.cases import PracticeTestCase
from tests.practices.factories import PracticePageFactory

KEYS = ["region", "theme", "status", "evidence", "assessment", "adoption"]
SVG = "{http://www.w3.org/2000/svg}"


class FiguresCase(PracticeTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.westhoek = RegionFactory(name="Westhoek", slug="westhoek")
        cls.kempen = RegionFactory(name="Kempen", slug="kempen")
        cls.town = MunicipalityFactory(name="Geel", slug="geel", region=cls.kempen)
        cls.part = ThemeFactory(name="Daklozen", slug="daklozen", parent=cls.theme)
        cls.adopter = OrganisationFactory(name="Buurthuis Geel", municipality=cls.town)
        cls.practice = cls.make(status="running")
        cls.other = cls.make(status="stopped", evidence_level=4, evaluations=[])

    @classmethod
    def make(cls, **values):
        rows = {"working_regions": [PracticeRegion(region=cls.westhoek)]}
        values = {"evidence_level": 1, **values}
        level = values.pop("evidence_level")
        values.pop("evaluations", None)
        page = PracticePageFactory(parent=cls.index, themes=[cls.part], rows=rows, **values)
        PracticePage.objects.filter(pk=page.pk).update(evidence_level=level)
        return page

    @classmethod
    def adopt(cls, page, **values):
        return Adoption.objects.create(page=page, **{"organisation": cls.adopter, **values})

    def figures(self):
        return {figure["key"]: figure for figure in self.client.get("/api/v1/figures").json()["figures"]}

    def counts(self, key):
        return {row["value"]: row["count"] for row in self.figures()[key]["rows"] if row["count"]}

    def table(self, key, query=""):
        response = self.client.get(f"/cijfers/{key}.csv{query}")
        return list(csv.DictReader(io.StringIO(response.content.decode())))


class CountTests(FiguresCase):
    def test_each_figure_counts_the_listed_practices(self):
        self.assertEqual(self.counts("region"), {"westhoek": 2})
        self.assertEqual(self.counts("theme"), {self.theme.slug: 2, "daklozen": 2})
        self.assertEqual(self.counts("status"), {"running": 1, "stopped": 1})
        self.assertEqual(self.counts("assessment"), {"self": 2})

    def test_each_number_leads_to_the_list_of_what_it_counts(self):
        for key in KEYS[:-1]:
            for row in self.figures()[key]["rows"]:
                with self.subTest(row["url"]):
                    response = self.client.get(row["url"].removeprefix("http://localhost"))

                    self.assertEqual(response.context["total"], row["count"])

    def test_nothing_that_is_hidden_is_counted_or_named(self):
        private, below, draft = (
            self.make(title=f"Nachtuil {name}") for name in ("privaat", "onder", "concept")
        )
        closed = PracticeIndexPage.objects.get(pk=self.index.pk)
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        draft.unpublish()
        section = self.home.add_child(instance=PracticeIndexPage(title="Oud", slug="oud"))
        below.move(section, "last-child")
        section.unpublish()
        for page in (private, below, draft):
            self.adopt(page, organisation=OrganisationFactory(name=f"Verborgen {page.pk}"))
        self.adopt(closed and self.practice, adopted_page=private)

        figures_text = "".join(
            self.client.get(address).content.decode()
            for address in ["/cijfers/", "/api/v1/figures", *[f"/cijfers/{key}.csv" for key in KEYS]]
        )

        self.assertEqual(self.counts("status"), {"running": 1, "stopped": 1})
        self.assertEqual(self.counts("adoption"), {"kempen": 1})
        self.assertNotIn("Nachtuil", figures_text)
        self.assertNotIn("nachtuil", figures_text)
        self.assertNotIn("Verborgen", figures_text)

    def test_without_a_public_list_there_are_no_figures(self):
        self.index.unpublish()

        for address in ("/cijfers/", "/cijfers/theme.svg", "/cijfers/theme.csv", "/api/v1/figures"):
            self.assertEqual(self.client.get(address).status_code, 404, address)


class AdoptionTests(FiguresCase):
    def test_counts_who_took_over_where_and_leads_there(self):
        self.adopt(self.practice, started_on=date(2024, 3, 1), contact="An Geheim", adopted_page=self.other)
        self.adopt(self.other, organisation=OrganisationFactory(name="Ergens"))

        response = self.client.get("/cijfers/")

        self.assertEqual(self.counts("adoption"), {"kempen": 1, "none": 1})
        self.assertContains(response, 'href="/cijfers/#overgenomen-kempen"')
        self.assertContains(response, 'id="overgenomen-kempen"')
        self.assertContains(response, f'<a href="{self.other.url}">Buurthuis Geel</a> (Geel)')
        self.assertNotContains(response, "An Geheim")

    def test_the_table_has_a_row_for_each(self):
        self.adopt(self.practice, started_on=date(2024, 3, 1))

        (row,) = self.table("adoption")

        self.assertEqual(
            [
                row[name]
                for name in ("organisation", "municipality", "region", "since", "practice", "own_address")
            ],
            ["Buurthuis Geel", "Geel", "kempen", "2024-03", self.practice.title, ""],
        )

    def test_an_alias_counts_no_adoption_twice(self):
        self.adopt(self.practice)
        PracticePage.objects.get(pk=self.practice.pk).create_alias(update_slug="alias")

        self.assertEqual(self.counts("adoption"), {"kempen": 1})

    def test_the_oldest_of_very_many_are_left_out(self):
        Adoption.objects.bulk_create(
            [
                Adoption(page=self.practice, organisation=self.adopter, started_on=date(2020, 1, 1))
                for _number in range(MOST_ADOPTIONS + 1)
            ]
        )

        self.assertEqual(self.counts("adoption"), {"kempen": MOST_ADOPTIONS})


class FileTests(FiguresCase):
    def test_a_drawing_is_svg_with_words_for_who_does_not_see_it(self):
        for key in KEYS:
            with self.subTest(key):
                response = self.client.get(f"/cijfers/{key}.svg")

                root = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer
                self.assertEqual(response["Content-Type"], "image/svg+xml")
                self.assertEqual((root.tag, root.get("role")), (f"{SVG}svg", "img"))
                self.assertTrue(root.find(f"{SVG}title").text and root.find(f"{SVG}desc").text)
                self.assertContains(response, "Geteld op")
                self.assertContains(response, "http://localhost/cijfers/")
                self.assertNotContains(response, "style")

    def test_a_name_can_not_break_out_of_a_drawing(self):
        self.theme.name = "<script>a&b</script>"
        self.theme.save()

        root = ElementTree.fromstring(self.client.get("/cijfers/theme.svg").content)  # noqa: S314 - ours

        self.assertIn("<script>a&b</script>", [text.text for text in root.iter(f"{SVG}text")])
        self.assertEqual(list(root.iter(f"{SVG}script")), [])

    def test_a_table_says_the_day_and_the_source_and_runs_no_formula(self):
        self.theme.name = "=1+1"
        self.theme.save()

        rows = self.table("theme")

        self.assertEqual([row["label"] for row in rows][:2], ["'=1+1", "Daklozen"])
        self.assertEqual([row["parent"] for row in rows][:2], ["", self.theme.slug])
        self.assertEqual({row["source"] for row in rows}, {"http://localhost/cijfers/"})

    def test_a_table_for_excel_has_its_mark_and_semicolons(self):
        content = self.client.get("/cijfers/status.csv?excel=1").content.decode()

        self.assertTrue(content.startswith("\ufeffvalue;label;parent;count;"))

    def test_who_has_it_already_gets_no_body(self):
        for address in ("/cijfers/", "/cijfers/theme.svg", "/cijfers/theme.csv", "/api/v1/figures"):
            with self.subTest(address):
                first = self.client.get(address)

                again = self.client.get(address, headers={"If-None-Match": first["ETag"]})
                self.assertEqual(again.status_code, 304)
                self.assertEqual(self.client.head(address).status_code, 200)

    def test_an_unknown_figure_is_not_there(self):
        for address in ("/cijfers/people.svg", "/cijfers/people.csv", "/cijfers/theme.xlsx"):
            self.assertEqual(self.client.get(address).status_code, 404, address)


class PageTests(FiguresCase):
    def test_is_described_as_a_dataset_with_its_tables(self):
        dataset = data_of(self.client.get("/cijfers/"), "Dataset")

        self.assertEqual(
            [file["contentUrl"] for file in dataset["distribution"]],
            [f"http://localhost/cijfers/{key}.csv" for key in KEYS],
        )

    def test_the_list_and_the_sitemap_lead_there(self):
        self.assertContains(self.client.get(self.index.url), 'href="/cijfers/"')
        self.assertContains(self.client.get("/sitemap.xml"), "/cijfers/")

    def test_more_practices_and_adoptions_cost_no_more_queries(self):
        addresses = ["/cijfers/", "/api/v1/figures", *[f"/cijfers/{key}.csv" for key in KEYS]]
        self.adopt(self.practice, adopted_page=self.other)
        few = [self.count_queries(address) for address in addresses]
        for page in many(PracticePage, 30, self.index, status="running"):
            self.adopt(
                page, organisation=OrganisationFactory(municipality=self.town), adopted_page=self.practice
            )

        self.assertEqual([self.count_queries(address) for address in addresses], few)
