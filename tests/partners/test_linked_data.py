"""Lists as linked data, parsed by RDF libraries without network access."""

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
            )  # rdflib 7 parses JSON-LD with its own deprecated class
            return Graph().parse(data=content, format="json-ld")

    def pages_in(self, graph):
        """The URIs of the pages of the list, in their order."""
        (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
        return list(Collection(graph, graph.value(dataset, SCHEMA.dataFeedElement)))

    def permanent_uri(self, page):
        return URIRef(f"http://localhost/id/{page.translation_key}")


class GraphTests(LinkedDataTestCase):
    def test_a_list_is_a_dataset_with_licence_and_ordered_pages(self):
        pages = [self.make("news") for _number in range(3)]
        graph = self.graph("news", {"theme": "wonen"})

        (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)

        self.assertEqual(dataset, URIRef(f"http://localhost/id/{self.news.translation_key}?theme=wonen"))
        self.assertEqual(graph.value(dataset, DCTERMS.license), URIRef(Licence.MODEL.uri))
        self.assertEqual(graph.value(dataset, DCTERMS.title), Literal("Nieuws: Wonen", lang="nl"))
        self.assertIn((dataset, RDF.type, SCHEMA.DataFeed), graph)
        self.assertEqual(set(self.pages_in(graph)), {self.permanent_uri(page) for page in pages})
        order = [f"http://localhost/id/{key}" for key in self.ids(self.news, NAME)]
        self.assertEqual([str(uri) for uri in self.pages_in(graph)], order)

    def test_a_practice_has_schema_org_and_oslo_terms(self):
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
                "working_area": [PracticeMunicipality(municipality=place) for place in (town, gone)],
            },
        )
        graph = self.graph("practices")
        (subject,) = self.pages_in(graph)

        self.assertEqual(subject, self.permanent_uri(page))
        self.assertIn((subject, RDF.type, SCHEMA.CreativeWork), graph)
        self.assertEqual(graph.value(subject, SCHEMA.url), URIRef(page.full_url))
        self.assertEqual(graph.value(subject, DCTERMS.identifier), Literal(page_tag_uri(page.permanent_id)))
        self.assertEqual(graph.value(subject, DCTERMS.license), URIRef(Licence.CC_BY.uri))
        self.assertEqual(
            set(graph.objects(subject, DCTERMS.spatial)),
            {
                URIRef("http://vocab.belgif.be/auth/refnis2025/34027"),
                URIRef("http://vocab.belgif.be/auth/refnis2019/34023"),
            },
        )
        names = {graph.value(node, SKOS.prefLabel) for node in graph.subjects(RDF.type, ORG.Organization)}
        self.assertLessEqual({Literal("W13"), Literal("CAW")}, names)
        terms = {str(graph.value(node, SCHEMA.termCode)) for node in graph.objects(subject, SCHEMA.keywords)}
        self.assertLessEqual({"wonen", "running"}, terms)

    def test_an_event_has_its_sessions_and_its_address(self):
        town = MunicipalityFactory(name="Kortrijk", nis_code="34022", codes=["8500"])
        listed, hidden = self.make("practices"), self.make("practices")
        PageViewRestriction.objects.create(page=hidden, restriction_type="login")
        page = self.make(
            "events",
            rows={
                "sessions": [session(NEXT_MONTH), session("2030-01-01 10:00", status="cancelled")],
                "practices": [EventPractice(practice=practice) for practice in (hidden, listed)],
            },
            venue_street="Grote Markt 1",
            venue_postal_code="8500",
            venue_municipality=town,
        )
        graph = self.graph("events")
        (subject,) = self.pages_in(graph)

        self.assertEqual(len(list(graph.objects(subject, SCHEMA.subEvent))), 2)
        self.assertIn((None, SCHEMA.eventStatus, SCHEMA.EventCancelled), graph)
        address = graph.value(predicate=RDF.type, object=LOCN.Address)
        self.assertEqual(graph.value(address, LOCN.thoroughfare), Literal("Grote Markt 1"))
        self.assertEqual(graph.value(address, ADRES.gemeentenaam), Literal("Kortrijk"))
        self.assertEqual(
            graph.value(subject, DCTERMS.spatial), URIRef("http://vocab.belgif.be/auth/refnis2025/34022")
        )
        presented = [graph.value(node, SCHEMA.name) for node in graph.objects(subject, SCHEMA.workFeatured)]
        self.assertEqual(presented, [Literal(listed.title)])
        self.assertEqual(subject, self.permanent_uri(page))

    def test_people_have_only_names_and_those_who_left_are_left_out(self):
        here = PersonFactory(first_name="Jo", last_name="Hier", email="jo@voorbeeld.be")
        gone = PersonFactory(first_name="An", last_name="Weg", active_until="2020-01-01")
        self.make("news", rows={"people": [NewsPerson(person=person) for person in (here, gone)]})
        graph = self.graph("news")

        people = list(graph.subjects(RDF.type, PERSON.Person))

        self.assertEqual([graph.value(node, FOAF.name) for node in people], [Literal("Jo Hier")])
        self.assertNotIn("@voorbeeld.be", graph.serialize())

    def test_expanding_and_compacting_loses_no_property_and_fetches_nothing(self):
        for kind in KINDS:
            self.make(kind)
            data = self.read(kind)
            expanded = jsonld.expand(data, {"documentLoader": no_network})
            back = jsonld.compact(expanded, data["@context"], {"documentLoader": no_network})
            self.assertEqual(len(back["dataFeedElement"]), len(data["dataFeedElement"]))
            self.assertEqual(set(back["dataFeedElement"][0]), set(data["dataFeedElement"][0]), kind)

    def test_every_page_has_the_structured_data_of_the_site(self):
        for kind in KINDS:
            page = self.make(kind)
            own = page.structured_data()
            (data,) = [node for node in self.read(kind)["dataFeedElement"] if node["@id"] == own["@id"]]
            for name in ("url", "name", "description", "identifier"):
                self.assertEqual(data[name], own[name], kind)

    def test_the_bytes_do_not_depend_on_the_time(self):
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

    def test_an_empty_list_is_a_dataset_too(self):
        self.assertEqual(self.pages_in(self.graph("news")), [])


class PermanentAddressTests(PartnerTestCase):
    def address(self, page):
        return f"/id/{page.translation_key}"

    def test_redirects_to_the_page_also_after_a_move(self):
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

    def test_redirects_to_a_list_with_its_filters(self):
        response = self.client.get(f"{self.address(self.news)}?theme=wonen")

        self.assertEqual(response["Location"], f"{self.news.full_url}?theme=wonen")

    def test_a_page_that_is_not_listed_is_404(self):
        draft, private = self.make("news", live=False), self.make("news")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        self.own_lists["news"].get_parent().specific.unpublish()
        below = self.make("news", parent=self.own_lists["news"])
        absent = self.client.get("/id/00000000-0000-4000-8000-000000000000")

        for page in (draft, private, below):
            response = self.client.get(self.address(page))
            self.assertEqual(response.status_code, 404)
            self.assertEqual(response.content, absent.content)

    def test_other_paths_are_404_and_post_is_not_allowed(self):
        about = StandardPageFactory(parent=self.home, slug="over-ons")

        self.assertEqual(self.client.get("/id/over-ons", follow=True).status_code, 404)
        self.assertEqual(self.client.post(self.address(about)).status_code, 405)
        self.assertEqual(self.client.head(self.address(about)).status_code, 303)
