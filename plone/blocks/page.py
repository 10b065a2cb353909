"""The blocks of a page: title, summary and picture, its own fields under their names, its text, and its list."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from html import escape
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from wagtail.blocks import StreamValue
from wagtail.snippets.models import get_snippet_models

from api.blocks import Body, body_of
from api.schemas import PageDetail

from .slate import html_nodes, link_node, node, plain, text_node
from .values import value_nodes

# Fields that every type has: they stand in the frame of the page, or are for programs.
IN_FRAME = {*PageDetail.model_fields, "first_day", "last_day", "is_stub", "accepts_submissions"}
# Texts that go on with the field above, or lead to the one below.
WITHOUT_HEADING = ("intro", "_text", "_after", "_note")
# The pages at or below the page of the request, one level deep.
OWN_CHILDREN = {"i": "path", "o": "plone.app.querystring.operation.string.relativePath", "v": ".::1"}
TABLE = {
    "basic": False,
    "celled": True,
    "compact": False,
    "fixed": False,
    "inverted": False,
    "striped": False,
}


def blocks_of_page(page, fields, is_list) -> dict:
    """`blocks` and `blocks_layout` of a page with these own fields, as the API gives them.

    The ids stay the same as long as the content does. Addresses of this site are without its host: Volto takes a host
    off everywhere but inside blocks.
    """
    writer = Writer(page, fields)
    blocks = dict(writer.blocks(is_list))
    return {"blocks": blocks, "blocks_layout": {"items": list(blocks)}}


class Writer:
    def __init__(self, page, fields):
        self.page, self.fields = page, fields
        # Of links in a text, the API has the address that the settings say.
        self.hosts = {
            urlsplit(address).netloc for address in (fields["url"], settings.WAGTAILADMIN_BASE_URL)
        } - {""}

    def blocks(self, is_list) -> Iterator[tuple[str, dict]]:
        """Pairs of an id and a block, in the order of the page."""
        yield self.key("title"), {"@type": "title"}
        if self.page.search_description:
            yield self.key("description"), {"@type": "description"}
        if self.fields.get("image"):
            yield (
                self.key("image"),
                html_block(figure(self.fields["image"], self.fields.get("image_caption"))),
            )
        for name, value in (self.fields | self.story()).items():
            if name not in IN_FRAME:
                yield from self.field(name, value)
        if is_list:
            querystring = {"query": [OWN_CHILDREN], "sort_on": "getObjPositionInParent"}
            yield (
                self.key("listing"),
                {"@type": "listing", "variation": "summary", "querystring": querystring},
            )

    def story(self) -> dict:
        """The running text of a type that the API has no fields of, such as the home page."""
        streams = {
            name: getattr(self.page, name, None) for name in self.page.story if name not in self.fields
        }
        return {
            name: Body.model_validate(body_of(stream)).model_dump(mode="json")
            for name, stream in streams.items()
            if isinstance(stream, StreamValue)
        }

    def field(self, name, value):
        """A field under its name; running text has headings of its own."""
        is_body = isinstance(value, dict) and value.keys() == {"blocks", "html"}
        if is_body and name == "body":
            yield from self.stream(name, value["blocks"])
            return
        parts = list(self.stream(name, value["blocks"])) if is_body else self.value(name, value)
        label = label_of(type(self.page), name)
        if parts and label:
            if not name.endswith(WITHOUT_HEADING):
                yield self.key(name, "heading"), slate([node("h2", text_node(label))])
            yield from parts

    def value(self, name, value) -> list[tuple[str, dict]]:
        nodes = value_nodes(value, self.relative)
        return [(self.key(name), slate(nodes))] if nodes else []

    def stream(self, name, blocks) -> Iterator[tuple[str, dict]]:
        for place, block in enumerate(blocks):
            key = block.get("id") or self.key(name, place)
            for number, content in enumerate(self.contents(block["type"], block["value"])):
                yield key if number == 0 else self.key(key, number), content

    def contents(self, kind, value) -> Iterator[dict]:
        """The blocks of one block of running text; of what Volto has no block for, its words."""
        write = getattr(self, f"of_{kind}", self.of_words)
        return filter(None, write(value))

    def of_words(self, value):
        if nodes := value_nodes(value, self.relative):
            yield slate(nodes)

    def of_heading(self, value):
        yield slate([node("h2", text_node(value))])

    def of_quote(self, value):
        speaker = ", ".join(filter(None, (value["speaker"], value["function"])))
        yield slate([node("blockquote", text_node(value["text"])), node("p", text_node(speaker))])

    def of_image(self, value):
        if value["image"]:
            yield html_block(figure(value["image"] | {"alt": value["alt"]}, value["caption"]))

    def of_table(self, value):
        yield table_block(value)

    def of_video(self, value):
        return self.recording(value, value["url"])

    def of_audio(self, value):
        return self.recording(value, (value["document"] or {}).get("url") or value["url"])

    def recording(self, value, address):
        """A link: a player would ask another site something before the reader does."""
        words = value["title"] or value.get("caption") or address
        lines = (
            [node("p", text_node(""), link_node(self.relative(address), words), text_node(""))]
            if address
            else []
        )
        if nodes := [*lines, *html_nodes(value["transcript"], self.relative)]:
            yield slate(nodes)

    def relative(self, address) -> str:
        parts = urlsplit(address)
        is_own = parts.netloc in self.hosts
        return parts._replace(scheme="", netloc="").geturl() or "/" if is_own else address

    def key(self, *names) -> str:
        return str(uuid5(UUID(str(self.page.translation_key)), "/".join(map(str, names))))


def slate(nodes) -> dict:
    return {"@type": "slate", "value": nodes, "plaintext": plain(nodes)}


def html_block(html) -> dict:
    return {"@type": "html", "html": html}


def figure(picture, caption="") -> str:
    """The widest size that the API has, with what the picture shows."""
    if not picture["renditions"]:
        return ""
    largest = picture["renditions"][-1]
    image = f'<img src="{escape(largest["url"])}" alt="{escape(picture["alt"])}" loading="lazy"'
    size = f' width="{largest["width"]}" height="{largest["height"]}">'
    words = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f"<figure>{image}{size}{words}</figure>"


def table_block(value) -> dict:
    rows = [row("header", "h", value["columns"])]
    rows += [row("data", number, cells) for number, cells in enumerate(value["rows"])]
    return {"@type": "slateTable", "table": {**TABLE, "rows": rows}}


def row(kind, number, texts) -> dict:
    cells = [
        {"key": f"{number}-{place}", "type": kind, "value": [node("p", text_node(text))]}
        for place, text in enumerate(texts)
    ]
    return {"key": str(number), "cells": cells}


def label_of(model, name) -> str:
    """What editors call the field of this name, of the page or of the person or organisation that it is about.

    Rows are called as what they are. Empty for what is no field.
    """
    field = field_of(model, name)
    if field is None:
        return ""
    return capfirst(
        str(field.related_model._meta.verbose_name_plural if field.auto_created else field.verbose_name)
    )


@cache
def field_of(model, name):
    terms = [
        field.related_model for field in model._meta.fields if field.related_model in get_snippet_models()
    ]
    for holder in (model, *terms):
        with suppress(FieldDoesNotExist):
            return holder._meta.get_field(name)
    return None
