"""The links of a page to pages, documents, pictures and addresses: in fields, rows, blocks and rich text."""

import html
import re
from typing import NamedTuple

from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.permissions import protected_model, targets_of

from .models import LONGEST_TARGET, LONGEST_WORDS, BrokenLink

Kind = BrokenLink.Kind
LINK = re.compile(r"<a\b([^>]{1,3000})>(.*?)</a>", re.DOTALL)
ATTRIBUTE = re.compile(r'(linktype|id|href)="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
# A whole value that is an address; in a text, addresses are words.
ADDRESS = re.compile(r"(?:https?://|/(?!/))\S{1,500}")


class Link(NamedTuple):
    """Where a link leads, as in `BrokenLink`; of an address all of it as it stands there."""

    kind: str
    target: str
    words: str = ""


def kinds():
    return {Page: Kind.PAGE, get_document_model(): Kind.DOCUMENT, get_image_model(): Kind.PICTURE}


def links_of(page) -> list[Link]:
    """Each target once, with the first words that lead there. `page` is of its own type, as it came from the database.

    Blocks are read as they are stored: Wagtail makes nothing of what was chosen once it is gone.
    """
    by_target = {}
    for link in links_within(page):
        by_target.setdefault(link[:2], link)
    # A page points at itself, by its parent class, and at the page that it is an alias of.
    own = {(Kind.PAGE, str(page.pk)), (Kind.PAGE, str(page.alias_of_id))}
    chosen = kinds()
    for model, key in targets_of(page):
        target = (chosen.get(model), key)
        if model in chosen and target not in own:
            by_target.setdefault(target, Link(*target))
    return list(by_target.values())


def links_in(text):
    """Yields the links of a rich text, or the address that a value is."""
    if ADDRESS.fullmatch(text):
        yield Link(Kind.ADDRESS, text)
    for attributes, content in LINK.findall(text) if "<a" in text else ():
        values = dict(ATTRIBUTE.findall(attributes))
        words = " ".join(html.unescape(TAG.sub("", content)).split())[:LONGEST_WORDS]
        kind, key = values.get("linktype"), values.get("id", "")
        if kind in (Kind.PAGE, Kind.DOCUMENT) and key.isdecimal():
            yield Link(Kind(kind), key, words)
        elif "href" in values:
            yield Link(Kind.ADDRESS, html.unescape(values["href"])[:LONGEST_TARGET], words)


def links_within(instance):
    """Yields the links in the texts and blocks of the instance and of its rows; a page's own address is none."""
    for field in instance._meta.concrete_fields:
        if field.model is Page:
            continue
        value = field.value_from_object(instance)
        if isinstance(field, StreamField):
            yield from links_in_block(field.stream_block, value.get_prep_value())
        elif isinstance(value, str):
            yield from links_in(value)
    for relation in get_all_child_relations(type(instance)):
        for row in getattr(instance, relation.get_accessor_name()).all():
            yield from links_within(row)


def links_in_block(block, stored):
    """Yields the links in the stored value of a block."""
    if isinstance(stored, str):
        yield from links_in(stored)
    elif isinstance(block, blocks.ChooserBlock):
        model = protected_model(block.target_model)
        if model and isinstance(stored, int):
            yield Link(kinds()[model], str(stored))
    elif isinstance(stored, dict):
        children = getattr(block, "child_blocks", {})
        for name, part in stored.items():
            yield from links_in_block(children.get(name), part)
    elif isinstance(stored, list):
        for part in stored:
            yield from links_in_block(*block_and_value(block, part))


def block_and_value(block, part):
    """Of a part of a stream or of a list of blocks: its block, and its value."""
    if not isinstance(part, dict) or "type" not in part:
        return getattr(block, "child_block", None), part
    if isinstance(block, blocks.stream_block.BaseStreamBlock):
        return block.child_blocks.get(part["type"]), part.get("value")
    return getattr(block, "child_block", None), part.get("value")
