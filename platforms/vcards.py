"""Serializes a coordinator as a vCard 4.0 (RFC 6350), with nothing that the page does not show.

Our own because vobject, the maintained package, stops at vCard 3.0. Written so that readers of version 3 understand it
too: Outlook reads the `tel:` of a URI as a part of the number, and quotes as a part of the type.
"""

import re
from datetime import UTC

MEDIA_TYPE = "text/vcard; charset=utf-8"
MAX_LINE_LENGTH = 75  # bytes, without the line end (RFC 6350, section 3.2)
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]")
ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})


def vcard(page, address) -> bytes:
    """The card of a CoordinatorPage with a person; `address` is the full URL of the page."""
    person = page.person
    lines = [
        ("UID", f"urn:uuid:{page.translation_key}"),
        ("KIND", "individual"),
        ("FN", escape(person.name)),
        ("N", components(person.last_name, person.first_name, "", person.honorific, "")),
        ("TITLE", escape(page.job_title)),
        ("ORG", escape(str(person.organisation or page.section or ""))),
        ("TEL;TYPE=work;TYPE=voice", escape(person.public_phone)),
        ("TEL;TYPE=work;TYPE=cell", escape(person.public_mobile)),
        ("EMAIL;TYPE=work", escape(person.public_email)),
        ("ADR;TYPE=work", postal_address(page)),
        *(("LANG", block.value) for block in page.languages),
        ("CATEGORIES", ",".join(escape(str(theme)) for theme in page.shown_themes)),
        ("NOTE", escape(page.available)),
        ("URL", uri(person.website)),
        ("SOURCE", uri(f"{address}vcard/")),
        ("REV", stamp(page.last_published_at)),
    ]
    filled = [f"{name}:{value}" for name, value in lines if value]
    return b"".join(fold(line) for line in ["BEGIN:VCARD", "VERSION:4.0", *filled, "END:VCARD"])


def escape(text):
    """Escapes commas, semicolons, backslashes and line ends (section 3.4)."""
    return CONTROLS.sub("", text.replace("\r\n", "\n")).translate(ESCAPES)


def components(*parts):
    return ";".join(escape(part) for part in parts)


def postal_address(page):
    """Empty without a street or town: a country alone is no address."""
    person = page.person
    town = person.municipality.name if person.municipality else ""
    if not (person.street or town):
        return ""
    return components("", "", person.street, town, "", person.postal_code, "België")


def uri(address):
    """The URI without whitespace and control characters; commas are not escaped in URIs."""
    return re.sub(r"\s", "", CONTROLS.sub("", address))


def stamp(moment):
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") if moment else ""


def fold(line):
    """The line as UTF-8, folded to 75 bytes without splitting a character."""
    parts, size = [[]], 0
    for character in line:
        length = len(character.encode())
        if size + length > MAX_LINE_LENGTH:
            parts.append([" "])
            size = 1
        parts[-1].append(character)
        size += length
    return "".join("".join(part) + "\r\n" for part in parts).encode()
