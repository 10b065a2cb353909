"""Full-text search of SQLite, asked once per search.

Wagtail's own asks for the rank of each result apart, and takes 24 seconds for a common word at 10,000 pages.
"""

from django.db.models import Case, CharField, FloatField, Func, Value, When
from django.db.models.functions import Cast
from modelsearch.backends.database.sqlite import query as fts
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.utils import get_descendants_content_types_pks

from cms.search.index import LearnsWords
from cms.search.queries import SQLITE_RANK

RANKED = 500


class Index(LearnsWords, SQLiteIndex):
    def _refresh_title_norms(self, full=False):
        """Nothing: our rank does without. Reading every title at each save took longer the more pages there were."""


class BestFirst:
    """Stands left of a compiler. The best 500 come first; beyond them nobody looks at the order."""

    def search(self, config, start, stop, score_field=None):
        if score_field or not self.order_by_relevance:
            return super().search(config, start, stop, score_field)
        self.order_by_relevance = False
        try:
            found = super().search(config, None, None)
        finally:
            self.order_by_relevance = True
        if best := self._best(config):
            places = (When(pk=pk, then=Value(place)) for place, pk in enumerate(best))
            found = found.order_by(Case(*places, default=Value(len(best))), "-pk")
        return found[start:stop]

    def _best(self, config):
        asked = fts.normalize(self.query)
        if isinstance(asked, fts.MatchAll | fts.Not):
            return []
        columns = self.fields or self.FTS_TABLE_FIELDS
        match = fts.MatchExpression(columns, self.build_search_query(asked, config=config))
        among = self.queryset.order_by().annotate(key=Cast("pk", CharField())).values("key")
        entries = fts.SQLiteFTSIndexEntry.objects.filter(
            match,
            index_entry__content_type__in=get_descendants_content_types_pks(self.queryset.model),
            index_entry__object_id__in=among,
        )
        rank = Func(template=SQLITE_RANK, output_field=FloatField())
        return list(entries.order_by(rank).values_list("index_entry__object_id", flat=True)[:RANKED])


class Compiler(BestFirst, SQLiteSearchQueryCompiler):
    pass


class AutocompleteCompiler(BestFirst, SQLiteAutocompleteQueryCompiler):
    pass


class Backend(SQLiteSearchBackend):
    index_class = Index
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
