"""The words and phrases that mean something else as well: names of themes and target groups, and synonyms."""

from typing import NamedTuple

from django.apps import apps

from caching.functions import cached_until_change

from .models import Synonym
from .synonyms import WORDS, synonyms
from .terms import terms_of, vocabulary_term
from .words import query_words, suspended_compounds

LONGEST_PHRASE = 5
VOCABULARIES = ("cms.Theme", "cms.TargetGroup")
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


@cached_until_change(Synonym, *VOCABULARIES, "cms.Municipality", "cms.PostalCode")
def phrases() -> dict:
    """The alternatives of each phrase, by the terms of its words. A postal code means its municipalities."""
    meanings = {}
    codes = apps.get_model("cms.PostalCode").objects.values_list("code", "municipality__name")
    for code, name in codes:
        meanings.setdefault((code,), []).extend(alternatives_of(WORDS, name))
    for model in map(apps.get_model, VOCABULARIES):
        for pk, name in model.objects.values_list("pk", "name"):
            for key in keys_of(name):
                meanings.setdefault(key, []).append(in_vocabulary(model._meta.model_name, pk))
    for phrase, alternatives in synonyms().items():
        for key in keys_of(" ".join(phrase)):
            for alternative in alternatives:
                meanings.setdefault(key, []).extend(alternatives_of(*alternative))
    return {key: list(dict.fromkeys(found)) for key, found in meanings.items()}


def alternatives_of(kind, *meaning):
    """The alternatives for an item of `synonyms()`: the words of the meaning, and what is filed under it."""
    yield Alternative(
        tuple(Term((term,)) for term in terms_of(" ".join(query_words(meaning[-1])))), BY_SYNONYM
    )
    if kind != WORDS:
        yield in_vocabulary(kind.replace("_", ""), meaning[0])


def in_vocabulary(model_name, pk):
    return Alternative((Term((vocabulary_term(model_name, pk),), is_vocabulary=True),), BY_VOCABULARY)


def keys_of(text):
    """The terms of a phrase; of “Dak- en thuislozen” also those of its whole words: daklozen, thuislozen."""
    key = tuple(terms_of(" ".join(query_words(text))))
    compounds = suspended_compounds(text)
    ends = [word for word in query_words(text) if len(word) > 5] if compounds else []
    return {key, *(tuple(terms_of(word)) for word in [*compounds, *ends])} if key else set()
