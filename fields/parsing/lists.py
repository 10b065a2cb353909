"""Parses pasted lists of places, from a mail, a table or a report."""

import re
from collections.abc import Iterator

SEPARATORS = re.compile(r"[,;\t\r\n•|]+|\s+[-–]\s+")
BULLET = re.compile(r"^[\s*·\-–]+|[\s.]+$")
CODE_AND_NAME = re.compile(
    r"(?P<code>\d{4})\s+(?P<name>\D.*)|(?P<name_first>\D.*?)\s*\(?(?P<code_last>\d{4})\)?"
)


def parts_of(text) -> list[str]:
    """The items of the list in order, without duplicates, bullets and trailing dots."""
    parts = (BULLET.sub("", part) for part in SEPARATORS.split(text))
    return list(dict.fromkeys(part for part in parts if part))


def readings_of(part) -> Iterator[list[str]]:
    """Yields the possible readings of an item, likeliest first, each a list of names that all have to exist.

    `8500 Kortrijk` is a name with its postal code; `Menen en Wevelgem` are two names, unless a place has that name.
    """
    yield [part]
    if match := CODE_AND_NAME.fullmatch(part):
        yield [(match["name"] or match["name_first"]).strip()]
        yield [match["code"] or match["code_last"]]
    if " en " in part:
        yield [name.strip() for name in part.split(" en ")]
