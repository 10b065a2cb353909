"""Sketches of the live pages: the few numbers by which a page is known again in another one.

The text is sketched as the 64 lowest hashes of its shingles (three words after each other): two texts share about as
many of these as they share shingles (Broder, "On the resemblance and containment of documents", 1997).
"""

import html
import re
from collections.abc import Iterator
from hashlib import blake2b
from heapq import nsmallest
from typing import NamedTuple
from urllib.parse import urlsplit
from zlib import crc32

from django.db import models, transaction
from django.db.models import Count, Q
from wagtail import blocks
from wagtail.fields import RichTextField
from wagtail.rich_text import RichText

from cms.models import Municipality
from editor.duplicates import normalize
from fields.web_addresses import own_address

from .content import PageContent
from .models import Sketch

Sign = Sketch.Sign
SIZE, SHINGLE = 64, 3
# Of the signs other than the text.
MOST_OF_A_SIGN = 30
# Below this many shingles a text says too little to compare.
FEWEST_SHINGLES = 30
# So many pages are compared, of those that share most; fewer shared shingles are chance.
MOST_CANDIDATES, FEWEST_SHARED = 50, 8
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"\w+")


class Candidate(NamedTuple):
    """Another page, by key, with how many values it shares of each sign."""

    page: int
    title: int
    day: int
    place: int
    address: int
    site: int
    text: int


def update(page) -> None:
    """Makes the sketch of this live page that of what it says now."""
    new = {(sign, value) for sign, values in signs_of(PageContent(page)).items() for value in values}
    with transaction.atomic():
        old = {(row.sign, row.value): row.pk for row in Sketch.objects.filter(page=page.pk)}
        Sketch.objects.filter(pk__in=[key for sign, key in old.items() if sign not in new]).delete()
        rows = [Sketch(page_id=page.pk, sign=sign, value=value) for sign, value in new - old.keys()]
        Sketch.objects.bulk_create(rows, ignore_conflicts=True)


def forget(pages) -> None:
    """Removes the sketches of these pages, given as a queryset, a list or keys."""
    Sketch.objects.filter(page__in=pages).delete()


def signs_of(content) -> dict[str, set[int]]:
    """The values of a page by sign, each sign with a bounded number."""
    page, addresses = content.page, list(addresses_of(content))
    return {
        Sign.TITLE: {hash_of(normalize(page.title))} if normalize(page.title) else set(),
        Sign.DAY: {hash_of(day) for day in [day_of(page)] if day},
        Sign.PLACE: first(hash_of(place) for place in places_of(content)),
        Sign.ADDRESS: first(hash_of(address) for address in addresses if is_deep(address)),
        Sign.SITE: first(hash_of(address) for address in addresses if not is_deep(address)),
        Sign.TEXT: set(nsmallest(SIZE, shingles_of(content))),
    }


def first(values) -> set[int]:
    return set(list(dict.fromkeys(values))[:MOST_OF_A_SIGN])


def candidates(signs, key) -> list[Candidate]:
    """The pages that may be the one with these signs, the most alike first; never the one with this key."""
    values = [value for of_sign in signs.values() for value in of_sign]
    counts = {sign.value: Count("pk", filter=Q(sign=sign)) for sign in Sign}
    pages = Sketch.objects.filter(value__in=values).exclude(page=key or 0).values("page").annotate(**counts)
    shared = pages.filter(Q(title__gt=0) | Q(address__gt=0) | Q(site__gt=0) | Q(text__gte=FEWEST_SHARED))
    order = ("-text", "-title", "-address", "-place", "-day", "page")
    return [Candidate(**row) for row in shared.order_by(*order)[:MOST_CANDIDATES]]


def resemblance(signs, candidate) -> float:
    """From 0 to 1: about which part of the shingles both have; 0 for a short text."""
    own = len(signs[Sign.TEXT])
    return candidate.text / own if own >= FEWEST_SHINGLES else 0.0


def hash_of(text) -> int:
    """Of 63 bits, which every database can store; never one of a shingle, which has 32."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1 | 1 << 62


def day_of(page) -> str:
    """The first day of what the page is about, or the day that lists show above it."""
    begins = page.entry_dates().begins
    if begins or getattr(page, "happens", False):
        return begins.isoformat() if begins else ""
    return page.entry_day()


def places_of(content) -> Iterator[str]:
    """Whose it is, and in which municipalities."""
    yield from (f"organisation {organisation.pk}" for organisation in content.page.leading_organisations)
    for part in content.parts:
        if isinstance(part.value, Municipality):
            yield f"municipality {part.value.pk}"


def addresses_of(content) -> Iterator[str]:
    """The web addresses in fields of their own; those in a text are mentioned there, and say less of the page."""
    for part in content.parts:
        is_address = isinstance(part.field, models.URLField | blocks.URLBlock)
        if is_address and isinstance(part.value, str) and (address := normalized(part.value)):
            yield address


def normalized(address) -> str:
    """Equal for addresses that differ in nothing but how they are written; empty for what is none."""
    try:
        parts = urlsplit(own_address(address.strip()))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}" if host else ""


def is_deep(address) -> bool:
    """False for the home page of a site, which many pages about an organisation have."""
    return "/" in address or "?" in address


def shingles_of(content) -> set[int]:
    """The hashes of all stretches of three words in the texts of a page, its title left out."""
    shingles = set()
    for part in content.parts:
        if part.path != "title" and (text := text_of(part)):
            words = [word.encode() for word in WORD.findall(text.casefold())]
            shingles.update(
                crc32(b" ".join(words[start : start + SHINGLE])) for start in range(len(words) - SHINGLE + 1)
            )
    return shingles


def text_of(part) -> str:
    """The words of a text; empty for other values."""
    if isinstance(part.value, RichText):
        return plain(part.value.source)
    if not isinstance(part.value, str) or isinstance(part.field, models.URLField | blocks.URLBlock):
        return ""
    return plain(part.value) if isinstance(part.field, RichTextField) else part.value


def plain(source) -> str:
    return html.unescape(TAG.sub(" ", source))
