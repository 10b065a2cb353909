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
from .words import SHORTEST_FIRST_PART, query_words

# Terms of this length also match the words that begin with them, and words of it those that end like them:
# armoede finds armoedebestrijding and restaurant finds buurtrestaurant, but zorg doesn't find zorgeloos.
SHORTEST_IN_COMPOUND = 5
SHORTEST_SPLIT = 7
SHORTEST_PART = 4
LINKS = ("", "s", "en", "e", "n")
MOST_COMPOUNDS, MOST_READ = 12, 500


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
    literal = tuple(Term(term_of(word, places)) for word in part)
    concept = Concept(part, [Alternative(literal, 1)])
    concept.alternatives += phrases().get(tuple(term.text for term in literal), [])
    for word in part if len(part) == 1 else vocabulary.joined(*part):
        concept.alternatives += compounds_with(word, vocabulary, places)
    if len(part) == 1:
        concept.alternatives += parts_as_alternatives(part[0], vocabulary, places)
    return concept


def compounds_with(word, vocabulary, places):
    """The word itself, and the longer ones that begin or end with it."""
    term = term_of(word, places)
    yield Alternative((Term(term),), 1)
    if word in places:
        return
    if len(term) >= SHORTEST_IN_COMPOUND:
        yield Alternative((Term(term, is_prefix=True),), 0.7)
    for compound in vocabulary.ending_with(word):
        yield Alternative((Term(term_of(compound, places)),), 0.7)


def parts_as_alternatives(word, vocabulary, places):
    """The parts of a compound, together; and each alone, where it is long enough to mean something."""
    for parts in vocabulary.splits(word):
        terms = tuple(Term(term_of(part, places)) for part in parts)
        yield Alternative(terms, 0.6, is_loose=word in vocabulary.known)
        for part, term in zip(parts, terms, strict=True):
            if len(part) >= SHORTEST_IN_COMPOUND:
                yield Alternative((term,), 0.3 if part == max(parts, key=len) else 0.2, is_loose=True)


class Vocabulary:
    """The words of the site that have to do with those of a query."""

    def __init__(self, typed):
        self.typed = typed
        pairs = pairwise(typed)
        self.joins = {pair: [f"{pair[0]}{link}{pair[1]}" for link in LINKS] for pair in pairs}
        candidates = {*typed, *(part for word in typed for split in all_splits(word) for part in split)}
        candidates |= {word for joins in self.joins.values() for word in joins}
        self.known = set(SearchWord.objects.filter(word__in=candidates).values_list("word", flat=True))
        self._compounds = self._find_compounds()

    def joined(self, *pair):
        """The words of the site that two words of the query are when written as one; empty for one word."""
        return [word for word in self.joins.get(pair, ()) if word in self.known]

    def splits(self, word):
        """The pairs of known words that make up the word; the longest last part first."""
        known = [split for split in all_splits(word) if self.known.issuperset(split)]
        return sorted(known, key=lambda split: -len(split[1]))[:3]

    def ending_with(self, word):
        return self._compounds[word]

    def _find_compounds(self):
        """The known words that end with each typed word, or with its stem: at most MOST_COMPOUNDS each."""
        joined = {word for joins in self.joins.values() for word in joins if word in self.known}
        endings = {word: endings_of(word) for word in {*self.typed, *joined}}
        conditions = [beginning_with("backwards", end[::-1]) for ends in endings.values() for end in ends]
        if not conditions:
            return defaultdict(list)
        found = SearchWord.objects.filter(reduce(or_, conditions)).values_list("word", flat=True)
        known = sorted(found[:MOST_READ], key=len)
        return {
            word: [other for other in known if is_compound(other, ends)][:MOST_COMPOUNDS]
            for word, ends in endings.items()
        }


def endings_of(word):
    """What compounds that end with a word end with: the word, or its stem where they stand in another form."""
    ends = {word, stem(word)} if word.isalpha() else ()
    return tuple(end for end in ends if len(end) >= SHORTEST_IN_COMPOUND)


def is_compound(word, ends):
    return word.endswith(ends) and all(len(word) - len(end) >= SHORTEST_FIRST_PART for end in ends)


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
