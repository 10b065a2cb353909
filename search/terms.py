"""The terms of the index: what a page is found by, and how much a match says, by the field that it stands in.

A term stands in the index's text with a marker before it, so that the site's searches match terms only: neither the
words of drafts nor other models' have markers.
"""

from enum import StrEnum

from django.apps import apps

from caching.functions import cached_until_change

from .stemming import stem
from .words import indexed_words, words

# No Dutch word begins like these. After STEM comes the letter of a field.
STEM, TITLE_WORD, VOCABULARY_WORD = "qz", "qw", "qv"
SHORTEST_PLACE = 4


class Field(StrEnum):
    """Where a term stands, the most telling first. The values sort in that order."""

    TITLE = "a"
    LABEL = "b"  # names of themes, target groups, methods and keywords; the summary
    NAME = "c"  # names of people, organisations and places; contact details
    TEXT = "d"


WEIGHTS = {Field.TITLE: 1.0, Field.LABEL: 0.85, Field.NAME: 0.8, Field.TEXT: 0.5}
# What a page says that has the theme or target group itself, by which editors filed it.
VOCABULARY_WEIGHT = 0.9


@cached_until_change("cms.Municipality")
def place_words() -> frozenset:
    """The folded words of the names of municipalities, merged ones too."""
    names = apps.get_model("cms.Municipality").objects.values_list("name", flat=True)
    return frozenset(word for name in names for word in words(name) if len(word) >= SHORTEST_PLACE)


def term_of(word, places=None) -> str:
    """The stem of a folded word; a word of a place's name as it is, so that Menen is no form of another word."""
    return word if word in (place_words() if places is None else places) else stem(word)


def terms_of(text) -> list[str]:
    """The terms of a text's words, in order, with duplicates."""
    return [term_of(word) for word in words(text)]


def vocabulary_term(model_name, pk) -> str:
    """The term of the pages with this theme or target group."""
    return f"{VOCABULARY_WORD}{model_name}{pk}"


def marked(field, term) -> str:
    return f"{STEM}{field}{term}"


def marked_terms(parts, vocabulary=()) -> str:
    """The terms of `(field, text)` parts for the index: each once, in the most telling field. Then the vocabulary's."""
    fields, places = {}, place_words()
    for field, text in sorted(parts, key=lambda part: part[0]):
        for word in indexed_words(text):
            fields.setdefault(term_of(word, places), field)
    return " ".join([*(marked(field, term) for term, field in fields.items()), *vocabulary])
