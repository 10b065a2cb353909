"""What a practice tells machines: whose it is, for whom, where, and what others may do with it."""

import datetime

from cms.models import Category
from cms.sections import load_sections
from practices.models import (
    PracticeMunicipality,
    PracticeOwner,
    PracticePage,
    PracticePartner,
    PracticeTargetGroup,
)
from tests.cases import SiteTestCase
from tests.cms.heads import data_of
from tests.factories import MunicipalityFactory, OrganisationFactory, TargetGroupFactory, ThemeFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory, StubFactory


class PracticeDataTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.list = PracticeIndexPageFactory(parent=cls.home)

    def data(self, factory=PracticePageFactory, **values):
        return data_of(self.client.get(factory(parent=self.list, **values).url), "CreativeWork")

    def test_says_whose_it_is_for_whom_where_and_under_which_licence(self):
        data = self.data(
            owner=OrganisationFactory(name="W13"),
            started_on=datetime.date(2018, 3, 1),
            started_on_precision="month",
            licence="cc-by",
            rows={
                "target_groups": [PracticeTargetGroup(target_group=TargetGroupFactory(name="Jongeren"))],
                "partners": [PracticePartner(organisation=OrganisationFactory(name="CAW"))],
                "working_area": [
                    PracticeMunicipality(municipality=MunicipalityFactory(name="Menen", nis_code="34027"))
                ],
            },
        )

        self.assertEqual(data["creator"], [{"@type": "Organization", "name": "W13"}])
        self.assertEqual(data["contributor"], [{"@type": "Organization", "name": "CAW"}])
        self.assertEqual(data["audience"], [{"@type": "Audience", "audienceType": "Jongeren"}])
        self.assertEqual(data["license"], "https://creativecommons.org/licenses/by/4.0/")
        self.assertEqual(data["temporalCoverage"], "2018-03/..")
        self.assertEqual(data["spatialCoverage"][0]["identifier"]["value"], "34027")

    def test_contact_details_are_no_data_to_gather(self):
        page = PracticePageFactory(parent=self.list)

        things = str(data_of(self.client.get(page.url)))

        self.assertNotIn("an@voorbeeld.be", things)

    def test_a_stub_says_what_is_known(self):
        data = self.data(StubFactory, title="Buurthuis", owner=OrganisationFactory(name="W13"))

        self.assertEqual((data["name"], data["creator"][0]["name"]), ("Buurthuis", "W13"))
        self.assertNotIn("description", data)


class PracticeEntryTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.list = PracticeIndexPageFactory(parent=cls.home)

    def read(self):
        pages = load_sections(PracticePage.objects.listed().for_entries())
        return [(page.as_entry(), str(page.as_entry().body)) for page in pages]

    def test_an_entry_names_owners_themes_and_target_groups(self):
        group = TargetGroupFactory(name="Jongeren", slug="jongeren")
        PracticePageFactory(
            parent=self.list,
            owner=OrganisationFactory(name="W13"),
            themes=[ThemeFactory(name="Wonen", slug="wonen")],
            rows={"target_groups": [PracticeTargetGroup(target_group=group)]},
            scale="regional",
            status="running",
            evidence_level=1,
            cost_band="under-5000",
        )

        ((entry, body),) = self.read()

        self.assertEqual([party.name for party in entry.people], ["W13"])
        self.assertEqual(
            entry.categories,
            [
                Category("theme", "wonen", "Wonen"),
                Category("target_group", "jongeren", "Jongeren"),
                Category("scale", "regional", "Regionaal"),
                Category("status", "running", "Lopend"),
                Category("evidence", "well-described", "Goed beschreven"),
                Category("assessment", "self", "Eigen inschatting"),
                Category("cost", "under-5000", "Minder dan € 5.000"),
            ],
        )
        self.assertIn("Een zin die iets zegt.", body)

    def test_more_entries_cost_no_more_queries(self):
        def add(count):
            for _number in range(count):
                owners = [PracticeOwner(organisation=OrganisationFactory()) for _owner in range(2)]
                PracticePageFactory(parent=self.list, rows={"owners": owners})

        add(2)
        few = self.count_queries_of(self.read)
        add(8)

        self.assertEqual(self.count_queries_of(self.read), few)
        self.assertEqual(len(self.read()), 10)
