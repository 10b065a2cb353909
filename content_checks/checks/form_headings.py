"""Headings: those of a body stand in blocks of their own, all of the second level, so that no level can be skipped.

What can still be wrong is a heading without words, without a text below it, or as long as a sentence; and a bold line
in a text, which looks like a heading but is none for who listens to the page.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks import HeadingBlock

from ..content import Part
from ..findings import Check, Finding, Group
from ..rich_texts import blocks_in, html_of, words_of

LONGEST = 120
LONGEST_BOLD_LINE = 80
# A line that ends so is a sentence, or calls for attention.
ENDS_OF_SENTENCES = (".", "!", "…", ",", ";")
# A label with its value, or how to reach somebody: a number of six figures or more, mail, the web.
LABEL_OR_CONTACT = re.compile(r"^\S+: \S|@|(?:\d[\s./-]?){6}|www\.|https?:")
# Signs that take no place.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


class Heading(Check):
    """A heading that helps nobody through the page."""

    name = "heading"
    group = Group.FORM
    heading = _("Headings that need a look")
    reason = _("Who can't see the page goes from heading to heading: each has to say what comes below it.")

    def find(self, content):
        for body in bodies_in(content):
            children = list(body.value)
            for place, child in enumerate(children):
                if isinstance(child.block, HeadingBlock):
                    below = children[place + 1] if place + 1 < len(children) else None
                    words = INVISIBLE.sub("", str(child.value or "")).strip()
                    if advice := advice_for(words, below):
                        label = str(child.block.label)
                        yield Finding(words or label, advice, label, f"{body.path}.{child.id}")


class BoldHeading(Check):
    """A bold line that acts as a heading."""

    name = "bold_heading"
    group = Group.FORM
    heading = _("Bold lines that are headings")
    reason = _(
        "A bold line only looks like a heading. Screen readers and search engines don’t see it as one."
    )

    def find(self, content):
        for body in bodies_in(content):
            children = list(body.value)
            for place, child in enumerate(children):
                goes_on = place + 1 < len(children) and not isinstance(
                    children[place + 1].block, HeadingBlock
                )
                for line in bold_lines(html_of(child.value), goes_on):
                    advice = gettext("Make it a block “%(heading)s”.") % {"heading": _("Heading")}
                    yield Finding(line, advice, str(child.block.label), f"{body.path}.{child.id}")


def bodies_in(content) -> Iterator[Part]:
    """The streams in which a heading can stand."""
    for part in content.parts:
        stream = getattr(part.field, "stream_block", part.field)
        if not isinstance(stream, blocks.StreamBlock) or not part.value:
            continue
        if any(isinstance(block, HeadingBlock) for block in stream.child_blocks.values()):
            yield part


def advice_for(words, below) -> str:
    """What to do about a heading with these words, above this block or at the end (None); empty if nothing is wrong."""
    if not words:
        return gettext("This heading is empty. Fill it in, or delete the block.")
    if len(words) > LONGEST:
        values = {"count": len(words), "longest": LONGEST}
        return gettext("This heading has %(count)d characters. Keep it below %(longest)d.") % values
    if below is None or isinstance(below.block, HeadingBlock) or is_empty_text(below):
        return gettext("There is no text below this heading. Add it, or delete the heading.")
    return ""


def is_empty_text(child) -> bool:
    is_text = isinstance(child.block, blocks.RichTextBlock)
    return is_text and not any(map(words_of, blocks_in(html_of(child.value))))


def bold_lines(html, goes_on) -> Iterator[str]:
    """The lines of a text that are wholly bold, or stored as headings, and announce what stands below them.

    `goes_on` says whether something follows the text.
    """
    lines = [block for block in blocks_in(html) if words_of(block)]
    for place, line in enumerate(lines):
        below = lines[place + 1] if place + 1 < len(lines) else None
        is_above = announces(below) if below else goes_on
        is_second = place > 0 and is_bold(lines[place - 1])
        if is_above and not is_second and is_bold(line) and reads_as_heading(line):
            yield words_of(line)


def announces(below) -> bool:
    """Whether a line may be a heading of this one: a list or a sentence, not the rest of an address."""
    is_sentence = words_of(below).endswith((*ENDS_OF_SENTENCES, "?", ":"))
    return not is_bold(below) and (below.kind != "p" or is_sentence)


def is_bold(line) -> bool:
    if line.kind.startswith("h"):
        return True
    return line.kind == "p" and all("b" in run.styles for run in line.runs if run.text.strip())


def reads_as_heading(line) -> bool:
    """Not a sentence, a label with its value, an address, or a link that calls to do something."""
    words = words_of(line)
    is_link = all(run.link for run in line.runs if run.text.strip())
    is_short = len(words) <= LONGEST_BOLD_LINE and not words.endswith(ENDS_OF_SENTENCES)
    return is_short and not is_link and not LABEL_OR_CONTACT.search(words)
