"""Normalised words: without case and accents, and as Dutch stems.

Words are stemmed here and not by the database, so that SQLite and PostgreSQL give the same results; PostgreSQL's
Dutch stemmer doesn't relate daklozen to dakloosheid.
"""

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import snowballstemmer

LONGEST_WORD = 40
MOST_WORDS = 8
# Stems of this length also match as a prefix: armoede finds armoedebestrijding, but zorg doesn't find zorgeloos.
SHORTEST_PREFIX = 5
APOSTROPHE_S = re.compile(r"['’`]s\b", re.IGNORECASE)
# The Unicode blocks of combining marks, which NFKD splits from their letters.
ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
WORD = re.compile(r"[^\W_]+")
# Frequent words that the stemmer gets wrong.
IRREGULAR = {"kinderen": "kind", "leden": "lid", "steden": "stad"}
# Dropped from a query with other words. The s is a remainder of foto's.
TOO_COMMON = frozenset(
    """
    aan af als bij dan dat de der des die dit door een en er het hoe ik in is je kan met mijn n naar niet of om ons
    onze ook op over s t te tot u uit uw van veel voor waar wat we wel wie wij ze zich zijn zo
    """.split()  # noqa: SIM905 - as a list it would fill the screen
)

_stemmer = snowballstemmer.stemmer("dutch")
_stemmer_lock = Lock()  # the stemmer is not thread-safe


def fold(text) -> str:
    """The text without accents and case: Coördinatie is coordinatie."""
    return (
        text.casefold() if text.isascii() else ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    )


def words(text) -> list[str]:
    """The words of a text, folded, in order, with duplicates."""
    return [word[:LONGEST_WORD] for word in WORD.findall(fold(APOSTROPHE_S.sub("", text)))]


@lru_cache(maxsize=100_000)
def stem(word) -> str:
    """The stem that a folded word shares with its other forms: praktijken, praktijk."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) > 7 and word.endswith("toren"):  # indicatoren, sectoren
        word = word.removesuffix("en")
    with _stemmer_lock:
        stemmed = _stemmer.stemWord(word)
        # It stems daklozen, but leaves dakloze as it is.
        return _stemmer.stemWord(f"{word}n") if stemmed == word and word.endswith("e") else stemmed


def stems(text) -> list[str]:
    return [stem(word) for word in words(text)]


def query_words(query) -> list[str]:
    """The words to search for: each once, without too common ones unless there are no others."""
    unique_words = list(dict.fromkeys(words(query)))
    return ([word for word in unique_words if word not in TOO_COMMON] or unique_words)[:MOST_WORDS]


def matches_stem(query_stem, word_stem) -> bool:
    return word_stem == query_stem or (
        len(query_stem) >= SHORTEST_PREFIX and word_stem.startswith(query_stem)
    )


def neighbours(word) -> set[str]:
    """All strings one typing error away: a letter dropped, swapped, replaced or added (Damerau-Levenshtein, Norvig)."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    splits = [(word[:end], word[end:]) for end in range(len(word) + 1)]
    return {
        *(left + right[1:] for left, right in splits if right),
        *(left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1),
        *(left + letter + right[1:] for left, right in splits if right for letter in letters),
        *(left + letter + right for left, right in splits for letter in letters),
    } - {word, ""}
