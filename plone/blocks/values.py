"""The values of a page's own fields as text for readers: what the API gives, as nodes of Slate."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from .slate import html_nodes, link_node, node, plain, text_node

# What names a thing, in the order of how well it does; and where it leads.
NAMES = ("title", "label", "name", "heading", "question", "text")
ADDRESSES = ("url", "website")
# Keys for programs, within a value.
UNREAD = {"id", "key", "slug", "type", "uri", "player", "precision", "end_is_informal"}
MOST_DEEP = 4


def value_nodes(value, relative) -> list[dict]:
    """A paragraph, the nodes of an HTML, or a list with an item for each value; nothing for an empty one."""
    if isinstance(value, str) and value.lstrip().startswith("<"):
        return html_nodes(value, relative)
    if isinstance(value, list):
        items = [item for each in value if (item := inline(each, relative))]
        return [node("ul", *[node("li", *item) for item in items])] if items else []
    children = inline(value, relative)
    return [node("p", *children)] if children else []


def inline(value, relative, depth=0) -> list[dict]:
    """A value within a line: its name, as a link if it has an address, and the other things that are said of it."""
    if depth == MOST_DEEP or is_empty(value):
        return []
    if isinstance(value, list):
        return joined([inline(each, relative, depth + 1) for each in value], ", ")
    if not isinstance(value, dict):
        return [text_node(" ".join(words_of(value)))]
    if "precision" in value:
        return [text_node(words_of_partial_date(value))]
    name = next((key for key in NAMES if isinstance(value.get(key), str) and value[key]), "")
    address = next((value[key] for key in ADDRESSES if value.get(key)), "")
    words = " ".join(words_of(value[name])) if name else address
    head = (
        [text_node(""), link_node(relative(address), words), text_node("")] if address else [text_node(words)]
    )
    others = {
        key: part
        for key, part in value.items()
        if key not in (name, *UNREAD, *ADDRESSES) and part is not True
    }
    rest = [inline(part, relative, depth + 1) for part in others.values()]
    return joined([head if words else [], *rest], " · ")


def is_empty(value) -> bool:
    """Nought is a value: a practice that costs nothing."""
    return value is None or value is False or (isinstance(value, str | list | dict) and not value)


def joined(parts, sign) -> list[dict]:
    nodes = []
    for part in filter(None, parts):
        nodes += [*([text_node(sign)] if nodes else []), *part]
    return nodes


def words_of(value) -> Iterator[str]:
    """A number, a moment, or a text without its tags."""
    if value is True:
        yield _("yes")
    elif isinstance(value, float):
        yield number_format(int(value) if value.is_integer() else value, use_l10n=True)
    elif isinstance(value, str) and "<" in value:
        yield " ".join(plain(html_nodes(value)).split())
    else:
        yield in_words(str(value))


def in_words(text) -> str:
    """A day or moment as people say it; other text as it is."""
    try:
        if len(text) == len("2026-11-12"):
            return date_format(date.fromisoformat(text), "j F Y")
        moment = datetime.fromisoformat(text) if len(text) > 18 and text[10:11] == "T" else None
    except ValueError:
        return text
    return date_format(timezone.localtime(moment), "j F Y, H.i") if moment and moment.tzinfo else text


def words_of_partial_date(value) -> str:
    formats = {"year": "Y", "month": "F Y"}
    return date_format(date.fromisoformat(value["date"]), formats.get(value["precision"], "j F Y"))
