"""A list as linked data: schema.org as each page says it, and the terms of OSLO where they exist."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from cms.models import Licence
from cms.skipping import skip_failing
from cms.structured_data import LANGUAGE, REFNIS, SCHEMA, filled, published_by, stamp

from .base_format import WholeFormat
from .ids import tag_uri
from .items import xml_text

# Written out, so that nobody has to fetch anything to read it. Lists of pages have an order.
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
# What OSLO calls the same: Organisatie Basis, Persoon Basis, Adres. It has no profile for practices.
ORGANISATION = ("org:Organization", {"name": "skos:prefLabel", "alternateName": "skos:altLabel"})
OSLO = {
    "Organization": ORGANISATION,
    "GovernmentOrganization": ORGANISATION,
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
# What a page says of an offer at this minute: whoever reads the list later works it out from its dates.
OF_THE_MINUTE = {"Offer": ("availability", "url")}
BETWEEN = ",\n"


class LinkedData(WholeFormat):
    """JSON-LD 1.1: a data set with the pages of the list in it, each by its permanent address."""

    name = "export.jsonld"
    content_type = "application/ld+json"
    label = _("Linked data (JSON-LD)")
    has_json_problems = True

    def parts(self, listing):
        around = written({**data_set(listing), "dataFeedElement": []})
        yield around.removesuffix("]}").encode()
        between = ""
        for pairs in listing.with_structured_data():
            things = list(skip_failing(lambda pair: written(thing(*pair, listing)), pairs, address_of))
            if things:
                yield (between + BETWEEN.join(things)).encode()
                between = BETWEEN
        yield b"]}"


def address_of(pair):
    item, _data = pair
    return item.entry.address


def written(data):
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)


def data_set(listing):
    """The list itself: what it is called, whose it is, and what others may do with it."""
    publisher = published_by(listing.publisher, f"{listing.site.root_url}/")
    named = {
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
            publisher=with_oslo(publisher or named),
        ),
        "dct:title": text_of(listing.title),
        "dct:description": text_of(listing.description),
        "dct:identifier": listing.id,
        "dct:license": listing.licence.uri,
        "dct:publisher": f"{listing.site.root_url}/#publisher",
    }


def text_of(text):
    return {"@value": xml_text(text), "@language": "nl"}


def thing(item, data, listing):
    """A page as it describes itself, with what it shares with all other formats: id, real change, licence, filters."""
    entry = item.entry
    licence = Licence(entry.licence) if entry.licence else listing.licence
    changed = stamp(item.changed.replace(microsecond=0))
    modified = {"dateModified": changed} if "dateModified" in data else {}
    return filled(
        **{
            **with_oslo(data),
            **modified,
            "keywords": [term(category) for category in entry.categories],
            "dct:identifier": item.id,
            "dct:modified": changed,
            "dct:license": licence.uri,
            "dct:spatial": sorted(areas_in(data)),
        }
    )


def term(category):
    """What the filters of the list know the thing by."""
    return {
        "@type": "DefinedTerm",
        "termCode": category.term,
        "name": xml_text(category.label),
        "inDefinedTermSet": tag_uri(category.scheme),
    }


def with_oslo(node):
    """The node, and all within it, also in the words of OSLO; without what holds for a minute."""
    if isinstance(node, list):
        return [with_oslo(part) for part in node]
    if not isinstance(node, dict):
        return node
    kind = node.get("@type", "")
    left_out = OF_THE_MINUTE.get(kind, ())
    linked = {name: with_oslo(value) for name, value in node.items() if name not in left_out}
    if kind in OSLO:
        also, names = OSLO[kind]
        linked["@type"] = [kind, also]
        linked.update({term: linked[name] for name, term in names.items() if name in linked})
    return linked


def areas_in(node):
    """The municipalities that are named anywhere in it, by the addresses that Belgium gives them."""
    if isinstance(node, list):
        return {area for part in node for area in areas_in(part)}
    if not isinstance(node, dict):
        return set()
    own = {node["@id"]} if node.get("@id", "").startswith(REFNIS) else set()
    return own.union(*map(areas_in, node.values()))
