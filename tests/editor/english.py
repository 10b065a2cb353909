"""Finds English in what the admin shows: texts that a catalogue has in Dutch, and words that are only English."""

import json
import re
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, NavigableString
from django.apps import apps
from django.utils.translation import gettext

from operations.management.commands import messages

# Words of no Dutch sentence. Not here: what is Dutch too (is, in, of, at, we, was, over, details, filter, report).
WORD_LIST = """
    about add added ago all already any are been below browse by cancel cannot change changes choose clear close
    collapse comment comments create created dashboard delete deleted description disabled draft edit editing enable
    enabled enter error errors every expand failed field fields found from has have hidden history image images
    invalid it its last learn less list locale logged manage may minute minutes more move must name never new next
    none not only other our page pages password permission permissions please previous publish published remove
    reports required root save saved schedule search seconds select selected send settings show snippet snippets
    sort submit successfully that the there this title to toggle true false unpublish update updated uploaded usage
    used user users using value view wagtail what when which will with without you your
"""
WORDS = frozenset(WORD_LIST.split())
# English that is meant: what a language calls itself, a company, a word between technicians.
MEANT = re.compile(r"^English$|Van YouTube of Vimeo|^Bekijk details$|^Wagtail v[\d.]+$|CC BY")
# Data in a browser; the names of rights, which Django keeps in the database and only who manages groups sees.
NO_SCREEN = re.compile(r"^/admin/(?:api/|groups/(?:new|edit)/|sprite/|styleguide/)")
# An address. A name of code in a report: news.newspage. A value that a template fills in: {title}.
CODE = re.compile(r"https?://\S+|\b\w+\.\w+\b|\{\w*\}|%\(\w+\)\w")
ATTRIBUTES = ("title", "alt", "aria-label", "aria-description", "placeholder", "label", "content")
ATTRIBUTES_OF_SCRIPTS = re.compile(r"^data-.*(content|label|message|text)-value$")
# Whole words: the random key of a block of rich text, 7it2d, has none.
WORD = re.compile(r"\b[A-Za-z]+\b")


@cache
def english():
    """The texts of all catalogues that say something else in Dutch, in lower case."""
    folders = [Path(app.path) / "locale" for app in apps.get_app_configs()]
    texts = {text for folder in folders for text in source_texts(folder)}
    texts |= {text for message in messages.extracted() if message.id for text in forms(message.id)}
    dutch = {gettext(text).lower() for text in texts}
    return {text.strip().lower() for text in texts} - dutch


def source_texts(folder):
    for path in folder.glob("nl/LC_MESSAGES/django*.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="nl"):
                yield from forms(message.id)


def forms(identifier):
    return [identifier] if isinstance(identifier, str) else identifier


def texts_in(html):
    """What a page shows or reads aloud, each piece once."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.select("[class*=counter][hidden], [data-english]"):
        element.decompose()
    pieces = {plain(node) for node in soup.find_all(string=True) if type(node) is NavigableString}
    for element in soup.find_all(True):
        pieces |= set(texts_of(element))
    return pieces - {""}


def texts_of(element):
    """What the attributes of an element say, and what its scripts are given to say."""
    if element.name == "input" and element.get("type") == "submit":
        yield element.get("value", "")
    if element.name == "script" and element.get("type") == "application/json":
        yield from strings_in(element.string or "")
    for name, value in element.attrs.items():
        if (name in ATTRIBUTES and element.name != "meta") or ATTRIBUTES_OF_SCRIPTS.match(name):
            yield plain(value)
        elif name.startswith("data-") and str(value)[:1] in "[{":
            yield from strings_in(value)


def strings_in(value):
    """The sentences in JSON, as a script gets it; single words are names of code."""
    try:
        waiting = [json.loads(value)]
    except ValueError:
        return
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield from texts_in(item) if "<" in item else [item] if " " in item and "--" not in item else []
        elif isinstance(item, (list, dict)):
            waiting += item.values() if isinstance(item, dict) else item


def plain(text):
    return " ".join(str(text).split())


def is_english(piece):
    if MEANT.search(piece) or (" " not in piece and len(piece) > 40):  # longer: a token
        return False
    words = {word.lower() for word in WORD.findall(CODE.sub("", piece))}
    return piece.lower().rstrip(":") in english() or bool(WORDS & words)


def english_in(html):
    return {piece for piece in texts_in(html) if is_english(piece)}


def english_in_response(response, body):
    """What is English in the answer with this body: a screen, a dialogue, or the columns of a table."""
    kind = response.get("Content-Type", "")
    if "text/csv" in kind:
        return {name for name in body.split("\n")[0].strip("\ufeff\r").split(",") if is_english(name)}
    return english_in(body) if "text/html" in kind else english_in_json(body)


def english_in_json(body):
    """In what a screen asks for after it was opened: a dialogue, a preview, a chosen item."""
    try:
        values = json.loads(body)
    except ValueError:
        return set()
    html = values.get("html") if isinstance(values, dict) else None
    return english_in(html) if isinstance(html, str) else set()
