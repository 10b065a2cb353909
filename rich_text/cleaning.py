"""Converts any HTML to well-formed HTML with only the features of a rich text field, keeping all words.

Text comes from editors, programs, old revisions and other sites. Wagtail's own cleaning drops unknown tags and joins
the words around them, and its editor answers 500 to an unclosed tag. Here a heading that is not a feature becomes a
bold paragraph, a table row a line with its cells separated, a player a link, and a picture its text alternative.
"""

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from itertools import groupby

from wagtail.whitelist import check_url

from fields.web_addresses import own_address

from .blocks import DEEPEST, LISTS, Block, Run, write

BOLD, ITALIC = {"b", "strong"}, {"i", "em"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
STYLES = {**dict.fromkeys(BOLD, ("bold", "b")), **dict.fromkeys(ITALIC, ("italic", "i"))}
# Block-level tags, which begin a new line. Other unknown tags are inline and dropped; their words stay.
BREAKING = HEADINGS | set(
    re.findall(
        r"\w+",
        """
        address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
        footer form header hr html legend li main nav ol option p pre section summary table tbody tfoot thead tr ul
        """,
    )
)
STARTING = HEADINGS | {"p", "li"}
UNSEEN = {"script", "style", "title"}
CELLS = {"td", "th"}
PLAYERS = {"audio", "embed", "frame", "iframe", "object", "source", "video"}
RAISED = {
    "sup": str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ"),
    "sub": str.maketrans("0123456789+-−=()n", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₙ"),
}
# As Word, Google Docs and LibreOffice name them.
FOOTNOTE = re.compile(r"#(?:_ftn|_edn|ftnt_?|sdfootnote|sdendnote)(?:ref)?\d+(?:sym|anc)?$")
CELL_SEPARATOR = " | "
KEY = re.compile(r"[\w-]{1,40}")
SPACES = re.compile(r"[ \t\n\f\r]+")
# PostgreSQL can't store NUL, and UTF-8 no lone surrogates.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# A < that opens no tag: Python's parser would search for its end again and again (quadratic time).
NO_TAG = re.compile("<(?![a-zA-Z/!?][^<>]*>)")
BREAK, CELL = "break", "cell"

LINK_TYPES = {"page": "link", "document": "document-link"}
SAFE_ADDRESS = r"(?:https?:|ftp:|mailto:|tel:|[/#?])"
SAFE_LINK = rf'<a(?: (?:linktype="(?:page|document)"|id="\d{{1,18}}"|href="{SAFE_ADDRESS}[^"<>]*"))*>'


def clean(html, features) -> str:
    """The HTML with the same words, in only these features."""
    return write(parse(html, features))


def parse(html, features) -> list[Block]:
    cleaner = Cleaner(features)
    cleaner.feed(NO_TAG.sub("&lt;", without_comments(UNSTORABLE.sub("", html))))
    cleaner.close()
    return cleaner.blocks


def sections_of(html, heading, features) -> list[tuple[bool, str]]:
    """The HTML in parts, as pairs: whether it is a heading (of this tag), and its words or the HTML until the next."""
    parts = []
    for is_heading, group in groupby(parse(html, [heading, *features]), lambda block: block.kind == heading):
        blocks = list(group)
        if is_heading:
            words = ["".join(run.text for run in block.runs).strip() for block in blocks]
            parts += [(True, text) for text in words if text]
        else:
            parts.append((False, write(blocks)))
    return parts


def without_comments(html):
    parts, end = [], 0
    while (start := html.find("<!--", end)) >= 0 and (stop := html.find("-->", start + 4)) >= 0:
        parts.append(html[end:start])
        end = stop + len("-->")
    return "".join([*parts, html[end:]])


def holds_only(html, features) -> bool:
    """True if the HTML has only tags of these features, so that it needs no cleaning."""
    return bool(only_tags_of(tuple(features)).fullmatch(html))


@cache
def only_tags_of(features):
    tags = {"p"} | {tag for tag, (feature, _short) in STYLES.items() if feature in features}
    tags |= (HEADINGS | set(LISTS)) & set(features)
    tags |= {"li"} if tags & set(LISTS) else set()
    plain = rf"</?(?:{'|'.join(sorted(tags))})(?: data-block-key=\"[\w-]*\")?>|<br ?/?>"
    link = rf"|{SAFE_LINK}|</a>" if "link" in features else ""
    return re.compile(rf"(?:[^<]++|{plain}{link})*+")


class Cleaner(HTMLParser):
    """Parses HTML as a browser would show it, into `blocks`. Tags may be unclosed or wrongly nested."""

    def __init__(self, features):
        super().__init__(convert_charrefs=True)
        self.features = features
        self.blocks, self.block = [], None
        self.links, self.lists, self.items = [], [], []
        self.notes = []  # whether each link that is open leads to or from a footnote of a word processor
        self.raised = []  # the <sup> and <sub> that are open
        self.styles = Counter()  # the tags that are open
        self.started = None  # the tag, and its key, of a block that has no words yet
        self.between = BREAK  # what comes before the next words
        self.row_block, self.is_row_new = None, False  # the block with the words of this row of a table
        self.unseen = 0
        self.deletions = []  # whether each <del> that is open is one of Word, which keeps what somebody deleted

    def parse_marked_section(self, i, report=1):
        """Accepts Word's `<![if …]>`, for which Python's parser raises."""
        return self.parse_bogus_comment(i)

    # --- Called by the parser.

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in reversed(attrs)}
        if tag in UNSEEN:
            self.unseen += 1
        elif tag == "del":
            self.deletions.append("datetime" in attrs or "cite" in attrs)
            self.unseen += self.deletions[-1]
        elif tag in CELLS:
            self.between = CELL if self.row_block and self.row_block is self.block else BREAK
        elif tag in BREAKING:
            self._break(tag, attrs)
        elif tag == "a":
            self.notes.append(bool(FOOTNOTE.search(attrs.get("href", ""))))
            self.links.append(() if self.notes[-1] else link_of(attrs, self.features))
        elif tag == "br":
            self._add("\n") if self.between is None else None
        elif tag in STYLES:
            self.styles[tag] += 1
        else:
            self._replace(tag, attrs)

    def handle_endtag(self, tag):
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag == "del":
            self.unseen = max(0, self.unseen - (self.deletions.pop() if self.deletions else 0))
        elif tag in BREAKING:
            self._end(tag)
        elif tag == "a" and self.links:
            self.links.pop()
            self.notes.pop()
        elif tag in RAISED:
            remove_last(self.raised, tag)
        else:
            self._close(tag)

    def handle_data(self, data):
        text = SPACES.sub(" ", data)
        if self.unseen or (not text.strip(" ") and self.between):
            return
        if self.between == CELL:
            self.block.add(Run(CELL_SEPARATOR))
        elif self.between == BREAK:
            self._start_block()
        self._add(self._on_the_line(text))

    # --- Building the blocks.

    def _break(self, tag, attrs):
        if self.between != CELL or tag in HEADINGS or tag in {"li", "tr", "table", *LISTS}:
            self.between = BREAK
        if tag == "tr":
            self.row_block, self.is_row_new = None, True
        if tag in LISTS:
            self.lists.append(tag)
        if tag == "li":
            self.items.append(None)
        if tag in STARTING:
            key = attrs.get("data-block-key", "")
            self.started = (tag, key if KEY.fullmatch(key) else "")
            self.styles.subtract({heading: self.styles[heading] for heading in HEADINGS})
        if tag in HEADINGS:
            self.styles[tag] += 1

    def _end(self, tag):
        if self.between != CELL or tag in {"tr", "table"}:
            self.between = BREAK
        if tag in LISTS:
            remove_last(self.lists, tag)
        if tag == "tr":
            self.row_block, self.is_row_new = None, False
        if tag == "li" and self.items:
            self.items.pop()
        self._close(tag)

    def _close(self, tag):
        if self.styles[tag]:
            self.styles[tag] -= 1

    def _start_block(self):
        """Begins a block; within a list item, a further line stays in the item."""
        tag, key = self.started or ("p", "")
        self.started = self.between = None
        if self.items and self.items[-1] is not None and self.items[-1] is self.block:
            self.block.add(Run("\n"))
            return
        self.block = Block(*self._kind_and_depth(tag), key)
        self.blocks.append(self.block)
        if self.items:
            self.items[-1] = self.block
        if self.is_row_new:
            self.row_block, self.is_row_new = self.block, False

    def _kind_and_depth(self, tag):
        if tag in self.features and tag in HEADINGS:
            return tag, 0
        if not self.items:
            return "p", 0
        kind = next((kind for kind in (*self.lists[-1:], *LISTS) if kind in self.features), "p")
        return kind, min(max(len(self.lists) - 1, 0), DEEPEST)

    def _add(self, text):
        self.block.add(Run(text, self._styles(), self.links[-1] if self.links else ()))

    def _on_the_line(self, text):
        """m² and CO₂ as they are read; the number of a footnote as a text of ours refers to it."""
        if any(self.notes) and text.strip().isdecimal():
            return f"[{text.strip()}]"
        signs = RAISED[self.raised[-1]] if self.raised else {}
        return text.translate(signs) if all(ord(sign) in signs for sign in text.strip()) else text

    def _styles(self):
        """The styles of the next words. A heading that is no feature is bold, if bold is."""
        tags = {tag for tag, count in self.styles.items() if count}
        stands_out = tags & BOLD or (tags & HEADINGS - set(self.features))
        given = [("bold", "b", stands_out), ("italic", "i", tags & ITALIC)]
        return tuple(tag for feature, tag, is_on in given if is_on and feature in self.features)

    def _replace(self, tag, attrs):
        """Replaces a player by its URL, a picture by its text alternative, and what is raised by signs that are."""
        if tag in RAISED:
            self.raised.append(tag)
        elif tag == "img":
            self.handle_data(f" {attrs.get('alt', '')} ")
        elif tag in PLAYERS:
            self._replace_embed(attrs)

    def _replace_embed(self, attrs):
        address = next((attrs[name] for name in ("url", "src", "data") if attrs.get(name)), "")
        link = link_of({"href": address}, self.features) if address.startswith(("http:", "https:")) else ()
        words = (
            attrs.get("alt") or attrs.get("title") or (address if link or "link" not in self.features else "")
        )
        if not words:
            return
        self.between = BREAK
        self.links.append(link)
        self.notes.append(False)
        self.handle_data(words)
        self.links.pop()
        self.notes.pop()
        self.between = BREAK


def link_of(attrs, features) -> tuple:
    """The allowed attributes of a link, in Wagtail's order; none if only its words may stay."""
    feature = LINK_TYPES.get(attrs.get("linktype"))
    key = attrs.get("id", "")
    if feature and is_key(key):
        return (("linktype", attrs["linktype"]), ("id", key)) if feature in features else ()
    address = attrs.get("href", "").strip()
    if not address or "link" not in features or check_url(address) is None:
        return ()
    return (("href", own_address(address)),)


def is_key(text) -> bool:
    """True if this can be a primary key; the database raises for longer numbers."""
    return text.isascii() and text.isdecimal() and len(text) <= 18


def remove_last(tags, tag):
    if tag in tags:
        del tags[len(tags) - 1 - tags[::-1].index(tag)]
