"""The words of schema.org that several types of page use, and how they get into HTML safely.

Every type says in its own room what it is (`structured_data`); it reads the same properties as its template, so that
nothing is told to a machine that a reader may not see.
"""

import json
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.safestring import mark_safe

SCHEMA = "https://schema.org"
LANGUAGE = "nl-BE"
REFNIS = "http://vocab.belgif.be/auth/"
# No content breaks out of the script element, nor begins a comment in it.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


def as_script(data):
    """The data as the content of a script element."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - escaped in the line above


def graph(*things):
    return {"@context": SCHEMA, "@graph": [thing for thing in things if thing]}


def filled(**values):
    """What is known, under schema.org's names; `type` and `id` are written `@type` and `@id`."""
    names = {"type": "@type", "id": "@id"}
    return {names.get(name, name): value for name, value in values.items() if value not in ("", None, [], {})}


def stamp(moment):
    """A day as 2019-11-12, a moment with the time as clocks in Belgium say it."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
    return moment.isoformat() if moment else ""


def breadcrumbs(pairs):
    """The way to a page, as `(name, address)` pairs; the home page alone is no way."""
    if len(pairs) < 2:
        return None
    items = [
        filled(type="ListItem", position=position, name=name, item=address)
        for position, (name, address) in enumerate(pairs, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def organisation(found, kind="Organization"):
    """An organisation of the list, or one that is known by name only."""
    if isinstance(found, str):
        return {"@type": kind, "name": found}
    names = [found.full_name] if found.full_name else []
    return filled(type=kind, name=found.name, alternateName=names, url=found.website)


def person(found, function=""):
    """A person by name and function. How to reach somebody stands on a page of their own, and nowhere else."""
    return filled(
        type="Person", name=found.name, honorificPrefix=found.honorific, jobTitle=function or found.function
    )


def people(rows):
    """Those of the rows who are still shown, each with the function as at the time."""
    return [person(row.shown_person, row.function_then) for row in rows if row.shown_person]


def contact_point(found, kind, function=""):
    """How to reach a person: what that person shows."""
    phones = [number for number in (found.public_phone, found.public_mobile) if number]
    if not (phones or found.public_email):
        return None
    return filled(
        type="ContactPoint",
        contactType=kind,
        name=found.name,
        description=function,
        telephone=phones,
        email=found.public_email,
    )


def postal_address(street="", postal_code="", town=""):
    if not (street or town):
        return None
    return filled(
        type="PostalAddress",
        streetAddress=street,
        postalCode=postal_code,
        addressLocality=town,
        addressCountry="BE",
    )


def area(municipality):
    """A municipality, with its NIS code (Statbel) and the address that Belgium gives it in linked data."""
    code = municipality.nis_code
    if not code:
        return {"@type": "AdministrativeArea", "name": municipality.name}
    # What merged on 1 January 2025 is in the list of before.
    edition = "refnis2019" if municipality.valid_until else "refnis2025"
    return {
        "@type": "AdministrativeArea",
        "@id": f"{REFNIS}{edition}/{code}",
        "name": municipality.name,
        "identifier": {"@type": "PropertyValue", "propertyID": "NIS", "value": code},
    }


def region_area(region):
    """A reference region (decree of 3 February 2023)."""
    return filled(type="AdministrativeArea", name=region.name)


def link_to(page, kind="CreativeWork"):
    """Another page of ours, which everybody may see."""
    return filled(type=kind, name=page.title, url=page.full_url)


def published_by(publisher, root):
    """Who publishes the site; nothing as long as nobody filled that in."""
    if not (publisher and publisher.name):
        return None
    return filled(
        type="GovernmentOrganization",
        id=f"{root}#publisher",
        name=publisher.name,
        url=root,
        email=publisher.email,
        telephone=publisher.phone,
        vatID=f"BE{publisher.enterprise_number}" if publisher.enterprise_number else "",
        address=postal_address(publisher.street, publisher.postal_code, publisher.city),
    )
