"""Stored rich text as its paragraphs, headings and list items, and its links."""

from typing import NamedTuple

from wagtail.rich_text import RichText

from rich_text import TEXT_FEATURES
from rich_text.blocks import Block
from rich_text.cleaning import HEADINGS, parse

# Headings too: no editor makes them in a text, but a text may come from elsewhere.
FEATURES = [*TEXT_FEATURES, *sorted(HEADINGS)]


class TextLink(NamedTuple):
    """A link in a rich text: the attributes of its tag, and its words."""

    attributes: dict
    words: str


def html_of(value) -> str:
    """The HTML of a value; empty for what is no rich text. Fields hold it as text, blocks as RichText."""
    source = value.source if isinstance(value, RichText) else value
    return source if isinstance(source, str) and "<" in source else ""


def blocks_in(html) -> list[Block]:
    return parse(html, FEATURES)


def words_of(block) -> str:
    return " ".join("".join(run.text for run in block.runs).split())


def links_in(html) -> list[TextLink]:
    """The links, in the order of the text; one that is bold in part is still one."""
    links = []
    for block in blocks_in(html) if "<a" in html else ():
        before = ()
        for run in block.runs:
            if run.link and run.link == before:
                links[-1] = links[-1]._replace(words=links[-1].words + run.text)
            elif run.link:
                links.append(TextLink(dict(run.link), run.text))
            before = run.link
    return [link._replace(words=" ".join(link.words.split())) for link in links]
