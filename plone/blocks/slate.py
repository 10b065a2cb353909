"""Text as nodes of Slate, the editor of Volto: paragraphs, headings, lists, links, bold and italic."""

from collections.abc import Iterator
from itertools import groupby

from rich_text.blocks import LISTS, trimmed
from rich_text.cleaning import HEADINGS, parse

FEATURES = [*sorted(HEADINGS), "bold", "italic", "ol", "ul", "link", "document-link"]
STYLES = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}


def text_node(text) -> dict:
    return {"text": str(text)}


def node(kind, *children) -> dict:
    return {"type": kind, "children": list(children) or [text_node("")]}


def link_node(address, words) -> dict:
    """Slate wants a text on both sides of what stands within a line."""
    return {"type": "link", "data": {"url": address}, "children": [text_node(words)]}


def html_nodes(html, relative=str) -> list[dict]:
    """The nodes of a rich text. `relative` makes an address of this site one without its host."""
    nodes = []
    for kind, group in groupby(parse(html, FEATURES), key=lambda block: block.kind):
        blocks = [block for block in group if block.has_words]
        if kind in LISTS and blocks:
            nodes.append(list_node(kind, blocks, relative))
        elif kind not in LISTS:
            nodes += [node(block.kind, *inline_nodes(block, relative)) for block in blocks]
    return nodes


def list_node(kind, blocks, relative) -> dict:
    """A list; items that lie deeper form a list at the end of the item above them."""
    items, deepest = [], min(block.depth for block in blocks)
    for is_deeper, group in groupby(blocks, key=lambda block: block.depth > deepest):
        if is_deeper and items:
            items[-1]["children"].append(list_node(kind, list(group), relative))
        else:
            items += [node("li", *inline_nodes(block, relative)) for block in group]
    return node(kind, *items)


def inline_nodes(block, relative) -> Iterator[dict]:
    for link, group in groupby(trimmed(block.runs), key=lambda run: run.link):
        children = [styled(run) for run in group]
        if address := dict(link).get("href"):
            yield text_node("")
            yield {"type": "link", "data": {"url": relative(address)}, "children": children}
            yield text_node("")
        else:
            yield from children


def styled(run) -> dict:
    inline = text_node(run.text)
    for style in run.styles:
        inline = node(STYLES[style], inline)
    return inline


def plain(nodes) -> str:
    """The words of nodes, each top node on a line of its own."""
    return "\n".join(" ".join("".join(words_in(each)).split()) for each in nodes)


def words_in(each) -> Iterator[str]:
    if "text" in each:
        yield each["text"]
    if each.get("type") == "li":
        yield " "
    for child in each.get("children", ()):
        yield from words_in(child)
