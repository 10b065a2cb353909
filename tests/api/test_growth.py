"""What an answer costs does not depend on how much there is."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import RelatedPage
from events.models import EventPractice
from practices.models import PracticeMunicipality, PracticePartner, PracticeRegion
from tests.factories import (
    ImageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    TargetGroupFactory,
)

from .cases import FACTORIES, FILTERED, V1, WORDS, ApiTestCase, forget, uuid

FEW, MANY = 3, 15


class GrowthTests(ApiTestCase):
    """With cold memories, as after every change; the sizes of the pictures have been made."""

    def add(self, count):
        for name in FACTORIES:
            for number in range(count):
                title = f"Katrolwerking {name} {count} {number}"
                page = self.make(name, title=title, listing_image=ImageFactory())
                if name == "practices":
                    self.fill(page)
        OrganisationFactory.create_batch(count, parent=OrganisationFactory())
        TargetGroupFactory.create_batch(count)
        for town in MunicipalityFactory.create_batch(count, region=self.region, codes=["9000", "9001"]):
            town.succeeded_by = self.town
            town.save()

    def fill(self, page):
        page.owners.add(*[type(page.owners.first())(organisation=OrganisationFactory()) for _ in "ab"])
        page.working_regions = [PracticeRegion(region=self.region)]
        page.working_area = [PracticeMunicipality(municipality=self.town)]
        page.partners = [PracticePartner(organisation=OrganisationFactory())]
        page.save()

    def questions(self):
        return [
            *(f"{name}?page_size=50&include=platform" for name in FACTORIES),
            *(f"{name}?page_size=100" for name in [*FACTORIES, *WORDS]),
            *(f"{name}/facets" for name in FILTERED),
            *(f"{name}/facets?theme=wonen" for name in FILTERED),
            "practices?q=katrolwerking&page_size=100",
            "search?q=katrolwerking&page_size=100",
            "search?q=katrolwerkng&page_size=100",
            "find-platform?q=8900",
            f"platforms/{uuid(self.platform)}?include=coordinators,programmes",
        ]

    def costs(self):
        for question in self.questions():
            self.assertEqual(self.client.get(f"{V1}{question}").status_code, 200, question)
        return {question: self.queries(question) for question in self.questions()}

    def queries(self, question):
        forget()
        with CaptureQueriesContext(connection) as asked:
            self.client.get(f"{V1}{question}")
        return len(asked)

    def test_more_items_cost_no_more_queries(self):
        self.add(FEW)
        few = self.costs()
        self.add(MANY - FEW)
        many = self.costs()

        for question, count in many.items():
            with self.subTest(question):
                self.assertEqual(count, few[question])

    def test_more_relations_of_one_page_cost_no_more_queries(self):
        page, event = self.make("practices"), self.make("events")
        asked = [
            f"practices/{uuid(page)}?include=see_also,related,presented_at",
            f"events/{uuid(event)}?include=practices",
        ]
        costs, others = [], []
        for count in (FEW, MANY):
            others += [self.make("practices", listing_image=ImageFactory()) for _number in range(count)]
            page.related_pages = [RelatedPage(related=other) for other in others]
            event.practices = [EventPractice(practice=other) for other in [page, *others]]
            page.save()
            event.save()
            for question in asked:
                self.client.get(f"{V1}{question}")
            costs.append([self.queries(question) for question in asked])

        self.assertEqual(*costs)

    def test_a_known_answer_costs_one_query_and_is_not_made(self):
        self.add(FEW)
        for path in (*FACTORIES, *WORDS, *(f"{name}/facets" for name in FILTERED)):
            with self.subTest(path):
                etag = self.ask(path)["ETag"]
                with CaptureQueriesContext(connection) as asked:
                    self.assertEqual(self.ask(path, headers={"if-none-match": etag}).status_code, 304)
                self.assertEqual(len(asked), 1)

    def test_the_document_of_the_api_is_made_once(self):
        self.ask("openapi.json")
        with self.assertNumQueries(1):
            self.ask("openapi.json")
