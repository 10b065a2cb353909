"""Renders the Dutch handbook for editors, with an anchor at each heading: docs/redactie.md, which is read in ten
minutes, and the chapters in docs/redactie/, which are looked up.
"""

import re
from functools import cache
from itertools import pairwise
from pathlib import PurePath
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

SOURCE = settings.BASE_DIR / "docs" / "redactie.md"
# The short text, and after it the chapters.
SOURCES = (SOURCE, *sorted(SOURCE.with_suffix("").glob("*.md")))
# The anchor in the handbook for fields that many forms have. A page type names its own: `handbook_section`.
ANCHORS_BY_FIELD = {
    "search_description": "helder-schrijven",
    "listing_image": "afbeeldingen",
    "photo": "afbeeldingen",
    "file": "bestanden",
    "documents": "bestanden",
    "body": "tekst-plakken",
    "footnotes": "voetnoten",
    "slug": "een-webadres-veranderen",
    "publication_date": "datums-uren-en-bedragen",
    "occurrences": "datums-uren-en-bedragen",
    "municipalities": "zorg-dat-mensen-je-platform-vinden",
}
# Panels that link to the section about the page type. Not the title's: Wagtail hides that panel's heading.
FIRST_FIELDS = {"search_description", "person", "name", "first_name", "citation", "words"}


def anchor_of(heading):
    """The anchor as GitHub makes it, so that links work in both places."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


class Chapter(NamedTuple):
    """`headings` are the texts of the headings by anchor."""

    title: str
    html: str
    headings: dict


@cache
def load_chapters() -> dict[str, Chapter]:
    """All chapters by name; that of the short text is empty. The files change with a release only."""
    return {name_of(source): render(source) for source in SOURCES}


def name_of(source) -> str:
    return "" if PurePath(source).name == SOURCE.name else PurePath(source).stem


def render(source) -> Chapter:
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(source.read_text(encoding="utf-8"))
    title, text = tokens[1].content, tokens[3:]
    headings = {}
    for opening, inline in pairwise(text):
        if opening.type == "heading_open":
            anchor = anchor_of(inline.content)
            opening.attrSet("id", anchor)
            headings[anchor] = inline.content
        for link in inline.children or []:
            if link.type == "link_open":
                link.attrSet("href", address_of(link.attrGet("href")))
    html = parser.renderer.render(text, parser.options, {})
    return Chapter(title, mark_safe(html), headings)  # noqa: S308 - our own file


def address_of(link) -> str:
    """In the admin, of a link between the files."""
    path, _hash, anchor = link.partition("#")
    return chapter_url(name_of(path), anchor) if path.endswith(".md") else link


def chapter_url(name, anchor="") -> str:
    url = reverse("handbook_chapter", args=[name]) if name else reverse("handbook")
    return f"{url}#{anchor}" if anchor else url


@cache
def sections() -> dict[str, tuple[str, str]]:
    """The chapter and the text of each heading, by anchor: an anchor stands in one chapter only."""
    return {
        anchor: (name, heading)
        for name, chapter in load_chapters().items()
        for anchor, heading in chapter.headings.items()
    }


def handbook_url(anchor) -> str:
    name, _heading = sections()[anchor]
    return chapter_url(name, anchor)


def handbook_anchor_for(panel) -> str:
    """The anchor of the handbook's section about a bound panel; empty if there is none."""
    names = list(field_names(panel))
    section_of_type = getattr(type(panel.instance), "handbook_section", "")
    if section_of_type and FIRST_FIELDS.intersection(names):
        return section_of_type
    return next((ANCHORS_BY_FIELD[name] for name in names if name in ANCHORS_BY_FIELD), "")


def field_names(panel):
    """The names of the fields and child relations in a panel, at any depth."""
    name = getattr(panel.panel, "field_name", None) or getattr(panel.panel, "relation_name", None)
    if name:
        yield name
    else:
        for child in getattr(panel, "children", []):
            yield from field_names(child)
