"""The texts of a page as passages, each in sentences: what the checks of words read."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField
from wagtail.rich_text import RichText

from cms.blocks import AudioBlock, QuoteBlock, VideoBlock
from fields.contact import PhoneField
from fields.field_blocks import PartialDateBlock
from rich_text.cleaning import CELL_SEPARATOR, parse
from rich_text.sentences import sentence_spans

# Of one page. More is no page that somebody reads.
MOST_CHARACTERS = 200_000
FEATURES = ["h2", "h3", "h4", "h5", "h6", "ul", "ol", "link", "document-link"]
# What these fields and blocks hold is the name of somebody or something, an address, a number: not for us to reword.
NAMES = """
    author by byline body city contact duration figure function job_title job_title_short kept kind
    meeting_frequency name name_then partners period place postal_code priority_years region role season source
    standard street unit value who
"""
NAME_ENDINGS = ("_name", "_by", "_city", "_street", "_postal_code", "_initiators", "_duration")
HEADINGS = "title heading headline subtitle label link_label title_suffix parts_heading"
# What somebody said: it can be left out, not reworded. By the block that holds it.
SPOKEN = {QuoteBlock: "text", VideoBlock: "transcript", AudioBlock: "transcript"}


class Link(NamedTuple):
    """A link in a passage: from where to where, and its address (empty if it leads to what the site holds)."""

    start: int
    end: int
    href: str


class Passage(NamedTuple):
    """A paragraph, list item, heading or cell. `part` is the value on the page that it stands in."""

    text: str
    part: object
    sentence_spans: list[tuple[int, int]]
    is_heading: bool = False
    is_spoken: bool = False
    links: tuple[Link, ...] = ()

    @property
    def sentences(self) -> list[str]:
        return [self.text[start:end] for start, end in self.sentence_spans]


def passages_in(parts: Iterable) -> Iterator[Passage]:
    """The passages of the parts of a page, in their order; those of a page that is far too long as far as the bound."""
    left, spoken = MOST_CHARACTERS, set()
    for part in parts:
        spoken |= {f"{part.path}.{name}" for block, name in SPOKEN.items() if isinstance(part.field, block)}
        source = text_of(part)
        if not source:
            continue
        yield from passages_of(part, source[:left], part.path in spoken)
        left -= len(source)
        if left <= 0:
            return


def text_of(part) -> str:
    """The text, or the HTML, that somebody wrote here; empty if this is a choice, a name, a number, or no text."""
    field, value = part.field, part.value
    if isinstance(value, RichText):
        return value.source
    if not isinstance(value, str) or field.name in NAMES.split() or field.name.endswith(NAME_ENDINGS):
        return ""
    if isinstance(field, blocks.Block):
        is_text = isinstance(field, (blocks.CharBlock, blocks.TextBlock))
        return value if is_text and not isinstance(field, PartialDateBlock) else ""
    no_texts = (models.URLField, models.EmailField, models.SlugField, PhoneField)
    is_text = isinstance(field, (models.CharField, models.TextField)) and not isinstance(field, no_texts)
    return value if is_text and not field.choices else ""


def passages_of(part, source, is_spoken) -> Iterator[Passage]:
    if not isinstance(part.value, RichText) and not isinstance(part.field, RichTextField):
        text = "\n".join(" ".join(line.split()) for line in source.splitlines())
        yield Passage(text, part, sentence_spans(text), part.field.name in HEADINGS.split(), is_spoken)
        return
    for block in parse(source, FEATURES):
        text, links = text_and_links(block)
        if text.strip():
            yield Passage(
                text, part, sentence_spans(text), block.kind.startswith("h"), is_spoken, tuple(links)
            )


def text_and_links(block) -> tuple[str, list[Link]]:
    """The text of a block of rich text, and its links, also those of which a part is in another style as one."""
    text, links, previous = "", [], ()
    for run in block.runs:
        # The cells of a row are no sentence together.
        words = "\n" if run.text == CELL_SEPARATOR else run.text
        if run.link:
            start = links.pop().start if run.link == previous else len(text)
            links.append(Link(start, len(text) + len(words), dict(run.link).get("href", "")))
        previous = run.link
        text += words
    return text, links
