"""Words as search compares them: without case and accents, and as Dutch stems.

Stems are made here and not by the database, so that SQLite and PostgreSQL find the same: PostgreSQL's Dutch does not
know that daklozen and dakloosheid belong together.
"""

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import snowballstemmer

LONGEST_WORD = 40
MOST_WORDS = 8
# A word that begins with a stem this long is found too: armoede finds armoedebestrijding, but zorg not zorgeloos.
SHORTEST_PREFIX = 5
APOSTROPHE_S = re.compile(r"['’`]s\b", re.IGNORECASE)
# The blocks of combining marks: what is left of an accent once it stands apart from its letter.
ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
WORD = re.compile(r"[^\W_]+")
# What the stemmer does not know, and people here write often.
IRREGULAR = {"kinderen": "kind", "leden": "lid", "steden": "stad"}
# Left out of a question that has other words. The s is what is left of foto's.
TOO_COMMON = frozenset(
    """
    aan af als bij dan dat de der des die dit door een en er het hoe ik in is je kan met mijn n naar niet of om ons
    onze ook op over s t te tot u uit uw van veel voor waar wat we wel wie wij ze zich zijn zo
    """.split()  # noqa: SIM905 - as a list it would fill the screen
)

_stemmer = snowballstemmer.stemmer("dutch")
_one_at_a_time = Lock()  # the stemmer keeps the word it works on in itself


def fold(text):
    """The text without accents and case: Coördinatie is coordinatie."""
    return (
        text.casefold() if text.isascii() else ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    )


def words(text):
    """All words of a text, folded, in their order."""
    return [word[:LONGEST_WORD] for word in WORD.findall(fold(APOSTROPHE_S.sub("", text)))]


@lru_cache(maxsize=100_000)
def stem(word):
    """What a folded word has in common with its other forms: praktijken, praktijk."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) > 7 and word.endswith("toren"):  # indicatoren, sectoren
        word = word.removesuffix("en")
    with _one_at_a_time:
        stemmed = _stemmer.stemWord(word)
        # The stemmer takes the ending off daklozen, and leaves dakloze as it is.
        return _stemmer.stemWord(f"{word}n") if stemmed == word and word.endswith("e") else stemmed


def stems(text):
    return [stem(word) for word in words(text)]


def asked(query):
    """The words that a question is about: each once, no small words unless there are no others."""
    found = list(dict.fromkeys(words(query)))
    return ([word for word in found if word not in TOO_COMMON] or found)[:MOST_WORDS]


def answers(asked_stem, other):
    """Is a word with the stem `other` what the one with `asked_stem` asks for?"""
    return other == asked_stem or (len(asked_stem) >= SHORTEST_PREFIX and other.startswith(asked_stem))


def neighbours(word):
    """All that one typing error away: a letter less, two swapped, another one, one more (Damerau, Norvig)."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    splits = [(word[:end], word[end:]) for end in range(len(word) + 1)]
    return {
        *(left + right[1:] for left, right in splits if right),
        *(left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1),
        *(left + letter + right[1:] for left, right in splits if right for letter in letters),
        *(left + letter + right for left, right in splits for letter in letters),
    } - {word, ""}
