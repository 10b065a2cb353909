"""Asking the index: which pages a question finds, the best first, and what was perhaps meant."""

from django.db import connection
from django.db.models import Count, Value
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from cms.querysets import listed

from .index import BEGINNING, STEM
from .words import MOST_WORDS, SHORTEST_PREFIX, WORD, asked, fold, neighbours, stem, words

# Columns of the index: autocomplete, body, title.
SQLITE_RANK = "bm25(wagtailsearch_indexentry_fts, 1, 1, 5)"
PROBE = "SELECT rowid FROM wagtailsearch_indexentry_fts WHERE wagtailsearch_indexentry_fts MATCH %s"
# Above this many, an order by rank costs more than it tells.
COMMON = 2_000
SHORTEST_CORRECTED = 4
MOST_CANDIDATES = 20

SQLITE = """
    SELECT CAST(entry.object_id AS INTEGER) FROM wagtailsearch_indexentry_fts
    JOIN wagtailsearch_indexentry entry ON entry.id = wagtailsearch_indexentry_fts.rowid
    WHERE wagtailsearch_indexentry_fts MATCH %s
"""
# The OFFSET keeps the planner from looking into the question: knowing that a word is common, it would read every text
# (3.6 s at 100,000 pages) instead of the index (0.2 s).
POSTGRESQL = """
    SELECT CAST(entry.object_id AS INTEGER) FROM wagtailsearch_indexentry entry,
        (SELECT to_tsquery('simple', %s) AS words OFFSET 0) asked
    WHERE entry.body @@ asked.words
"""
BEST = {
    "sqlite": SQLITE_RANK,
    "postgresql": "5 * ts_rank(entry.title, asked.words, 1) + ts_rank(entry.body, asked.words, 1) DESC",
}
NEWEST = {"sqlite": "wagtailsearch_indexentry_fts.rowid DESC", "postgresql": "entry.id DESC"}


def is_sqlite():
    return connection.vendor == "sqlite"


def term(mark, word, is_beginning=False):
    """A marked word as the database wants it, between quotes: nothing in it has a meaning of its own."""
    star = ("*" if is_sqlite() else ":*") if is_beginning else ""
    return f'"{mark}{word}"{star}' if is_sqlite() else f"'{mark}{word}'{star}"


def question(query):
    """The question for the database, or an empty string when it asks nothing: all words, in any of their forms.

    A word that begins with a long stem answers too, and less than the word itself.
    """
    join, either = (" AND ", " OR ") if is_sqlite() else (" & ", " | ")
    terms = []
    for found in dict.fromkeys(stem(word) for word in asked(query)):
        forms = [term(STEM, found)]
        if len(found) >= SHORTEST_PREFIX:
            forms.append(term(STEM, found, is_beginning=True))
        terms.append(f"({either.join(forms)})")
    return join.join(terms)


def selection(column="body"):
    return SQLITE if is_sqlite() else POSTGRESQL.replace("entry.body", f"entry.{column}")


def matching(query):
    """The keys of the pages that the question finds, listed or not, for `filter(pk__in=…)`."""
    text = question(query)
    return RawSQL(selection(), [text]) if text else []  # noqa: S611 - our own statement; the words are quoted


def beginning_with(query):
    """The keys of the pages in whose title all these words, or longer ones, stand, for `filter(pk__in=…)`."""
    join = " AND " if is_sqlite() else " & "
    text = join.join(term(BEGINNING, word, is_beginning=True) for word in words(query)[:MOST_WORDS])
    return RawSQL(selection("autocomplete"), [text]) if text else []  # noqa: S611 - as above


def ranked(query):
    """The keys of all pages that the question finds, listed or not, the best first.

    Where very many do, a rank says little: those with all words in the title come first, then the newest.
    """
    text = question(query)
    if not text:
        return []
    if is_common(text):
        in_title = f"{{title}} : ({text})" if is_sqlite() else text
        titled = keys(f"{selection('title')} ORDER BY {NEWEST[connection.vendor]}", in_title)
        return list(
            dict.fromkeys([*titled, *keys(f"{selection()} ORDER BY {NEWEST[connection.vendor]}", text)])
        )
    return keys(f"{selection()} ORDER BY {BEST[connection.vendor]}, {NEWEST[connection.vendor]}", text)


def is_common(text):
    return len(keys(f"{PROBE if is_sqlite() else selection()} LIMIT {COMMON + 1}", text)) > COMMON


def keys(statement, text):
    with connection.cursor() as cursor:
        cursor.execute(statement, [text])
        return [key for (key,) in cursor]


def corrected(query, pages=None):
    """The question with each word that finds nothing replaced by the nearest one that does; None if that won't help.

    Nearest is one typing error away; of several the one on most pages. Only what is among `pages` (all listed ones)
    counts, so that neither a correction nor its absence tells of a word on a hidden page.
    """
    from cms.models import SearchWord

    pages = listed(Page.objects.all()) if pages is None else pages
    counts = counted(pages, asked(query))
    unknown = [word for word in counts if not counts[word]]
    near = {word: neighbours(word) for word in unknown if len(word) >= SHORTEST_CORRECTED}
    candidates = SearchWord.objects.filter(word__in=set().union(*near.values())) if near else []
    candidates = {word: [] for word in unknown} | {
        word: [known.word for known in candidates if known.word in forms][:MOST_CANDIDATES]
        for word, forms in near.items()
    }
    found = counted(pages, {known for known_ones in candidates.values() for known in known_ones})
    best = {
        word: max(known, key=lambda known: (found[known], known))
        for word, known in candidates.items()
        if known
    }
    if not unknown or any(not found.get(best.get(word)) for word in unknown):
        return None
    answer = WORD.sub(lambda typed: best.get(fold(typed[0]), typed[0]), query)
    return answer if pages.filter(pk__in=matching(answer)).exists() else None


def counted(pages, texts):
    """How many of the pages each of these questions finds: one query for all."""
    texts = list(texts)
    counts = [
        pages.order_by()
        .filter(pk__in=matching(text))
        .annotate(place=Value(place))
        .values("place")
        .annotate(count=Count("pk"))
        .values_list("place", "count")
        for place, text in enumerate(texts)
    ]
    found = dict(counts[0].union(*counts[1:], all=True)) if counts else {}
    return {text: found.get(place, 0) for place, text in enumerate(texts)}
