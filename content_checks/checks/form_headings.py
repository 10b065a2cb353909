"""Headings: those of a body stand in blocks of their own, all of the second level, so that no level can be skipped.

What can still be wrong is a heading without words, without a text below it, or as long as a sentence; and a bold line
in a text, which looks like a heading but is none for who listens to the page.
"""

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
                    advice = advice_for(str(child.value or "").strip(), below)
                    if advice:
                        path = f"{body.path}.{child.id}"
                        label = str(child.block.label)
                        yield Finding(str(child.value or "").strip() or label, advice, label, path)


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
    """The lines of a text that are wholly bold, or stored as headings, above a line that is not.

    `goes_on` says whether something follows the text.
    """
    lines = [block for block in blocks_in(html) if words_of(block)]
    for place, line in enumerate(lines):
        is_last = place + 1 == len(lines)
        is_above = goes_on if is_last else not is_bold(lines[place + 1])
        if is_above and is_bold(line) and reads_as_heading(words_of(line)):
            yield words_of(line)


def is_bold(line) -> bool:
    if line.kind.startswith("h"):
        return True
    return line.kind == "p" and all("b" in run.styles for run in line.runs if run.text.strip())


def reads_as_heading(words) -> bool:
    return len(words) <= LONGEST_BOLD_LINE and not words.endswith(ENDS_OF_SENTENCES)
