"""The number of queries of a response doesn't grow with the number of pages or rows."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import RelatedPage
from events.models import EventPractice
from news.models import NewsPerson
from practices.models import PracticeMunicipality, PracticePartner, PracticeRegion
from tests.events.factories import session, slot
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    TargetGroupFactory,
)

from .cases import FACTORIES, FILTERED, V1, WORDS, ApiTestCase, clear_caches, uuid

FEW, MANY = 3, 15


class GrowthTests(ApiTestCase):
    """With empty caches, as after a change; the renditions exist."""

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

    def paths(self):
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
        for path in self.paths():
            self.assertEqual(self.client.get(f"{V1}{path}").status_code, 200, path)
        return {path: self.queries(path) for path in self.paths()}

    def queries(self, path):
        clear_caches()
        with CaptureQueriesContext(connection) as queries:
            self.client.get(f"{V1}{path}")
        return len(queries)

    def test_more_items_cost_no_more_queries(self):
        self.add(FEW)
        few = self.costs()
        self.add(MANY - FEW)
        many = self.costs()

        for path, count in many.items():
            with self.subTest(path):
                self.assertEqual(count, few[path])

    def test_more_relations_of_one_page_cost_no_more_queries(self):
        page, event = self.make("practices"), self.make("events")
        paths = [
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
            for path in paths:
                self.client.get(f"{V1}{path}")
            costs.append([self.queries(path) for path in paths])

        self.assertEqual(*costs)

    def lengthen(self, count):
        """The paths of pages with this number of pictures, people and parts each."""
        self.platform.gallery = [
            ("image", {"image": ImageFactory(), "alt": "Een foto"}) for _number in range(count)
        ]
        self.platform.bodies = [
            ("body", {"name": "Stuurgroep", "chair": person}) for person in PersonFactory.create_batch(count)
        ]
        self.platform.save()
        body = [
            part
            for person in PersonFactory.create_batch(count)
            for part in (
                ("image", {"image": ImageFactory(), "alt": "Een foto"}),
                ("quote", {"text": "Zo is het", "person": person}),
            )
        ]
        item = self.make("news", body=body)
        item.people = [NewsPerson(person=person) for person in PersonFactory.create_batch(count)]
        item.save()
        slots = [
            slot(f"{9 + number // 4:02}:{number % 4 * 15:02}", speakers=[{"person": person}])
            for number, person in enumerate(PersonFactory.create_batch(count))
        ]
        documents = [
            ("document", {"title": "Nota", "document": DocumentFactory()}) for _number in range(count)
        ]
        event = self.make("events", rows={"sessions": [session(slots=slots)]}, deliverables=documents)
        pages = {"platforms": self.platform, "news": item, "events": event}
        return [f"{name}/{uuid(page)}" for name, page in pages.items()]

    def test_a_longer_page_costs_no_more_queries(self):
        costs = []
        for count in (FEW, MANY):
            paths = self.lengthen(count)
            for path in paths:
                self.assertEqual(self.get(path).status_code, 200)
            costs.append([self.queries(path) for path in paths])

        self.assertEqual(*costs)
