"""Full-text search in SQLite, with one query for the ranking.

Wagtail's own backend ranks each result apart: 24 seconds for a common word at 10,000 pages.
"""

from django.db.models import BigIntegerField, Case, Exists, FloatField, Func, OuterRef, Value, When
from django.db.models.functions import Cast
from modelsearch.backends.database.sqlite import query as fts
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.utils import get_descendants_content_types_pks

from search.indexing import StoreWordsMixin

MAX_RANKED = 500
# Columns of the index: autocomplete, body, title.
RANK = "bm25(wagtailsearch_indexentry_fts, 1, 1, 5)"


class Index(StoreWordsMixin, SQLiteIndex):
    def _refresh_title_norms(self, full=False):
        """Does nothing: our rank doesn't use the norms, and updating them reads every title at each save."""


class RankInOneQueryMixin:
    """For a query compiler: sorts the best 500 results by rank, the rest by id."""

    def search(self, config, start, stop, score_field=None):
        if score_field or not self.order_by_relevance:
            return super().search(config, start, stop, score_field)
        self.order_by_relevance = False
        try:
            results = super().search(config, None, None)
        finally:
            self.order_by_relevance = True
        if ids := self._best_ids(config):
            if stop and stop <= len(ids):
                # Enough for a page: sorting all results compares each of them with each of the best.
                ids = ids[start or 0 : stop]
                results, start, stop = results.filter(pk__in=ids), None, None
            ranks = (When(pk=pk, then=Value(rank)) for rank, pk in enumerate(ids))
            results = results.order_by(Case(*ranks, default=Value(len(ids))), "-pk")
        return results[start:stop]

    def _best_ids(self, config):
        query = fts.normalize(self.query)
        if isinstance(query, fts.MatchAll | fts.Not):
            return []
        columns = self.fields or self.FTS_TABLE_FIELDS
        match = fts.MatchExpression(columns, self.build_search_query(query, config=config))
        # Looked up for each match: a list of all keys reads the whole table, even if few match.
        key = Cast(OuterRef("index_entry__object_id"), BigIntegerField())
        entries = fts.SQLiteFTSIndexEntry.objects.filter(
            match,
            Exists(self.queryset.order_by().filter(pk=key)),
            index_entry__content_type__in=get_descendants_content_types_pks(self.queryset.model),
        )
        rank = Func(template=RANK, output_field=FloatField())
        return list(entries.order_by(rank).values_list("index_entry__object_id", flat=True)[:MAX_RANKED])


class Compiler(RankInOneQueryMixin, SQLiteSearchQueryCompiler):
    pass


class AutocompleteCompiler(RankInOneQueryMixin, SQLiteAutocompleteQueryCompiler):
    pass


class Backend(SQLiteSearchBackend):
    index_class = Index
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
