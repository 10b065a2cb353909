"""JSON-LD: a listing as a data set with the schema.org data of its pages, plus OSLO terms where they exist.

OSLO is the set of vocabularies of the Flemish government (data.vlaanderen.be).
"""

import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from cms.models import Licence
from cms.skipping import skip_failing
from cms.structured_data import LANGUAGE, REFNIS, SCHEMA, filled, published_by, stamp
from cms.xml_text import xml_text

from .base_format import WholeFormat
from .ids import tag_uri

# Inline, so that processing it fetches nothing. The container keeps the order of the pages.
CONTEXT = {
    "@vocab": f"{SCHEMA}/",
    "adres": "https://data.vlaanderen.be/ns/adres#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "person": "http://www.w3.org/ns/person#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dataFeedElement": {"@container": "@list"},
    **{
        name: {"@type": "@id"}
        for name in (
            "eventAttendanceMode",
            "eventStatus",
            "inDefinedTermSet",
            "license",
            "url",
            "dct:license",
            "dct:publisher",
            "dct:spatial",
        )
    },
    "dct:modified": {"@type": "xsd:dateTime"},
}
# The OSLO type and properties for each schema.org type, from its application profiles Organisatie Basis, Persoon Basis
# and Adres. It has no profile for practices.
OSLO_ORGANISATION = ("org:Organization", {"name": "skos:prefLabel", "alternateName": "skos:altLabel"})
OSLO_TERMS = {
    "Organization": OSLO_ORGANISATION,
    "GovernmentOrganization": OSLO_ORGANISATION,
    "Person": ("person:Person", {"name": "foaf:name"}),
    "PostalAddress": (
        "locn:Address",
        {
            "streetAddress": "locn:thoroughfare",
            "postalCode": "locn:postCode",
            "addressLocality": "adres:gemeentenaam",
        },
    ),
}
# Properties that depend on the current time, or on who registers meanwhile, by type. Left out, since the same list must
# give the same bytes; consumers can derive the first from the dates of the offer, and the page and the API have both.
VOLATILE_PROPERTIES = {
    "Offer": ("availability", "url"),
    "Event": ("remainingAttendeeCapacity",),
    "EventSeries": ("remainingAttendeeCapacity",),
}
SEPARATOR = ",\n"


class LinkedData(WholeFormat):
    """JSON-LD 1.1: a data set with the pages of the list, each identified by its permanent URL."""

    name = "export.jsonld"
    content_type = "application/ld+json"
    label = _("Linked data (JSON-LD)")
    has_json_problems = True

    def serialize_parts(self, listing) -> Iterator[bytes]:
        """Leaves out and logs pages that can't be serialized."""
        empty = to_json({**dataset_data(listing), "dataFeedElement": []})
        yield empty.removesuffix("]}").encode()
        separator = ""
        for pairs in listing.chunks_with_structured_data():
            pages = list(skip_failing(lambda pair: to_json(page_data(*pair, listing)), pairs, address_of))
            if pages:
                yield (separator + SEPARATOR.join(pages)).encode()
                separator = SEPARATOR
        yield b"]}"


def address_of(pair) -> str:
    """The URL of the entry, for the log."""
    item, _data = pair
    return item.entry.address


def to_json(data) -> str:
    """The data as JSON; dates as ISO 8601."""
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)


def dataset_data(listing) -> dict:
    """The data set without its pages: title, publisher and licence, in schema.org, DCAT and Dublin Core terms."""
    publisher = published_by(listing.publisher, f"{listing.site.root_url}/")
    name_only = {
        "@type": "Organization",
        "@id": f"{listing.site.root_url}/#publisher",
        "name": listing.publisher_name,
    }
    return {
        "@context": CONTEXT,
        **filled(
            id=listing.permanent_address,
            type=["DataFeed", "dcat:Dataset"],
            name=xml_text(listing.title),
            description=xml_text(listing.description),
            url=listing.page_address,
            inLanguage=LANGUAGE,
            license=listing.licence.uri,
            publisher=add_oslo_terms(publisher or name_only),
        ),
        "dct:title": dutch_string(listing.title),
        "dct:description": dutch_string(listing.description),
        "dct:identifier": listing.id,
        "dct:license": listing.licence.uri,
        "dct:publisher": f"{listing.site.root_url}/#publisher",
    }


def dutch_string(text) -> dict[str, str]:
    """A language-tagged string."""
    return {"@value": xml_text(text), "@language": "nl"}


def page_data(item, data, listing) -> dict:
    """The schema.org data of a page, with the id, last change, licence and categories that all formats have."""
    entry = item.entry
    licence = Licence(entry.licence) if entry.licence else listing.licence
    changed = stamp(item.changed.replace(microsecond=0))
    modified = {"dateModified": changed} if "dateModified" in data else {}
    return filled(
        **{
            **add_oslo_terms(data),
            **modified,
            "keywords": [defined_term(category) for category in entry.categories],
            "dct:identifier": item.id,
            "dct:modified": changed,
            "dct:license": licence.uri,
            "dct:spatial": sorted(municipalities_in(data)),
        }
    )


def defined_term(category) -> dict:
    """A category as a DefinedTerm: its code is the value of the filter, its set the key of the filter."""
    return {
        "@type": "DefinedTerm",
        "termCode": category.term,
        "name": xml_text(category.label),
        "inDefinedTermSet": tag_uri(category.scheme),
    }


def add_oslo_terms(node) -> object:
    """A copy of the node and all within it with OSLO types and properties added, and without volatile properties."""
    if isinstance(node, list):
        return [add_oslo_terms(part) for part in node]
    if not isinstance(node, dict):
        return node
    kind = node.get("@type", "")
    volatile = VOLATILE_PROPERTIES.get(kind, ())
    linked = {name: add_oslo_terms(value) for name, value in node.items() if name not in volatile}
    if kind in OSLO_TERMS:
        oslo_type, oslo_properties = OSLO_TERMS[kind]
        linked["@type"] = [kind, oslo_type]
        linked.update({term: linked[name] for name, term in oslo_properties.items() if name in linked})
    return linked


def municipalities_in(node) -> set[str]:
    """The URIs of the municipalities anywhere in the data (vocab.belgif.be, by REFNIS code)."""
    if isinstance(node, list):
        return {area for part in node for area in municipalities_in(part)}
    if not isinstance(node, dict):
        return set()
    own = {node["@id"]} if node.get("@id", "").startswith(REFNIS) else set()
    return own.union(*map(municipalities_in, node.values()))
