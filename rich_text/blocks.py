"""Rich text as a list of paragraphs, headings and list items, and its serialization as HTML."""

import re
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from fields.plain_text import tidy

LISTS = ("ul", "ol")
DEEPEST = 4  # Draft.js nests lists no further
TEXT_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Run(NamedTuple):
    """Text in one style, within one link or none; a newline is a line break."""

    text: str
    styles: tuple = ()
    link: tuple = ()

    def html(self):
        html = self.text.translate(TEXT_ESCAPES).replace("\n", "<br/>")
        for style in reversed(self.styles):
            html = f"<{style}>{html}</{style}>"
        return html


@dataclass
class Block:
    """A paragraph (`p`), a heading (`h2`, …) or a list item (`ul` or `ol`, with its depth)."""

    kind: str
    depth: int = 0
    key: str = ""
    runs: list = field(default_factory=list)

    def add(self, run):
        """Adds a run, without unseen characters, duplicate spaces and spaces at the start of a line."""
        text = re.sub(r" *\n *", "\n", re.sub(" {2,}", " ", tidy(run.text)))
        if not self.runs or self.runs[-1].text.endswith((" ", "\n")):
            text = text.lstrip(" ")
        if text:
            self.runs.append(run._replace(text=text))

    @property
    def has_words(self):
        return any(run.text.strip() for run in self.runs)

    def element(self, tag):
        key = f' data-block-key="{self.key}"' if self.key else ""
        return f"<{tag}{key}>{self.inner_html()}"

    def inner_html(self):
        parts, runs = [], trimmed(self.runs)
        for index, run in enumerate(runs):
            previous = runs[index - 1].link if index else ()
            following = runs[index + 1].link if index + 1 < len(runs) else ()
            if run.link and run.link != previous:
                parts.append(f"<a {attributes(run.link)}>")
            parts.append(run.html())
            if run.link and run.link != following:
                parts.append("</a>")
        return "".join(parts)


def trimmed(runs):
    """The runs without trailing spaces."""
    runs = list(runs)
    while runs and not runs[-1].text.rstrip(" "):
        runs.pop()
    return [*runs[:-1], runs[-1]._replace(text=runs[-1].text.rstrip(" "))] if runs else runs


def attributes(link):
    return " ".join(f'{name}="{escape(value)}"' for name, value in link)


def write(blocks) -> str:
    """The blocks with words as HTML that Wagtail's editor accepts: lists nested within items, and every tag closed."""
    parts, open_lists = [], []
    for block in filter(lambda block: block.has_words, blocks):
        depth = min(block.depth, len(open_lists)) + 1 if block.kind in LISTS else 0
        while len(open_lists) > depth or (
            depth and len(open_lists) == depth and open_lists[-1] != block.kind
        ):
            parts.append(f"</li></{open_lists.pop()}>")
        if not depth:
            parts.append(f"{block.element(block.kind)}</{block.kind}>")
            continue
        parts.append("</li>" if len(open_lists) == depth else f"<{block.kind}>")
        if len(open_lists) < depth:
            open_lists.append(block.kind)
        parts.append(block.element("li"))
    parts.extend(f"</li></{tag}>" for tag in reversed(open_lists))
    return "".join(parts)
