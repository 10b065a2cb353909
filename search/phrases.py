"""The words and phrases that mean something else as well: names of themes and target groups, and synonyms."""

from typing import NamedTuple

from django.apps import apps

from caching.functions import cached_until_change

from .terms import terms_of, vocabulary_term
from .words import query_words, suspended_compounds

LONGEST_PHRASE = 5
VOCABULARIES = ("cms.Theme", "cms.TargetGroup")


class Term(NamedTuple):
    """A term of the index; with `is_prefix` all that begin like it. `is_vocabulary`: it stands in no field."""

    text: str
    is_prefix: bool = False
    is_vocabulary: bool = False


class Alternative(NamedTuple):
    """Terms that together stand for a concept, and how surely, from 0 to 1.

    A loose one is not enough to say that a page has the word: only a part of the word is there.
    """

    terms: tuple[Term, ...]
    quality: float
    is_loose: bool = False


@cached_until_change(*VOCABULARIES)
def phrases() -> dict:
    """The alternatives of each phrase, by the terms of its words."""
    meanings = {}
    for model in map(apps.get_model, VOCABULARIES):
        for pk, name in model.objects.values_list("pk", "name"):
            term = Term(vocabulary_term(model._meta.model_name, pk), is_vocabulary=True)
            for key in keys_of(name):
                meanings.setdefault(key, []).append(Alternative((term,), 1))
    return meanings


def keys_of(text):
    """The terms of a phrase; of “Dak- en thuislozen” also those of its whole words: daklozen, thuislozen."""
    key = tuple(terms_of(" ".join(query_words(text))))
    compounds = suspended_compounds(text)
    ends = [word for word in query_words(text) if len(word) > 5] if compounds else []
    return {key, *(tuple(terms_of(word)) for word in [*compounds, *ends])} if key else set()
