"""Finds names that probably stand for the same thing: equal but for capitals, punctuation or a letter."""

import re
import unicodedata
from difflib import SequenceMatcher

MIN_SIMILARITY = 0.9
MIN_LENGTH_TO_COMPARE = 6
MAX_DUPLICATES = 3
NO_LETTER = re.compile(r"[\W_]+")


def normalize(name):
    """The letters and digits alone, without case or accents."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return NO_LETTER.sub("", "".join(sign for sign in decomposed if not unicodedata.combining(sign)))


def find_duplicates(name, names_by_key) -> list:
    """The keys of the names that are nearly this one, the most similar first; at most MAX_DUPLICATES."""
    normalized = normalize(name)
    matcher = SequenceMatcher(b=normalized, autojunk=False)
    scores = {key: similarity(matcher, normalized, normalize(other)) for key, other in names_by_key.items()}
    duplicates = [key for key, score in scores.items() if score >= MIN_SIMILARITY]
    return sorted(duplicates, key=lambda key: -scores[key])[:MAX_DUPLICATES]


def similarity(matcher, name, other):
    """From 0 to 1, of two normalized names; `matcher` holds the first.

    Short names and names with other numbers (“Fase 1”, “Fase 2”) have to be equal.
    """
    if not name or name == other:
        return float(bool(name))
    if min(len(name), len(other)) < MIN_LENGTH_TO_COMPARE or digits(name) != digits(other):
        return 0.0
    matcher.set_seq1(other)
    if matcher.real_quick_ratio() < MIN_SIMILARITY or matcher.quick_ratio() < MIN_SIMILARITY:
        return 0.0
    return matcher.ratio()


def digits(text):
    return re.findall(r"\d+", text)
