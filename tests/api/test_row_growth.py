"""A page with forty of each of its rows costs no more queries than one with ten: as page, in API and dialect."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import StandardPage
from news.models import (
    Correction,
    Decision,
    NewsOrganisation,
    NewsPerson,
    NewsPractice,
    NewsTrajectory,
)
from platforms.models import CurrentTheme, Director, Initiative, Member, PlatformMunicipality, PlatformStaff
from practices.models import (
    Adoption,
    PracticeMethod,
    PracticeMunicipality,
    PracticeNetwork,
    PracticeOrigin,
    PracticePage,
    PracticePartner,
    PracticeReach,
    PracticeRecognition,
)
from tests.factories import (
    DocumentFactory,
    MethodFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
)
from tests.platforms.factories import many

from .cases import ApiTestCase, clear_caches, uuid

FEW, MANY = 10, 40
DAY = datetime.date(2021, 1, 1)
FIGURE = {"label": "Gezinnen", "value": "40", "source": "W13", "counted_on": "2022"}


class RowGrowthTests(ApiTestCase):
    """Each row points at something of its own."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.practices = many(PracticePage, MANY, cls.places["practices"], is_stub=True)
        cls.organisations = OrganisationFactory.create_batch(MANY)
        cls.people = PersonFactory.create_batch(MANY)
        cls.towns = MunicipalityFactory.create_batch(MANY, region=cls.region)

    def cost(self, address):
        self.client.get(address)
        clear_caches()
        with CaptureQueriesContext(connection) as queries:
            self.assertEqual(self.client.get(address).status_code, 200)
        return len(queries)

    def assert_costs_no_more(self, page, name, rows_of):
        addresses = [page.url, f"/api/v1/{name}/{uuid(page)}", f"/++api++{page.url}"]
        costs = []
        for count in (FEW, MANY):
            for field, rows in rows_of(count).items():
                setattr(page, field, rows)
            page.save()
            costs.append({address: self.cost(address) for address in addresses})

        self.assertEqual(*costs)

    def test_those_of_a_practice(self):
        methods = MethodFactory.create_batch(MANY)

        def rows(count):
            each = [*zip(self.organisations, self.towns, self.practices, methods, strict=True)][:count]
            return {
                "methods": [PracticeMethod(method=method) for _org, _town, _page, method in each],
                "partners": [PracticePartner(organisation=org) for org, _town, _page, _method in each],
                "networks": [PracticeNetwork(organisation=org) for org, _town, _page, _method in each],
                "recognitions": [
                    PracticeRecognition(name="Prijs", organisation=org) for org, _town, _page, _method in each
                ],
                "grew_from": [PracticeOrigin(practice=page) for _org, _town, page, _method in each],
                "working_area": [PracticeMunicipality(municipality=town) for _org, town, _page, _m in each],
                "reach": [
                    PracticeReach(count=1, who="x", municipality=town) for _org, town, _page, _method in each
                ],
                "adopted_by": [
                    Adoption(organisation=org, adopted_page=page) for org, _town, page, _method in each
                ],
                "indicators": [("indicator", FIGURE)] * count,
            }

        self.assert_costs_no_more(self.make("practices"), "practices", rows)

    def test_those_of_a_platform(self):
        pages = many(StandardPage, MANY, self.home)

        def rows(count):
            return {
                "municipalities": [
                    PlatformMunicipality(municipality=town, since=DAY) for town in self.towns[:count]
                ],
                "members": [Member(organisation=org) for org in self.organisations[:count]],
                "current_themes": [
                    CurrentTheme(label="Wonen", organisation=org) for org in self.organisations[:count]
                ],
                "staff": [PlatformStaff(year=1900 + number, fte=1) for number in range(count)],
                "directors": [Director(person=person, since=2019) for person in self.people[:count]],
                "initiatives": [Initiative(name="Winkel", page_about=page) for page in pages[:count]],
                "history": [("moment", {"date": "2017", "title": "Start", "text": ""})] * count,
            }

        self.assert_costs_no_more(self.platform, "platforms", rows)

    def test_those_of_a_news_item(self):
        documents = DocumentFactory.create_batch(MANY)
        trajectories = [self.make("trajectories") for _number in range(FEW)]

        def rows(count):
            return {
                "decisions": [
                    Decision(text="Besloten", date=DAY, document=document) for document in documents[:count]
                ],
                "organisations": [NewsOrganisation(organisation=org) for org in self.organisations[:count]],
                "people": [NewsPerson(person=person) for person in self.people[:count]],
                "related_practices": [NewsPractice(practice=page) for page in self.practices[:count]],
                "related_trajectories": [
                    NewsTrajectory(trajectory=trajectories[number % FEW]) for number in range(count)
                ],
                "corrections": [Correction(text="Anders", date=DAY)] * count,
            }

        self.assert_costs_no_more(self.make("news"), "news", rows)
