"""Queries on the search index: the ids of matching pages, the best matches first, and corrections of typing errors."""

from django.db.models.expressions import RawSQL

from caching.validity import has_no_version

from .expansion import Concept, parse
from .phrases import Alternative, Term
from .ranking import Evidence, Match, is_sqlite, quoted, rank, select, strict_expression
from .terms import TITLE_WORD, term_of
from .typing_errors import candidates
from .words import MOST_WORDS, WORD, fold, words

__all__ = ["Match", "correct_query", "ids_with_prefixes", "matching_ids", "ranked_ids", "search"]


def matching_ids(query) -> RawSQL | list:
    """The ids of the pages that have all words, listed or not, for `filter(pk__in=…)`."""
    expression = strict_expression(parse(query))
    return RawSQL(select(), [expression]) if expression else []  # noqa: S611 - our own SQL; words are quoted


def ids_with_prefixes(query) -> RawSQL | list:
    """The ids of the pages whose title has, for each word typed, a word that begins with it; for `filter(pk__in=…)`."""
    has_no_version()
    both = " AND " if is_sqlite() else " & "
    terms = [quoted(f"{TITLE_WORD}{word}", is_prefix=True) for word in words(query)[:MOST_WORDS]]
    return RawSQL(select("autocomplete"), [both.join(terms)]) if terms else []  # noqa: S611 - as above


def search(query, keep=set) -> dict[int, Match]:
    """The pages that match by id, the best first: with all words, else with most of them, else with any.

    `keep` gives of a collection of page ids those that may be shown.
    """
    return rank(parse(query), keep)


def ranked_ids(query, keep=set) -> list[int]:
    """The ids of the pages with all words, the best first."""
    return list(rank(parse(query), keep, is_strict=True))


def correct_query(query, keep=set) -> str | None:
    """The query with each word that is on no page replaced by a known word that is a typing error or two away.

    Of several candidates the nearest is taken, then the one on most pages. None if there is nothing to replace. Only
    the pages that `keep` lets through count, so that neither a correction nor its absence reveals a hidden word.
    """
    concepts = parse(query)
    counts = count_pages_with(concepts, keep)
    unknown = {
        concept.typed[0] for concept in concepts if len(concept.typed) == 1 and not counts[concept.typed]
    }
    options = {word: candidates(word) for word in unknown}
    literal = [
        Concept((option,), [Alternative((Term((term_of(option),)),), 1)])
        for option in {option for errors in options.values() for option in errors}
    ]
    option_counts = count_pages_with(literal, keep)
    best = {
        word: min(known, key=lambda option: (errors[option], -option_counts[option,], option))
        for word, errors in options.items()
        if (known := [option for option in errors if option_counts[option,]])
    }
    return WORD.sub(lambda match: best.get(fold(match[0]), match[0]), query) if best else None


def count_pages_with(concepts, keep) -> dict:
    """The number of pages with each of these concepts, by its typed words."""
    evidence = Evidence(concepts)
    kept = keep(evidence.ids)
    return {concept.typed: len(kept & evidence.pages_of(concept)) for concept in concepts}
