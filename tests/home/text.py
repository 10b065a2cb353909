"""Reading pages as a visitor does, and fields as a program does."""

import re
from html import unescape
from html.parser import HTMLParser

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.blocks import StreamValue
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText

WORD = re.compile(r"[^\W_]+")
BLOCK_TAGS = {
    "time",
    "p",
    "li",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "td",
    "th",
    "div",
    "section",
    "small",
    "br",
    "caption",
}


class VisibleText(HTMLParser):
    """The text of a page's main part, as read: no scripts, no tags."""

    def __init__(self):
        super().__init__()
        self.parts = []
        self.in_main = False

    def handle_starttag(self, tag, attrs):
        self.in_main = self.in_main or tag == "main"
        if tag in BLOCK_TAGS:
            self.parts.append(" ")

    def handle_endtag(self, tag):
        if tag == "main":
            self.in_main = False
        if tag in BLOCK_TAGS:
            self.parts.append(" ")

    def handle_data(self, data):
        if self.in_main:
            self.parts.append(data)


def plain(text):
    """One line, one kind of quote, no case: two ways of writing the same fact become the same."""
    text = re.sub(r"\[(\d+)\]", r"\1", unescape(str(text)))  # a footnote's number is a link
    text = text.replace("\xad", "").replace("\xa0", " ")
    text = text.translate(str.maketrans("’‘“”–", "''\"\"-"))
    return re.sub(r"\s+([,.;:?!])", r"\1", " ".join(text.split())).casefold()


def visible(html):
    reader = VisibleText()
    reader.feed(html)
    return plain("".join(reader.parts))


def words(text):
    return WORD.findall(text.casefold())


def field_values(page):
    """Every value that a page holds in a field, a child row or a block, each as plain text."""
    yield from record_values(page)
    for relation in get_all_child_relations(type(page)):
        for row in getattr(page, relation.get_accessor_name()).all():
            yield from record_values(row)


def record_values(record):
    for field in record._meta.concrete_fields:
        value = getattr(record, field.name, None)
        if isinstance(value, models.Model) and hasattr(value, "full_name"):
            yield plain(value.full_name)
        yield from plain_values(value)


def plain_values(value):
    """The value as text: blocks give each of their parts, models their name."""
    if (parts := parts_of(value)) is not None:
        for part in parts:
            yield from plain_values(part)
    elif value is not None and value != "":
        source = value.source if isinstance(value, RichText) else str(value)
        yield plain(re.sub("<[^>]+>", " ", source))


def parts_of(value):
    """What a value holds, or None for one that holds nothing but itself."""
    if isinstance(value, StreamValue):
        return [block.value for block in value]
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, (list, tuple, ListValue)) else None
