"""Fetches the pages that match a query from the index, and puts the best first.

The same on both databases: they say which pages have a term in which field, and the order is made here.
"""

from collections import Counter
from itertools import islice
from json import loads
from math import log
from typing import NamedTuple

from django.db import connection, connections
from wagtail.models import Page

from caching.functions import cached_until_change
from caching.replica import database_for_reading
from caching.validity import has_no_version

from .terms import STEM, VOCABULARY_WEIGHT, WEIGHTS, Field

# Above this many matches, ranking takes too long for what it adds; of a query of which no page has all words, so many
# pages with each of them are looked at.
MAX_RANKED = 2_000
ENOUGH = 10
MOST_RELATED = 100
# The part of the weight of the query's words that a page needs to have most of them.
MOST = 0.5
# The part of the scores of a concept's other alternatives that is added to the best.
OTHERS = 0.3

# The parts that SQLite takes in one union are 500.
MOST_SELECTS = 400

ALL_WORDS, MOST_WORDS, SOME_WORDS = range(3)

PAGE_ID, TYPE_ID = "CAST(entry.object_id AS INTEGER)", "entry.content_type_id"
SQLITE = """
    SELECT {columns} FROM wagtailsearch_indexentry_fts
    JOIN wagtailsearch_indexentry entry ON entry.id = wagtailsearch_indexentry_fts.rowid
    WHERE wagtailsearch_indexentry_fts MATCH %s
"""
# The OFFSET hides the words from the planner, which would read every text for a common word (3.6 s at 100,000 pages)
# instead of the index (0.2 s).
POSTGRESQL = """
    SELECT {columns} FROM wagtailsearch_indexentry entry,
        (SELECT to_tsquery('simple', %s) AS words OFFSET 0) query
    WHERE entry.body @@ query.words
"""


class Match(NamedTuple):
    """A page that matches: its content type, how many of the words it has, and the words that it lacks."""

    content_type: int
    tier: int
    missing: tuple = ()


def is_sqlite():
    return connection.vendor == "sqlite"


def quoted(text, is_prefix=False):
    """A term in the database's full-text syntax; the quotes make all of it literal."""
    star = ("*" if is_sqlite() else ":*") if is_prefix else ""
    return f'"{text}"{star}' if is_sqlite() else f"'{text}'{star}"


def joined(operator, expressions):
    """The expressions with AND or OR between them, in the database's full-text syntax."""
    operators = {"and": " AND ", "or": " OR "} if is_sqlite() else {"and": " & ", "or": " | "}
    return f"({operators[operator].join(expressions)})"


def term_expression(term, fields=tuple(Field)):
    """The pages with a term, in any of these fields."""
    markers = [""] if term.is_vocabulary else [STEM + field for field in fields]
    texts = [marker + text for marker in markers for text in term.texts]
    return joined("or", [quoted(text, term.is_prefix) for text in texts])


def strict_expression(concepts):
    """The pages that have every concept, in any of its strict alternatives; empty without concepts."""
    has_no_version()  # The index follows a change of content a moment later.
    return joined("and", map(concept_expression, concepts)) if concepts else ""


def concept_expression(concept):
    """The pages that have a concept, in any of its strict alternatives."""
    return joined("or", [joined("and", map(term_expression, other.terms)) for other in concept.strict])


def select(column="body", columns=PAGE_ID):
    """The SQL that selects these columns of matching pages; its one parameter is a match expression."""
    sql = SQLITE if is_sqlite() else POSTGRESQL.replace("entry.body", f"entry.{column}")
    return sql.format(columns=columns)


def fetch(sql, parameters) -> list:
    with connections[database_for_reading()].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def pages_with(expressions) -> list:
    """Of each expression the ids of at most MAX_RANKED pages that match."""
    pages = []
    for start in range(0, len(expressions), MOST_SELECTS):
        part = expressions[start : start + MOST_SELECTS]
        pages += [loads(ids) for _number, ids in sorted(fetch(sql_of_each(part), part))]
    return pages


def sql_of_each(expressions):
    """One statement for all, with one row for each expression: its number and a JSON list of ids.

    Rows for each page take several times as long to read. PostgreSQL plans a lookup for each row much faster than a
    union of lookups.
    """
    numbers = range(len(expressions))
    if is_sqlite():
        matching = select(columns=f"{PAGE_ID} AS page")
        return " UNION ALL ".join(
            f"SELECT {number}, json_group_array(page) FROM ({matching} LIMIT {MAX_RANKED})"  # noqa: S608 - our own SQL
            for number in numbers
        )
    rows = ", ".join(f"({number}, to_tsquery('simple', %s))" for number in numbers)
    return f"""
        SELECT query.number, matching.pages FROM (VALUES {rows}) AS query (number, words),
            LATERAL (
                SELECT COALESCE(json_agg(entries.page)::text, '[]') AS pages FROM (
                    SELECT {PAGE_ID} AS page FROM wagtailsearch_indexentry entry
                    WHERE entry.body @@ query.words LIMIT {MAX_RANKED}
                ) AS entries
            ) AS matching
    """  # noqa: S608 - our own SQL


def strict_types(concepts) -> dict:
    """The content type of each page with all concepts, by id, the newest first.

    Above MAX_RANKED, where they are not ranked, those with all concepts in the title come before the others.
    """
    expression = strict_expression(concepts)
    types = types_by_page(expression) if expression else {}
    if len(types) <= MAX_RANKED:
        return types
    in_title = f"{{title}} : {expression}" if is_sqlite() else expression
    return types_by_page(in_title, "title") | types


def types_by_page(expression, column="body") -> dict:
    """The content type of each page that matches, by id, the newest first."""
    group = f"json_group_array({PAGE_ID})" if is_sqlite() else f"json_agg({PAGE_ID})::text"
    rows = fetch(f"{select(column, f'{TYPE_ID}, {group}')} GROUP BY {TYPE_ID}", [expression])
    types = {pk: content_type for content_type, ids in rows for pk in loads(ids)}
    return {pk: types[pk] for pk in sorted(types, reverse=True)}


def rank(concepts, keep=set, is_strict=False) -> dict:
    """The matches by page id, the best first.

    `keep` gives of a collection of page ids those that may be shown. Pages with all words; unless `is_strict`, where
    those are fewer than ENOUGH, then those with most words, and where those are few too, with any.
    """
    types = strict_types(concepts)
    kept = keep(types)
    strict = {pk: key for pk, key in types.items() if pk in kept}
    if len(strict) > MAX_RANKED:
        matches = {key: Match(key, ALL_WORDS) for key in set(strict.values())}
        return {pk: matches[key] for pk, key in strict.items()}
    if len(strict) >= ENOUGH or (is_strict and strict):
        return ranked(Evidence(concepts, strict_expression(concepts)), set(strict), concepts, strict)
    if is_strict:
        return {}
    evidence = Evidence(concepts)
    return ranked(evidence, keep(evidence.ids) | strict.keys(), concepts, strict)


def ranked(evidence, ids, concepts, strict):
    """The matches among these pages, the best first, as many as are enough.

    `strict` has the content types of those with all concepts. The evidence may not say so: of a frequent term it has
    some pages only.
    """
    by_concept = [evidence.of_concept(concept, ids) for concept in concepts]
    tiers = enough(tiers_of(by_concept, ids, strict.keys()))
    best = {
        pk: tier
        for tier, pages in enumerate(tiers)
        for pk in sorted(
            pages, key=lambda pk: (-round(sum(matches.scores.get(pk, 0) for matches in by_concept), 6), -pk)
        )
    }
    best = dict(islice(best.items(), max(len(tiers[ALL_WORDS]), MOST_RELATED)))
    others = best.keys() - strict.keys()
    types = strict | (content_types(others) if others else {})
    return {
        pk: Match(types[pk], tier, () if pk in strict else missing_from(pk, concepts, by_concept))
        for pk, tier in best.items()
        if pk in types
    }


def tiers_of(by_concept, ids, strict) -> list:
    """These pages in three sets: those with all concepts, with most of them by weight, and with some."""
    all_words = (
        strict | set.intersection(*(matches.full for matches in by_concept)) if by_concept else set(strict)
    )
    weights = Counter()
    for matches in by_concept:
        for pk in matches.scores:
            weights[pk] += matches.weight
    least = MOST * sum(matches.weight for matches in by_concept)
    most_words = {pk for pk, weight in weights.items() if weight >= least} - all_words
    return [all_words, most_words, ids - all_words - most_words]


def enough(tiers) -> list:
    """The first of these tiers: without those with some of the words where those with more are enough."""
    for last in range(1, len(tiers)):
        if sum(map(len, tiers[:last])) >= ENOUGH:
            return tiers[:last]
    return tiers


def missing_from(pk, concepts, by_concept):
    """What was typed for the concepts that the page doesn't have."""
    return tuple(
        " ".join(concept.typed)
        for concept, matches in zip(concepts, by_concept, strict=True)
        if pk not in matches.full
    )


def content_types(ids) -> dict:
    return dict(Page.objects.order_by().filter(pk__in=ids).values_list("pk", "content_type"))


class ConceptMatches(NamedTuple):
    """The pages with a concept: the score of each by id, the ids of those that have it in full, and its weight."""

    scores: dict
    full: set
    weight: float


class Evidence:
    """Which pages have each term of the concepts, and in which field."""

    def __init__(self, concepts, expression=""):
        self.terms = list(
            dict.fromkeys(
                term
                for concept in concepts
                for alternative in concept.alternatives
                for term in alternative.terms
            )
        )
        self.pages = {term: {} for term in self.terms}
        self._fetch(expression)

    @property
    def ids(self) -> set:
        """The ids of all pages with any of the terms."""
        return set().union(*self.pages.values())

    def of_concept(self, concept, ids) -> ConceptMatches:
        """What these pages have of a concept.

        A page's score is the best of the alternatives', and a part of the others': a page that is filed under a theme
        and has its name in the title is meant more than one with either.
        """
        best, totals, full, count = {}, {}, set(), count_pages()
        for alternative in concept.alternatives:
            pages = self._pages_with(alternative.terms)
            shown = pages.keys() & ids
            if not alternative.is_loose:
                full |= shown
            factor = alternative.quality * log(1 + count / len(pages)) if pages else 0
            for pk in shown:
                score = factor * pages[pk]
                best[pk] = max(score, best.get(pk, 0))
                totals[pk] = totals.get(pk, 0) + score
        scores = {pk: score + OTHERS * (totals[pk] - score) for pk, score in best.items()}
        return ConceptMatches(scores, full, log(1 + count / len(scores)) if scores else 0)

    def pages_of(self, concept) -> set:
        """The ids of the pages with a concept."""
        pages = (self._pages_with(alternative.terms) for alternative in concept.strict)
        return {pk for weights in pages for pk in weights}

    def _pages_with(self, terms):
        """The weight of each page with all terms: the least of theirs."""
        first, *others = (self.pages[term] for term in terms)
        for other in others:
            first = {pk: min(weight, other[pk]) for pk, weight in first.items() if pk in other}
        return first

    def _fetch(self, expression):
        """Fills `pages`. Of a frequent term it looks again among the pages that match the expression."""
        keys = [(term, field) for term in self.terms for field in ([None] if term.is_vocabulary else Field)]
        expressions = [term_expression(term, [field] if field else ()) for term, field in keys]
        pages = pages_with(expressions)
        frequent = [number for number, ids in enumerate(pages) if len(ids) == MAX_RANKED and expression]
        among = pages_with([joined("and", [expressions[number], expression]) for number in frequent])
        for number, ids in zip(frequent, among, strict=True):
            pages[number] += ids
        # The most telling field comes first, so its weight is the last to be set.
        for (term, field), ids in reversed(list(zip(keys, pages, strict=True))):
            self.pages[term].update(dict.fromkeys(ids, WEIGHTS[field] if field else VOCABULARY_WEIGHT))


@cached_until_change(Page)
def count_pages() -> int:
    return Page.objects.count() + 1
