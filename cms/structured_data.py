"""Schema.org data that several page types use, and its serialization for HTML.

Every type has its own `structured_data`, which reads what its template shows, so that programs never get more than
readers.
"""

import json
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.safestring import mark_safe

from fields.parsing.dates import check_span

SCHEMA = "https://schema.org"
LANGUAGE = "nl-BE"
REFNIS = "http://vocab.belgif.be/auth/"
# Content can't end the script element or begin a comment in it.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


def as_script(data) -> str:
    """The data as the content of a script element."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - escaped in the line above


def graph(*things) -> dict:
    return {"@context": SCHEMA, "@graph": [thing for thing in things if thing]}


def filled(**values) -> dict:
    """The values that are not empty, as a dict with schema.org's names; `type` and `id` become `@type` and `@id`."""
    names = {"type": "@type", "id": "@id"}
    return {names.get(name, name): value for name, value in values.items() if value not in ("", None, [], {})}


def stamp(moment) -> str:
    """A date as 2019-11-12, a datetime in Belgian time; an empty string for None.

    Raises ValidationError outside the plausible span: before 1892 offsets had minutes and seconds (“+00:17:30”), which
    no reader accepts.
    """
    if moment:
        check_span(moment)
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
    return moment.isoformat() if moment else ""


def cut(day, precision) -> str:
    """The date as far as its precision goes: 2018-03 or 2018."""
    return stamp(day)[: {"month": 7, "year": 4}.get(precision, 10)]


def breadcrumb_list(pairs) -> dict | None:
    """A BreadcrumbList of `(name, URL)` pairs; None for the home page alone."""
    if len(pairs) < 2:
        return None
    items = [
        filled(type="ListItem", position=position, name=name, item=address)
        for position, (name, address) in enumerate(pairs, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def organisation(source, kind="Organization") -> dict:
    """An organisation from the vocabulary, or a name as text."""
    if isinstance(source, str):
        return {"@type": kind, "name": source}
    names = [source.full_name] if source.full_name else []
    return filled(type=kind, name=source.name, alternateName=names, url=source.website)


def person(source, function="") -> dict:
    """A person's name and function. Contact details are only on the person's own page."""
    return filled(
        type="Person",
        name=source.name,
        honorificPrefix=source.honorific,
        jobTitle=function or source.function,
    )


def people(rows) -> list[dict]:
    """The people of the rows who are still shown, each with the function at the time."""
    return [person(row.current_person, row.function_at_time) for row in rows if row.current_person]


def contact_point(source, kind, function="") -> dict | None:
    """The public contact details of a person; None without any."""
    phones = [number for number in (source.public_phone, source.public_mobile) if number]
    if not (phones or source.public_email):
        return None
    return filled(
        type="ContactPoint",
        contactType=kind,
        name=source.name,
        description=function,
        telephone=phones,
        email=source.public_email,
    )


def postal_address(street="", postal_code="", town="") -> dict | None:
    if not (street or town):
        return None
    return filled(
        type="PostalAddress",
        streetAddress=street,
        postalCode=postal_code,
        addressLocality=town,
        addressCountry="BE",
    )


def area(municipality) -> dict:
    """A municipality with its NIS code (Statbel) and its Belgian linked-data URI."""
    code = municipality.nis_code
    if not code:
        return {"@type": "AdministrativeArea", "name": municipality.name}
    # Municipalities that merged on 1 January 2025 are in the previous edition.
    edition = "refnis2019" if municipality.valid_until else "refnis2025"
    return {
        "@type": "AdministrativeArea",
        "@id": f"{REFNIS}{edition}/{code}",
        "name": municipality.name,
        "identifier": {"@type": "PropertyValue", "propertyID": "NIS", "value": code},
    }


def region_area(region) -> dict:
    """A reference region (decree of 3 February 2023)."""
    return filled(type="AdministrativeArea", name=region.name)


def link_to(page, kind="CreativeWork") -> dict:
    """A reference to another listed page."""
    return filled(type=kind, name=page.title, url=page.full_url)


def published_by(publisher, root) -> dict | None:
    """The publisher of the site; None if not filled in."""
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
