"""Renders the Dutch handbook for editors (docs/redactie.md), with an anchor at each heading."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

SOURCE = settings.BASE_DIR / "docs" / "redactie.md"
# The anchor of the handbook for fields that many forms have. A page type names its own: `handbook_section`.
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


class RenderedHandbook(NamedTuple):
    title: str
    html: str
    headings: dict  # by anchor


@lru_cache(maxsize=2)
def render(modified_at):
    """Cached until the file's modification time changes."""
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(SOURCE.read_text(encoding="utf-8"))
    headings = {}
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            anchor = anchor_of(inline.content)
            opening.attrSet("id", anchor)
            headings[anchor] = inline.content
    html = parser.renderer.render(tokens[3:], parser.options, {})
    return RenderedHandbook(tokens[1].content, mark_safe(html), headings)  # noqa: S308 - our own file


def load_handbook() -> RenderedHandbook:
    return render(SOURCE.stat().st_mtime)


def handbook_url(anchor) -> str:
    return f"{reverse('handbook')}#{anchor}"


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
