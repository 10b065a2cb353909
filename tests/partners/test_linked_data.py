"""Lists as linked data, read by libraries of RDF, without any network."""

import datetime
import json
import warnings
from unittest import mock

from django.utils import timezone
from pyld import jsonld
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, FOAF, ORG, SKOS
from wagtail.models import PageViewRestriction

from cms.models import Licence
from events.models import EventPractice
from news.models import NewsPerson
from partners.ids import page_tag_uri
from practices.models import PracticeMunicipality, PracticePartner
from tests.events.factories import session
from tests.factories import MunicipalityFactory, OrganisationFactory, PersonFactory, StandardPageFactory

from .cases import KINDS, NEXT_MONTH, PartnerTestCase

NAME = "export.jsonld"
SCHEMA = Namespace("https://schema.org/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
LOCN = Namespace("http://www.w3.org/ns/locn#")
ADRES = Namespace("https://data.vlaanderen.be/ns/adres#")
PERSON = Namespace("http://www.w3.org/ns/person#")


def no_network(address, options=None):
    raise AssertionError(f"{address} is not to be fetched")


class LinkedDataTestCase(PartnerTestCase):
    def read(self, kind, query=None):
        response = self.fetch(self.lists[kind], NAME, query)
        self.assertEqual(response["Content-Type"], "application/ld+json")
        return json.loads(response.content)

    def graph(self, kind, query=None):
        content = self.fetch(self.lists[kind], NAME, query).content
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # rdflib 7 reads JSON-LD with a class of its own past
            return Graph().parse(data=content, format="json-ld")

    def things(self, graph):
        """The pages of the list, in its order."""
        (data_set,) = graph.subjects(RDF.type, DCAT.Dataset)
        return list(Collection(graph, graph.value(data_set, SCHEMA.dataFeedElement)))

    def permanent(self, page):
        return URIRef(f"http://localhost/id/{page.translation_key}")


class GraphTests(LinkedDataTestCase):
    def test_the_list_is_a_data_set_with_a_licence_and_its_pages_in_order(self):
        pages = [self.make("news") for _number in range(3)]
        graph = self.graph("news", {"theme": "wonen"})

        (data_set,) = graph.subjects(RDF.type, DCAT.Dataset)

        self.assertEqual(data_set, URIRef(f"http://localhost/id/{self.news.translation_key}?theme=wonen"))
        self.assertEqual(graph.value(data_set, DCTERMS.license), URIRef(Licence.MODEL.uri))
        self.assertEqual(graph.value(data_set, DCTERMS.title), Literal("Nieuws: Wonen", lang="nl"))
        self.assertIn((data_set, RDF.type, SCHEMA.DataFeed), graph)
        self.assertEqual(set(self.things(graph)), {self.permanent(page) for page in pages})
        order = [f"http://localhost/id/{found}" for found in self.ids(self.news, NAME)]
        self.assertEqual([str(found) for found in self.things(graph)], order)

    def test_a_practice_is_told_in_schema_org_and_oslo(self):
        town = MunicipalityFactory(name="Menen", nis_code="34027")
        gone = MunicipalityFactory(
            name="Kuurne", slug="kuurne", nis_code="34023", valid_until=datetime.date(2024, 12, 31)
        )
        page = self.make(
            "practices",
            owner=OrganisationFactory(name="W13", full_name="Welzijn 13"),
            licence=Licence.CC_BY,
            status="running",
            rows={
                "partners": [PracticePartner(organisation=OrganisationFactory(name="CAW"))],
                "working_area": [PracticeMunicipality(municipality=found) for found in (town, gone)],
            },
        )
        graph = self.graph("practices")
        (found,) = self.things(graph)

        self.assertEqual(found, self.permanent(page))
        self.assertIn((found, RDF.type, SCHEMA.CreativeWork), graph)
        self.assertEqual(graph.value(found, SCHEMA.url), URIRef(page.full_url))
        self.assertEqual(graph.value(found, DCTERMS.identifier), Literal(page_tag_uri(page.permanent_id)))
        self.assertEqual(graph.value(found, DCTERMS.license), URIRef(Licence.CC_BY.uri))
        self.assertEqual(
            set(graph.objects(found, DCTERMS.spatial)),
            {
                URIRef("http://vocab.belgif.be/auth/refnis2025/34027"),
                URIRef("http://vocab.belgif.be/auth/refnis2019/34023"),
            },
        )
        names = {graph.value(one, SKOS.prefLabel) for one in graph.subjects(RDF.type, ORG.Organization)}
        self.assertLessEqual({Literal("W13"), Literal("CAW")}, names)
        words = {str(graph.value(one, SCHEMA.termCode)) for one in graph.objects(found, SCHEMA.keywords)}
        self.assertLessEqual({"wonen", "running"}, words)

    def test_an_activity_has_its_sessions_and_its_address(self):
        town = MunicipalityFactory(name="Kortrijk", nis_code="34022", codes=["8500"])
        shown, hidden = self.make("practices"), self.make("practices")
        PageViewRestriction.objects.create(page=hidden, restriction_type="login")
        page = self.make(
            "events",
            rows={
                "sessions": [session(NEXT_MONTH), session("2030-01-01 10:00", status="cancelled")],
                "practices": [EventPractice(practice=practice) for practice in (hidden, shown)],
            },
            venue_street="Grote Markt 1",
            venue_postal_code="8500",
            venue_municipality=town,
        )
        graph = self.graph("events")
        (found,) = self.things(graph)

        self.assertEqual(len(list(graph.objects(found, SCHEMA.subEvent))), 2)
        self.assertIn((None, SCHEMA.eventStatus, SCHEMA.EventCancelled), graph)
        address = graph.value(predicate=RDF.type, object=LOCN.Address)
        self.assertEqual(graph.value(address, LOCN.thoroughfare), Literal("Grote Markt 1"))
        self.assertEqual(graph.value(address, ADRES.gemeentenaam), Literal("Kortrijk"))
        self.assertEqual(
            graph.value(found, DCTERMS.spatial), URIRef("http://vocab.belgif.be/auth/refnis2025/34022")
        )
        presented = [graph.value(one, SCHEMA.name) for one in graph.objects(found, SCHEMA.workFeatured)]
        self.assertEqual(presented, [Literal(shown.title)])
        self.assertEqual(found, self.permanent(page))

    def test_people_are_names_and_who_has_left_is_not_there(self):
        here = PersonFactory(first_name="Jo", last_name="Hier", email="jo@voorbeeld.be")
        gone = PersonFactory(first_name="An", last_name="Weg", active_until="2020-01-01")
        self.make("news", rows={"people": [NewsPerson(person=person) for person in (here, gone)]})
        graph = self.graph("news")

        people = list(graph.subjects(RDF.type, PERSON.Person))

        self.assertEqual([graph.value(one, FOAF.name) for one in people], [Literal("Jo Hier")])
        self.assertNotIn("@voorbeeld.be", graph.serialize())

    def test_no_word_is_lost_and_nothing_is_fetched(self):
        for kind in KINDS:
            self.make(kind)
            data = self.read(kind)
            expanded = jsonld.expand(data, {"documentLoader": no_network})
            back = jsonld.compact(expanded, data["@context"], {"documentLoader": no_network})
            self.assertEqual(len(back["dataFeedElement"]), len(data["dataFeedElement"]))
            self.assertEqual(set(back["dataFeedElement"][0]), set(data["dataFeedElement"][0]), kind)

    def test_every_page_says_what_it_says_on_the_site(self):
        for kind in KINDS:
            page = self.make(kind)
            own = page.structured_data()
            (found,) = [one for one in self.read(kind)["dataFeedElement"] if one["@id"] == own["@id"]]
            for name in ("url", "name", "description", "identifier"):
                self.assertEqual(found[name], own[name], kind)

    def test_the_clock_changes_nothing(self):
        self.make(
            "events",
            price=70,
            payment_method="invoice",
            registration_mode="link",
            registration_url="https://inschrijven.voorbeeld.be/",
            registration_deadline=timezone.now() + datetime.timedelta(hours=1),
        )
        before = self.fetch(self.lists["events"], NAME).content

        with mock.patch.object(timezone, "now", return_value=timezone.now() + datetime.timedelta(minutes=61)):
            after = self.fetch(self.lists["events"], NAME).content

        self.assertEqual(after, before)

    def test_an_empty_list_is_a_data_set_too(self):
        self.assertEqual(self.things(self.graph("news")), [])


class PermanentAddressTests(PartnerTestCase):
    def address(self, page):
        return f"/id/{page.translation_key}"

    def test_leads_to_the_page_wherever_it_is(self):
        page = self.make("news")
        self.assertRedirects(
            self.client.get(self.address(page)), page.full_url, 303, fetch_redirect_response=False
        )

        page.move(self.own_lists["news"], pos="last-child")

        response = self.client.get(self.address(page))
        self.assertEqual(
            response["Location"], "http://localhost/platformen/heuvelland/nieuws/" + page.slug + "/"
        )
        self.assertFalse(response.cookies)

    def test_leads_to_a_list_with_its_filters(self):
        response = self.client.get(f"{self.address(self.news)}?theme=wonen")

        self.assertEqual(response["Location"], f"{self.news.full_url}?theme=wonen")

    def test_a_page_that_not_everybody_may_see_has_none(self):
        draft, private = self.make("news", live=False), self.make("news")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        self.own_lists["news"].get_parent().specific.unpublish()
        below = self.make("news", parent=self.own_lists["news"])
        absent = self.client.get("/id/00000000-0000-4000-8000-000000000000")

        for page in (draft, private, below):
            response = self.client.get(self.address(page))
            self.assertEqual(response.status_code, 404)
            self.assertEqual(response.content, absent.content)

    def test_what_is_no_id_is_not_found_and_nothing_can_be_posted(self):
        about = StandardPageFactory(parent=self.home, slug="over-ons")

        self.assertEqual(self.client.get("/id/over-ons", follow=True).status_code, 404)
        self.assertEqual(self.client.post(self.address(about)).status_code, 405)
        self.assertEqual(self.client.head(self.address(about)).status_code, 303)
