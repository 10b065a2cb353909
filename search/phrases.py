"""The words and phrases that mean something else as well: names of themes and target groups, and synonyms."""

from collections import defaultdict
from itertools import chain, product
from typing import NamedTuple

from django.apps import apps

from caching.functions import cached_until_change

from .models import Synonym
from .synonyms import WORDS, synonyms
from .terms import terms_of, vocabulary_term
from .words import query_words, suspended_compounds

LONGEST_PHRASE = 5
# A shorter word of a suspended compound means nothing by itself: the dak of “Dak- en thuislozen”.
SHORTEST_END = 6
VOCABULARIES = ("cms.Theme", "cms.TargetGroup")
# The fields with what people call a municipality, by model.
PLACES = {"cms.PostalCode": "code", "cms.PlaceName": "name"}
# How surely a page is meant that has not the words but what they mean: filed under it, or in its words.
BY_VOCABULARY, BY_SYNONYM = 0.95, 0.85


class Term(NamedTuple):
    """Terms of the index of which one is enough; with `is_prefix` also those that begin like them.

    `is_vocabulary`: they stand in no field.
    """

    texts: tuple[str, ...]
    is_prefix: bool = False
    is_vocabulary: bool = False


class Alternative(NamedTuple):
    """Terms that together stand for a concept, and how surely, from 0 to 1.

    A loose one is not enough to say that a page has the word: only a part of the word is there.
    """

    terms: tuple[Term, ...]
    quality: float
    is_loose: bool = False


@cached_until_change(Synonym, *VOCABULARIES, *PLACES, "cms.Municipality")
def phrases() -> dict:
    """The alternatives of each phrase, by the terms of its words.

    The name of a theme or target group means what is filed under it; a postal code, the name of a village and a French
    or English name mean the municipality; a synonym means what editors say.
    """
    meanings = defaultdict(dict)
    for key, alternative in chain(names_of_vocabularies(), names_of_places(), meanings_of_synonyms()):
        meanings[key][alternative] = None
    return {key: list(alternatives) for key, alternatives in meanings.items()}


def names_of_vocabularies():
    for model in map(apps.get_model, VOCABULARIES):
        for pk, name in model.objects.values_list("pk", "name"):
            yield from product(keys_of(name), [in_vocabulary(model._meta.model_name, pk)])


def names_of_places():
    for label, field in PLACES.items():
        rows = apps.get_model(label).objects.exclude(municipality=None)
        for name, municipality in rows.values_list(field, "municipality__name"):
            yield from product([key_of(name)], alternatives_of(WORDS, municipality))


def meanings_of_synonyms():
    for phrase, meanings in synonyms().items():
        for meaning in meanings:
            yield from product(keys_of(" ".join(phrase)), alternatives_of(*meaning))


def alternatives_of(kind, *meaning):
    """The alternatives for an item of `synonyms()`: the words of the meaning, and what is filed under it."""
    yield Alternative(
        tuple(Term((term,)) for term in terms_of(" ".join(query_words(meaning[-1])))), BY_SYNONYM
    )
    if kind != WORDS:
        yield in_vocabulary(kind.replace("_", ""), meaning[0])


def in_vocabulary(model_name, pk):
    return Alternative((Term((vocabulary_term(model_name, pk),), is_vocabulary=True),), BY_VOCABULARY)


def key_of(text) -> tuple:
    """The terms of a phrase."""
    return tuple(terms_of(" ".join(query_words(text))))


def keys_of(text) -> set:
    """The terms of a phrase; of “Dak- en thuislozen” also those of its whole words: daklozen, thuislozen."""
    compounds = suspended_compounds(text)
    ends = [word for word in query_words(text) if len(word) >= SHORTEST_END] if compounds else []
    return {key_of(part) for part in [text, *compounds, *ends]} - {()}
