"""A small part of Markdown as the HTML that rich text holds: paragraphs, lists, bold, italic and links."""

import re
from html import escape

BULLET, NUMBER = re.compile(r"[-*]\s+"), re.compile(r"\d+\.\s+")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
BOLD, ITALIC = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"\*(.+?)\*")


def to_html(text, link):
    """`link` makes the attributes of an address: of a page of the site, a file, or another site."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "".join(block_html(block, link) for block in blocks if block.strip())


def block_html(block, link):
    """A paragraph or list; a list may stand right below the words that lead in to it."""
    lines = [line.strip() for line in block.strip().splitlines()]
    for marker, tag in [(BULLET, "ul"), (NUMBER, "ol")]:
        first = next((place for place, line in enumerate(lines) if marker.match(line)), None)
        if first is not None:
            lead_in = " ".join(lines[:first])
            start = f"<p>{inline(lead_in, link)}</p>" if lead_in else ""
            items = "".join(f"<li>{inline(item, link)}</li>" for item in items_of(lines[first:], marker))
            return f"{start}<{tag}>{items}</{tag}>"
    return f"<p>{inline(' '.join(lines), link)}</p>"


def items_of(lines, marker):
    """A line without a marker goes on with the item above it."""
    items = []
    for line in lines:
        if match := marker.match(line):
            items.append(line[match.end() :])
        else:
            items[-1] += f" {line}"
    return items


def inline(text, link):
    html = escape(text, quote=False)
    html = LINK.sub(lambda match: f"<a {link(match[2])}>{match[1]}</a>", html)
    return ITALIC.sub(r"<i>\1</i>", BOLD.sub(r"<b>\1</b>", html))
