"""Snippets: the part of a page's public text that matches a query best, with the matching words marked."""

import re
from itertools import islice

from wagtail.search.models import IndexEntry

from .indexing import STEM
from .words import WORD, fold, matches_stem, query_words, stem

LENGTH = 220
BEFORE = 60
MAX_READ = 20_000
MAX_MATCHES = 30
PART = re.compile(r"(?<=[^.!?:…])\n")  # the end of a part that is no sentence
STEMS = re.compile(rf"(?:^|\s){STEM}\w")


def texts_of(pages) -> dict:
    """The public texts of these pages from the index, by page id, without the stems; one query."""
    column = "body_text" if hasattr(IndexEntry, "body_text") else "body"
    entries = IndexEntry.objects.filter(
        object_id__in=[str(page.pk) for page in pages],
        content_type__in={page.content_type_id for page in pages},
    )
    return {
        int(pk): STEMS.split(text, maxsplit=1)[0] for pk, text in entries.values_list("object_id", column)
    }


class Marker:
    """Marks the words of a text that match a query."""

    def __init__(self, query):
        self.stems = {stem(word) for word in query_words(query)}
        self.beginnings = {query_stem[:2] for query_stem in self.stems}

    def matches(self, text):
        """The words that match, as `(start, end, query stem)`."""
        for match in WORD.finditer(text):
            # Forms of a word begin alike, so most words need not be stemmed.
            if fold(match[0][:2])[:2] in self.beginnings:
                word_stem = stem(fold(match[0]))
                for query_stem in self.stems:
                    if matches_stem(query_stem, word_stem):
                        yield match.start(), match.end(), query_stem
                        break

    def pieces(self, text):
        """The text in pieces, as `(piece, is_marked)`."""
        end_of_last = 0
        for start, end, _stem in self.matches(text):
            yield text[end_of_last:start], False
            yield text[start:end], True
            end_of_last = end
        yield text[end_of_last:], False

    def snippet(self, text) -> list:
        """The pieces of the part with the most different matching words, or of the beginning. Lines become spaces."""
        text = " ".join(PART.sub(" · ", text[:MAX_READ]).split())
        return list(self.pieces(cut(text, self._best_start(text))))

    def _best_start(self, text):
        matches = list(islice(self.matches(text), MAX_MATCHES))
        best = max(
            matches,
            key=lambda match: (
                len({matched for start, _end, matched in matches if 0 <= start - match[0] < LENGTH - BEFORE}),
                -match[0],
            ),
            default=(0,),
        )
        return best[0]


def cut(text, position) -> str:
    """About LENGTH characters around the position, in whole words, with an ellipsis where text is left out."""
    start = 0 if position <= BEFORE else text.find(" ", position - BEFORE) + 1
    end = len(text) if len(text) <= start + LENGTH else text.rfind(" ", start, start + LENGTH)
    end = end if end > start else start + LENGTH
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
