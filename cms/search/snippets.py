"""What a result shows of its page: the place in its public text that answers, in pieces that are marked or not."""

import re
from itertools import islice

from wagtail.search.models import IndexEntry

from .index import STEM
from .words import WORD, answers, asked, fold, stem

LENGTH = 220
BEFORE = 60
MOST_READ = 20_000
MOST_PLACES = 30
PART = re.compile(r"(?<=[^.!?:…])\n")  # a new part after one that is no sentence
STEMS = re.compile(rf"(?:^|\s){STEM}\w")


def texts_of(pages):
    """The public texts of these pages as the index holds them, by key: one query."""
    column = "body_text" if hasattr(IndexEntry, "body_text") else "body"
    entries = IndexEntry.objects.filter(
        object_id__in=[str(page.pk) for page in pages],
        content_type__in={page.content_type_id for page in pages},
    )
    return {
        int(key): STEMS.split(text, maxsplit=1)[0] for key, text in entries.values_list("object_id", column)
    }


class Marker:
    """Knows which words of a text answer a question."""

    def __init__(self, query):
        self.stems = {stem(word) for word in asked(query)}
        self.beginnings = {found[:2] for found in self.stems}

    def answering(self, text):
        """The places of the words that answer, as `(start, end, stem)`."""
        for found in WORD.finditer(text):
            # Forms of a word begin alike, so most words need no stem.
            if fold(found[0][:2])[:2] in self.beginnings:
                other = stem(fold(found[0]))
                for asked_stem in self.stems:
                    if answers(asked_stem, other):
                        yield found.start(), found.end(), asked_stem
                        break

    def pieces(self, text):
        """The text in pieces, `(piece, is marked)`."""
        place = 0
        for start, end, _stem in self.answering(text):
            yield text[place:start], False
            yield text[start:end], True
            place = end
        yield text[place:], False

    def snippet(self, text):
        """The part of the text with the most different words that answer; else its beginning. Lines become spaces."""
        text = " ".join(PART.sub(" · ", text[:MOST_READ]).split())
        return list(self.pieces(cut(text, self._best_start(text))))

    def _best_start(self, text):
        places = list(islice(self.answering(text), MOST_PLACES))
        best = max(
            places,
            key=lambda place: (
                len({found for start, _end, found in places if 0 <= start - place[0] < LENGTH - BEFORE}),
                -place[0],
            ),
            default=(0,),
        )
        return best[0]


def cut(text, place):
    """About `LENGTH` letters around the place, between whole words, with dots where something is left out."""
    start = 0 if place <= BEFORE else text.find(" ", place - BEFORE) + 1
    end = len(text) if len(text) <= start + LENGTH else text.rfind(" ", start, start + LENGTH)
    end = end if end > start else start + LENGTH
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
