"""Reads a text that names a place: what to compare, apart from what people write around it."""

import re

from cms.querysets import fold

MAX_TEXT_LENGTH = 60
# “8900”, “B-8900” and “BE 8900”; not four digits of a longer number.
CODE = re.compile(r"(?<!\w)(?:BE?[\s-]*)?([0-9]{4})(?![0-9])", re.IGNORECASE)
BETWEEN = re.compile(r"[–—/,;()]")
# Heist o/d Berg, Heist o.d. Berg
ON_THE = re.compile(r"\bo\s*[/.]\s*d\b\.?", re.IGNORECASE)
BODIES = (
    "stad|gemeente|gem|deelgemeente|district|dorp|ocmw|stadsbestuur|gemeentebestuur|regio|streek|omgeving"
)
BEFORE = re.compile(rf"(?:(?:{BODIES})-)?(?:(?:van|in|te|uit|bij|rond|de|het)-)*")
AFTER = re.compile(r"(?:-(?:deelgemeente|gemeente|stad|dorp|centrum|en-omgeving|belgie|belgium))+$")


def split_codes(text) -> tuple[list, str]:
    """The postal codes in the text, and the text without them."""
    return CODE.findall(text), CODE.sub(" ", text)


def words_of(text) -> str:
    """The text in small letters, without accents and signs, its words joined by hyphens."""
    return fold(BETWEEN.sub(" ", ON_THE.sub("op den", text)))


def key_of(text) -> str:
    """What two ways of writing one name have in common: its letters and digits."""
    return words_of(text).replace("-", "")


def bare(words) -> str:
    """The words without what people write around a name: “stad Gent”, “in Gent”, “Gent centrum”."""
    without = AFTER.sub("", words)
    return without[BEFORE.match(without).end() :] or words


def halves(words) -> list:
    """Every way to cut the words in two: “Deurne (Antwerpen)” names a part and its municipality."""
    parts = words.split("-")
    return [("-".join(parts[:cut]), "-".join(parts[cut:])) for cut in range(1, len(parts))]
