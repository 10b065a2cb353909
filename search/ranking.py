"""Fetches the pages that match a query from the index, and puts the best first.

The same on both databases: they say which pages have a term in which field, and the order is made here.
"""

from collections import Counter
from math import log
from typing import NamedTuple

from django.db import connection
from wagtail.models import Page

from caching.functions import cached_until_change
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
NEWEST = {"sqlite": "wagtailsearch_indexentry_fts.rowid DESC", "postgresql": "entry.id DESC"}


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
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def matches_of(expressions):
    """Of each expression, by its number, at most MAX_RANKED pages: `(number, page id, content type id)`."""
    for start in range(0, len(expressions), MOST_SELECTS):
        part = expressions[start : start + MOST_SELECTS]
        for number, pk, content_type in fetch(sql_of_each(part), part):
            yield start + number, pk, content_type


def sql_of_each(expressions):
    """One statement for all. PostgreSQL plans a lookup for each row much faster than a union of lookups."""
    columns = f"{PAGE_ID} AS page, {TYPE_ID} AS type"
    numbers = range(len(expressions))
    if is_sqlite():
        matching = select(columns=columns)
        return " UNION ALL ".join(
            f"SELECT {number}, page, type FROM ({matching} LIMIT {MAX_RANKED})"  # noqa: S608 - our own SQL
            for number in numbers
        )
    rows = ", ".join(f"({number}, to_tsquery('simple', %s))" for number in numbers)
    return f"""
        SELECT query.number, matching.page, matching.type FROM (VALUES {rows}) AS query (number, words),
            LATERAL (
                SELECT {columns} FROM wagtailsearch_indexentry entry
                WHERE entry.body @@ query.words LIMIT {MAX_RANKED}
            ) AS matching
    """  # noqa: S608 - our own SQL


def strict_types(concepts) -> dict:
    """The content type of each page with all concepts, by id, the newest first.

    Above MAX_RANKED, where they are not ranked, those with all concepts in the title come before the others.
    """
    expression = strict_expression(concepts)
    columns, newest = f"{PAGE_ID}, {TYPE_ID}", NEWEST[connection.vendor]
    types = dict(fetch(f"{select(columns=columns)} ORDER BY {newest}", [expression])) if expression else {}
    if len(types) <= MAX_RANKED:
        return types
    in_title = f"{{title}} : {expression}" if is_sqlite() else expression
    return dict(fetch(f"{select('title', columns)} ORDER BY {newest}", [in_title])) | types


def rank(concepts, keep=set, is_strict=False) -> dict:
    """The matches by page id, the best first.

    `keep` gives of a collection of page ids those that may be shown. Pages with all words; unless `is_strict`, where
    those are fewer than ENOUGH, then those with most words, and where those are few too, with any.
    """
    types = strict_types(concepts)
    kept = keep(types)
    strict = {pk: key for pk, key in types.items() if pk in kept}
    if len(strict) > MAX_RANKED:
        return {pk: Match(key, ALL_WORDS) for pk, key in strict.items()}
    if is_strict or len(strict) >= ENOUGH:
        return (
            ranked(Evidence(concepts, strict_expression(concepts)), strict, concepts, strict)
            if strict
            else {}
        )
    evidence = Evidence(concepts)
    kept = keep(evidence.types)
    types = {pk: key for pk, key in evidence.types.items() if pk in kept} | strict
    return ranked(evidence, types, concepts, strict)


def ranked(evidence, types, concepts, strict):
    """The matches of these pages, the best first, as many as are enough. `strict` are those with all concepts.

    The evidence may not say so: of a frequent term it has some pages only.
    """
    scores = evidence.scores(concepts, types)
    total = sum(evidence.weights) or 1
    tiers = {
        pk: ALL_WORDS if pk in strict else score.tier(evidence.weights, total) for pk, score in scores.items()
    }
    order = sorted(scores, key=lambda pk: (tiers[pk], -round(scores[pk].total, 6), -pk))
    return {
        pk: Match(types[pk], tiers[pk], () if pk in strict else scores[pk].missing(concepts))
        for pk in enough(order, tiers)
    }


def enough(order, tiers):
    """The first of these pages: without those with some of the words where those with more are enough."""
    counts = Counter(tiers.values())
    most = counts[ALL_WORDS] + counts[MOST_WORDS]
    if counts[ALL_WORDS] >= ENOUGH:
        return order[: counts[ALL_WORDS]]
    return order[: min(most, MOST_RELATED) if most >= ENOUGH else MOST_RELATED]


class Score:
    """What a page scores for each concept, by its number, and the concepts that it has in full, as bits.

    That is the best score of the alternatives, and a part of the others': a page that is filed under a theme and has
    its name in the title is meant more than one with either.
    """

    __slots__ = ("best", "others", "strict")

    def __init__(self, count):
        self.best, self.others, self.strict = [0] * count, 0, 0

    def add(self, number, alternative, score):
        if not alternative.is_loose:
            self.strict |= 1 << number
        self.others += min(score, self.best[number])
        self.best[number] = max(score, self.best[number])

    @property
    def total(self):
        return sum(self.best) + OTHERS * self.others

    def tier(self, weights, total):
        """How many of the words the page has, by the weights of the concepts."""
        if self.strict == (1 << len(weights)) - 1:
            return ALL_WORDS
        part = sum(weight for weight, best in zip(weights, self.best, strict=True) if best)
        return MOST_WORDS if part >= MOST * total else SOME_WORDS

    def missing(self, concepts):
        """What was typed for the concepts that the page doesn't have."""
        return tuple(
            " ".join(concept.typed)
            for number, concept in enumerate(concepts)
            if not self.strict >> number & 1
        )


class Evidence:
    """Which pages have each term of the concepts, and in which field."""

    def __init__(self, concepts, expression=""):
        self.types, self.weights = {}, []
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

    def scores(self, concepts, ids):
        """The Score of each of these pages; sets `weights` of the concepts."""
        scores, count = {pk: Score(len(concepts)) for pk in ids}, count_pages()
        for number, concept in enumerate(concepts):
            matching = set()
            for alternative in concept.alternatives:
                pages = self._pages_with(alternative.terms)
                rarity = log(1 + count / len(pages)) if pages else 0
                for pk, weight in pages.items():
                    if (score := scores.get(pk)) is None:
                        continue
                    matching.add(pk)
                    score.add(number, alternative, alternative.quality * weight * rarity)
            self.weights.append(log(1 + count / len(matching)) if matching else 0)
        return scores

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
        """Fills `pages` and `types`. Of a frequent term it looks again among the pages that match the expression."""
        keys = [(term, field) for term in self.terms for field in ([None] if term.is_vocabulary else Field)]
        expressions = [term_expression(term, [field] if field else ()) for term, field in keys]
        counts = self._add(keys, expressions)
        frequent = [number for number in range(len(keys)) if counts[number] == MAX_RANKED and expression]
        among = [joined("and", [expressions[number], expression]) for number in frequent]
        self._add([keys[number] for number in frequent], among)

    def _add(self, keys, expressions):
        counts = Counter()
        for number, pk, content_type in matches_of(expressions):
            counts[number] += 1
            term, field = keys[number]
            weight = WEIGHTS[field] if field else VOCABULARY_WEIGHT
            self.types[pk] = content_type
            self.pages[term][pk] = max(weight, self.pages[term].get(pk, 0))
        return counts


@cached_until_change(Page)
def count_pages() -> int:
    return Page.objects.count() + 1
