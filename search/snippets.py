"""Snippets: the part of a page's public text that matches a query best, with the matching words marked."""

import re
from itertools import islice

from wagtail.search.models import IndexEntry

from .terms import STEM, VOCABULARY_WORD, place_words, term_of
from .words import WORD, fold

LENGTH = 220
BEFORE = 60
MAX_READ = 20_000
MAX_MATCHES = 30
# A shorter part of the text is a name, a label or the cell of a table: nothing to read.
SHORTEST_PROSE = 6
TERMS = re.compile(rf"(?:^|\s)(?:{STEM}[a-d]|{VOCABULARY_WORD})\w")


def texts_of(pages) -> dict:
    """The public texts of these pages from the index, by page id, without the terms; one query."""
    column = "body_text" if hasattr(IndexEntry, "body_text") else "body"
    entries = IndexEntry.objects.filter(
        object_id__in=[str(page.pk) for page in pages],
        content_type__in={page.content_type_id for page in pages},
    )
    return {
        int(pk): TERMS.split(text, maxsplit=1)[0] for pk, text in entries.values_list("object_id", column)
    }


class Marker:
    """Marks the words of a text that are forms of the terms that a query stands for."""

    def __init__(self, concepts, places=None):
        terms = [
            (term, number)
            for number, concept in enumerate(concepts)
            for alternative in concept.alternatives
            for term in alternative.terms
            if not term.is_vocabulary
        ]
        self.numbers = {term.text: number for term, number in reversed(terms) if not term.is_prefix}
        self.prefixes = {term.text: number for term, number in terms if term.is_prefix}
        self.beginnings = {term.text[0] for term, _number in terms}
        self.places = place_words() if places is None else places

    def matches(self, text):
        """The words that match, as `(start, end, number of the concept)`."""
        for match in WORD.finditer(text):
            # Forms of a word begin alike, so most words need not be stemmed.
            if (first := fold(match[0][0])[:1]) and first in self.beginnings:
                number = self._number_of(term_of(fold(match[0]), self.places))
                if number is not None:
                    yield match.start(), match.end(), number

    def _number_of(self, term):
        if term in self.numbers:
            return self.numbers[term]
        return next((number for prefix, number in self.prefixes.items() if term.startswith(prefix)), None)

    def pieces(self, text):
        """The text in pieces, as `(piece, is_marked)`."""
        end_of_last = 0
        for start, end, _stem in self.matches(text):
            yield text[end_of_last:start], False
            yield text[start:end], True
            end_of_last = end
        yield text[end_of_last:], False

    def snippet(self, text) -> list:
        """The pieces of the sentences with the most different words of the query, or else of the beginning."""
        parts = [part for part in text[:MAX_READ].splitlines() if len(part.split()) >= SHORTEST_PROSE]
        part, start = max(map(self._best_start, parts), key=lambda best: best[0], default=(0, "", 0))[1:]
        return list(self.pieces(cut(part or " ".join(text.split()), start)))

    def _best_start(self, text):
        """How many different words of the query stand near each other in a text, the text, and where that begins."""
        matches = list(islice(self.matches(text), MAX_MATCHES))
        counts = [
            len({number for start, _end, number in matches if 0 <= start - first[0] < LENGTH - BEFORE})
            for first in matches
        ]
        most = max(counts, default=0)
        return most, text, matches[counts.index(most)][0] if most else 0


def cut(text, position) -> str:
    """About LENGTH characters around the position, in whole words, with an ellipsis where text is left out."""
    start = 0 if position <= BEFORE else text.find(" ", position - BEFORE) + 1
    end = len(text) if len(text) <= start + LENGTH else text.rfind(" ", start, start + LENGTH)
    end = end if end > start else start + LENGTH
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
