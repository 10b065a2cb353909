"""Queries on the search index: the ids of matching pages, their ranking, and corrections of typing errors."""

from itertools import chain

from django.db import connection
from django.db.models import Count, Value
from django.db.models.expressions import RawSQL

from caching.validity import has_no_version

from .indexing import STEM, TITLE_WORD
from .models import SearchWord
from .words import MOST_WORDS, SHORTEST_PREFIX, WORD, fold, neighbours, query_words, stem, words

# Columns of the index: autocomplete, body, title.
SQLITE_RANK = "bm25(wagtailsearch_indexentry_fts, 1, 1, 5)"
SQLITE_MATCH = "SELECT rowid FROM wagtailsearch_indexentry_fts WHERE wagtailsearch_indexentry_fts MATCH %s"
# Above this many matches, ranking takes too long for what it adds.
MAX_RANKED = 2_000
SHORTEST_CORRECTED = 4
MOST_CANDIDATES = 20

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
BY_RANK = {
    "sqlite": SQLITE_RANK,
    "postgresql": "5 * ts_rank(entry.title, query.words, 1) + ts_rank(entry.body, query.words, 1) DESC",
}
BY_NEWEST = {"sqlite": "wagtailsearch_indexentry_fts.rowid DESC", "postgresql": "entry.id DESC"}


def is_sqlite():
    return connection.vendor == "sqlite"


def quoted_term(marker, word, is_prefix=False):
    """A marked word in the database's full-text syntax; the quotes make all of it literal."""
    star = ("*" if is_sqlite() else ":*") if is_prefix else ""
    return f'"{marker}{word}"{star}' if is_sqlite() else f"'{marker}{word}'{star}"


def match_expression(query):
    """The query in the database's full-text syntax, empty if it has no words: all words, in any form.

    A long stem also matches as a prefix, which ranks lower than the word itself.
    """
    has_no_version()  # The index follows a change of content a moment later.
    both, either = (" AND ", " OR ") if is_sqlite() else (" & ", " | ")
    terms = []
    for word_stem in dict.fromkeys(stem(word) for word in query_words(query)):
        forms = [quoted_term(STEM, word_stem)]
        if len(word_stem) >= SHORTEST_PREFIX:
            forms.append(quoted_term(STEM, word_stem, is_prefix=True))
        terms.append(f"({either.join(forms)})")
    return both.join(terms)


def select(column="body", columns=PAGE_ID):
    """The SQL that selects these columns of matching pages; its one parameter is a match expression."""
    sql = SQLITE if is_sqlite() else POSTGRESQL.replace("entry.body", f"entry.{column}")
    return sql.format(columns=columns)


def matching_ids(query) -> RawSQL | list:
    """The ids of the pages that match, listed or not, for `filter(pk__in=…)`."""
    expression = match_expression(query)
    return RawSQL(select(), [expression]) if expression else []  # noqa: S611 - our own SQL; words are quoted


def ids_with_prefixes(query) -> RawSQL | list:
    """The ids of the pages whose title has, for each word typed, a word that begins with it; for `filter(pk__in=…)`."""
    has_no_version()
    both = " AND " if is_sqlite() else " & "
    terms = [quoted_term(TITLE_WORD, word, is_prefix=True) for word in words(query)[:MOST_WORDS]]
    return RawSQL(select("autocomplete"), [both.join(terms)]) if terms else []  # noqa: S611 - as above


def ranked_ids(query) -> list:
    """The ids of all pages that match, listed or not, the best first."""
    return [pk for (pk,) in ranked_rows(query, PAGE_ID)]


def ranked_types(query) -> dict:
    """The content type of each page that matches, by its id, in the same order."""
    return dict(ranked_rows(query, f"{PAGE_ID}, {TYPE_ID}"))


def ranked_rows(query, columns) -> list:
    """These columns of all pages that match.

    Above MAX_RANKED matches, those with all words in the title come first, then the newest.
    """
    expression = match_expression(query)
    if not expression:
        return []
    by_newest = BY_NEWEST[connection.vendor]
    if is_common(expression):
        in_title = f"{{title}} : ({expression})" if is_sqlite() else expression
        title_rows = fetch(f"{select('title', columns)} ORDER BY {by_newest}", in_title)
        rows = fetch(f"{select(columns=columns)} ORDER BY {by_newest}", expression)
        return list(dict.fromkeys(chain(title_rows, rows)))
    return fetch(f"{select(columns=columns)} ORDER BY {BY_RANK[connection.vendor]}, {by_newest}", expression)


def is_common(expression):
    sql = f"{SQLITE_MATCH if is_sqlite() else select()} LIMIT {MAX_RANKED + 1}"
    return len(fetch(sql, expression)) > MAX_RANKED


def fetch(sql, expression) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, [expression])
        return cursor.fetchall()


def correct_query(query, pages) -> str | None:
    """The query with each word that matches none of `pages` replaced by a word one typing error away that does.

    Of several candidates the one on most pages is taken. None if no word is unknown, or if the correction doesn't
    help. Only `pages` count, so that neither a correction nor its absence reveals a word of a hidden page.
    """
    counts = count_matches(pages, query_words(query))
    unknown = [word for word in counts if not counts[word]]
    variants = {word: neighbours(word) for word in unknown if len(word) >= SHORTEST_CORRECTED}
    stored = SearchWord.objects.filter(word__in=set().union(*variants.values())) if variants else []
    candidates = {word: [] for word in unknown} | {
        word: [row.word for row in stored if row.word in forms][:MOST_CANDIDATES]
        for word, forms in variants.items()
    }
    candidate_counts = count_matches(pages, {word for words in candidates.values() for word in words})
    best = {
        word: max(options, key=lambda option: (candidate_counts[option], option))
        for word, options in candidates.items()
        if options
    }
    if not unknown or any(not candidate_counts.get(best.get(word)) for word in unknown):
        return None
    correction = WORD.sub(lambda match: best.get(fold(match[0]), match[0]), query)
    return correction if pages.filter(pk__in=matching_ids(correction)).exists() else None


def count_matches(pages, queries) -> dict:
    """The number of `pages` that match each of these queries, by query; one database query for all."""
    queries = list(queries)
    querysets = [
        pages.order_by()
        .filter(pk__in=matching_ids(query))
        .annotate(number=Value(number))
        .values("number")
        .annotate(count=Count("pk"))
        .values_list("number", "count")
        for number, query in enumerate(queries)
    ]
    counts = dict(querysets[0].union(*querysets[1:], all=True)) if querysets else {}
    return {query: counts.get(number, 0) for number, query in enumerate(queries)}
