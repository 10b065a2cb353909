"""A coordinator as a vCard 4.0 (RFC 6350): what the page shows, and no more.

Written here because vobject, the package that is kept, stops at vCard 3.0.
"""

import re
from datetime import UTC

MEDIA_TYPE = "text/vcard; charset=utf-8"
LONGEST_LINE = 75  # bytes, the line's end not counted (RFC 6350, section 3.2)
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]")
ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})


def vcard(page, address):
    """The bytes of the card of a CoordinatorPage that has a person. `address` is where the page stands on the web."""
    person = page.person
    lines = [
        ("UID", f"urn:uuid:{page.translation_key}"),
        ("KIND", "individual"),
        ("FN", escape(person.name)),
        ("N", components(person.last_name, person.first_name, "", person.honorific, "")),
        ("TITLE", escape(page.job_title)),
        ("ORG", escape(str(person.organisation or page.section or ""))),
        ('TEL;VALUE=uri;TYPE="work,voice"', tel(person.public_phone)),
        ('TEL;VALUE=uri;TYPE="work,cell"', tel(person.public_mobile)),
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
    """Text as a value: its own commas, semicolons, backslashes and line ends are no syntax (section 3.4)."""
    return CONTROLS.sub("", text.replace("\r\n", "\n")).translate(ESCAPES)


def components(*parts):
    return ";".join(escape(part) for part in parts)


def postal_address(page):
    """Empty where neither street nor town is known: a country alone is no address."""
    person = page.person
    town = person.municipality.name if person.municipality else ""
    if not (person.street or town):
        return ""
    return components("", "", person.street, town, "", person.postal_code, "België")


def tel(number):
    return f"tel:{number}" if number else ""


def uri(address):
    """An address as it is: in a URI a comma is a comma."""
    return re.sub(r"\s", "", CONTROLS.sub("", address))


def stamp(moment):
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") if moment else ""


def fold(line):
    """The line as UTF-8, in pieces of at most 75 bytes that never cut a character in two."""
    pieces, size = [[]], 0
    for character in line:
        length = len(character.encode())
        if size + length > LONGEST_LINE:
            pieces.append([" "])
            size = 1
        pieces[-1].append(character)
        size += length
    return "".join("".join(piece) + "\r\n" for piece in pieces).encode()
