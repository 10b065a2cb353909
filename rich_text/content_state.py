"""Parses Draft.js JSON from a browser, which may hold anything.

https://draftjs.org/docs/api-reference-data-conversion
"""

from itertools import pairwise

from .blocks import DEEPEST, Block, Run
from .cleaning import KEY, UNSTORABLE, link_of

# JavaScript counts UTF-16 code units: an emoji is two.
UTF_16 = "utf-16-le"
LOW_HALVES = {bytes([high]) for high in range(0xDC, 0xE0)}
NUMBERS = ["one", "two", "three", "four", "five", "six"]
HEADINGS = {f"header-{word}": f"h{n}" for n, word in enumerate(NUMBERS, 1)}
LISTS = {"unordered-list-item": "ul", "ordered-list-item": "ol"}
STYLES = {"BOLD": ("bold", "b"), "ITALIC": ("italic", "i")}


def blocks_in(content, features) -> list[Block]:
    """The content as blocks with all words, in only these features; a heading that is no feature becomes bold."""
    content = as_dict(content)
    entities = {
        str(key): link_in(entity, features) for key, entity in as_dict(content.get("entityMap")).items()
    }
    return [block_in(as_dict(raw), entities, features) for raw in as_list(content.get("blocks"))]


def block_in(raw, entities, features):
    """One block of the content as a Block."""
    kind, depth, key = (raw.get(name) for name in ("type", "depth", "key"))
    tag = (HEADINGS | LISTS).get(kind if isinstance(kind, str) else "", "p")
    block = Block(
        kind=tag if tag in features else "p",
        depth=depth if tag in features and isinstance(depth, int) and 0 <= depth <= DEEPEST else 0,
        key=key if isinstance(key, str) and KEY.fullmatch(key) else "",
    )
    stands_out = tag not in features and tag in HEADINGS.values()
    for run in runs_in(raw, entities, stands_out):
        block.add(run._replace(styles=tuple(short for feature, short in run.styles if feature in features)))
    return block


def runs_in(raw, entities, stands_out):
    """Yields the text as runs, split where a style or link begins or ends."""
    text = UNSTORABLE.sub("\ufffd", raw["text"]) if isinstance(raw.get("text"), str) else ""
    units = text.encode(UTF_16)
    end_of_text = len(units) // 2
    styles = [(0, end_of_text, "BOLD")] if stands_out else []
    styles += ranges(raw.get("inlineStyleRanges"), "style")
    links = [*ranges(raw.get("entityRanges"), "key")]
    edges = {0, end_of_text} | {edge for start, end, _name in (*styles, *links) for edge in (start, end)}
    edges = sorted(edge for edge in edges if edge <= end_of_text and not splits_pair(units, edge))
    for start, end in pairwise(edges):
        names = {name for first, last, name in styles if first <= start < last}
        covering = [entities.get(key, ()) for first, last, key in links if first <= start < last]
        run_styles = tuple(STYLES[name] for name in STYLES if name in names)
        yield Run(
            units[2 * start : 2 * end].decode(UTF_16),
            run_styles,
            next((link for link in covering if link), ()),
        )


def splits_pair(units, edge):
    """True if this position is between the two halves of a surrogate pair."""
    return units[2 * edge + 1 : 2 * edge + 2] in LOW_HALVES


def for_browser(content) -> dict:
    """The content with its ranges in UTF-16 code units; Wagtail counts an emoji as one."""
    for block in content["blocks"]:
        text = block["text"]
        for part in (*block["inlineStyleRanges"], *block["entityRanges"]):
            start, end = part["offset"], part["offset"] + part["length"]
            part["offset"] = len(text[:start].encode(UTF_16)) // 2
            part["length"] = len(text[start:end].encode(UTF_16)) // 2
    return content


def ranges(raw, name):
    """Yields `(start, end, style or link key)` for each valid range."""
    for part in map(as_dict, as_list(raw)):
        start, length = part.get("offset"), part.get("length")
        if isinstance(start, int) and isinstance(length, int) and start >= 0 and length > 0:
            yield start, start + length, str(part.get(name))


def link_in(entity, features):
    """The attributes of a link; none for an invalid link, a picture or a player, whose words stay."""
    kind, data = as_dict(entity).get("type"), as_dict(as_dict(entity).get("data"))
    if kind not in ("LINK", "DOCUMENT"):
        return ()
    link_type = "document" if kind == "DOCUMENT" else "page"
    if data.get("id") is not None or kind == "DOCUMENT":
        return link_of({"linktype": link_type, "id": str(data.get("id"))}, features)
    address = data.get("url")
    return link_of({"href": address}, features) if isinstance(address, str) else ()


def as_dict(value):
    return value if isinstance(value, dict) else {}


def as_list(value):
    return value if isinstance(value, list) else []
