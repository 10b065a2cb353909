"""What a query may mean: the terms that stand for each word or phrase, by the synonyms and the words of the site."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from operator import or_

from .lookups import beginning_with
from .models import SearchWord
from .phrases import LONGEST_PHRASE, Alternative, Term, phrases
from .stemming import stem
from .terms import place_words, term_of
from .words import query_words

# Terms of this length also match the words that begin with them: armoede finds armoedebestrijding, but zorg doesn't
# find zorgeloos. Words of this length also match those that end with them, where the rest is a word: restaurant finds
# buurtrestaurant.
SHORTEST_BEGINNING, SHORTEST_END = 5, 4
SHORTEST_SPLIT, SHORTEST_PART, SHORTEST_LONE_PART = 7, 4, 5
LINKS, PLURALS = ("", "s", "en", "e", "n"), ("s", "en", "n")
MOST_COMPOUNDS, MOST_READ, MOST_SPLITS = 30, 500, 3
# How surely a page is meant that has, in place of a word, a longer one, its parts, or one of its parts.
AS_COMPOUND, AS_PARTS, AS_PART = 0.7, 0.6, 0.3


@dataclass
class Concept:
    """A word or phrase of the query, and what stands for it in pages."""

    typed: tuple[str, ...]
    alternatives: list[Alternative] = field(default_factory=list)

    @property
    def strict(self):
        return [alternative for alternative in self.alternatives if not alternative.is_loose]


def parse(query) -> list[Concept]:
    """The concepts of a query, in its order; two queries on the words of the site."""
    typed = query_words(query)
    vocabulary = Vocabulary(typed)
    places = place_words()
    return [concept_of(part, vocabulary, places) for part in parts_of(typed, vocabulary, places)]


def parts_of(typed, vocabulary, places):
    """The words as phrases that mean something together, or that the site writes as one word, and single words."""
    known_phrases, parts, start = phrases(), [], 0
    terms = [term_of(word, places) for word in typed]
    while start < len(typed):
        lengths = range(min(LONGEST_PHRASE, len(typed) - start), 1, -1)
        length = next((size for size in lengths if tuple(terms[start : start + size]) in known_phrases), 1)
        if length == 1 and vocabulary.joined(*typed[start : start + 2]):
            length = 2
        parts.append(tuple(typed[start : start + length]))
        start += length
    return parts


def concept_of(part, vocabulary, places):
    terms = tuple(term_of(word, places) for word in part)
    alternatives = [Alternative(tuple(Term((term,)) for term in terms), 1), *phrases().get(terms, [])]
    for word in part if len(part) == 1 else vocabulary.joined(*part):
        alternatives += compounds_with(word, vocabulary, places)
    if len(part) == 1:
        alternatives += parts_as_alternatives(part[0], vocabulary, places)
    return Concept(part, list(dict.fromkeys(alternatives)))


def compounds_with(word, vocabulary, places):
    """The word itself, and the longer ones that begin or end with it."""
    term = term_of(word, places)
    yield Alternative((Term((term,)),), 1)
    if word in places:
        return
    if len(term) >= SHORTEST_BEGINNING:
        yield Alternative((Term((term,), is_prefix=True),), AS_COMPOUND)
    if compounds := vocabulary.ending_with(word):
        terms = dict.fromkeys(term_of(compound, places) for compound in compounds)
        yield Alternative((Term(tuple(terms)),), AS_COMPOUND)


def parts_as_alternatives(word, vocabulary, places):
    """The parts of a compound, together; and each alone, where it is long enough or names a theme."""
    for parts in vocabulary.splits(word):
        terms = [term_of(part, places) for part in parts]
        together = tuple(Term((term,)) for term in terms)
        yield Alternative(together, AS_PARTS, is_loose=word in vocabulary.known)
        for part, term in zip(parts, terms, strict=True):
            if len(part) >= SHORTEST_LONE_PART:
                yield Alternative((Term((term,)),), AS_PART, is_loose=True)
            for meaning in phrases().get((term,), []):
                yield Alternative(meaning.terms, meaning.quality * AS_PARTS, is_loose=True)


class Vocabulary:
    """The words of the site that have to do with those of a query."""

    def __init__(self, typed):
        self.typed = typed
        pairs = pairwise(typed)
        self.joins = {pair: [f"{pair[0]}{link}{pair[1]}" for link in LINKS] for pair in pairs}
        splits = [split for word in typed for split in all_splits(word)]
        candidates = {*typed, *(last for _first, last in splits)}
        candidates |= {form for first, _last in splits for form in forms_of_first_part(first)}
        candidates |= {word for joins in self.joins.values() for word in joins}
        self.known = set(SearchWord.objects.filter(word__in=candidates).values_list("word", flat=True))
        self._compounds = self._find_compounds()

    def joined(self, *pair):
        """The words of the site that two words of the query are when written as one; empty for one word."""
        return [word for word in self.joins.get(pair, ()) if word in self.known]

    def splits(self, word):
        """The pairs of known words that make up the word; the longest last part first."""
        known = [
            (first, last)
            for first, last in all_splits(word)
            if last in self.known and self.known & forms_of_first_part(first)
        ]
        return sorted(known, key=lambda split: -len(split[1]))[:MOST_SPLITS]

    def ending_with(self, word):
        return self._compounds[word]

    def _find_compounds(self):
        """The known words that end with each typed word, in any form, after a known word; the shortest first."""
        joined = {word for joins in self.joins.values() for word in joins if word in self.known}
        ends = {word: stem(word) for word in {*self.typed, *joined} if word.isalpha()}
        ends = {word: end for word, end in ends.items() if len(end) >= SHORTEST_END}
        if not ends:
            return defaultdict(list)
        is_end = reduce(or_, (beginning_with("backwards", end[::-1]) for end in ends.values()))
        candidates = SearchWord.objects.filter(is_end).values_list("word", flat=True)
        firsts = {
            (word, other): forms_of_first_part(stem(other).removesuffix(end))
            for word, end in ends.items()
            for other in sorted(candidates[:MOST_READ], key=len)
            if stem(other).endswith(end) and stem(other) != end
        }
        forms = set().union(*firsts.values())
        known = set(SearchWord.objects.filter(word__in=forms).values_list("word", flat=True))
        compounds = defaultdict(list)
        for (word, other), first in firsts.items():
            if known & first and len(compounds[word]) < MOST_COMPOUNDS:
                compounds[word].append(other)
        return compounds


def forms_of_first_part(part) -> set:
    """What stands before the last part of a compound as a word of its own: without the letters that link, or plural."""
    return {part.removesuffix(link) for link in LINKS} | {f"{part}{end}" for end in PLURALS}


def all_splits(word):
    """All ways to take the word for two, without the letters that link them."""
    if len(word) < SHORTEST_SPLIT or not word.isalpha():
        return []
    splits = []
    for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        first, last = word[:place], word[place:]
        splits += [
            (first.removesuffix(link), last)
            for link in LINKS
            if first.endswith(link) and len(first) - len(link) >= SHORTEST_PART
        ]
    return splits
