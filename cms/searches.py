"""Counts what visitors search, in memory, and writes it to the database now and then, as `cms.counting` does views."""

import atexit
import operator

from django.utils import timezone

from caching.responses import VIEW
from cms import counting
from cms.client_addresses import address_in
from cms.counting import Collector, is_opened_by_a_person, is_visitor
from search.askers import bit_of
from search.models import SearchedQuery
from search.searched_queries import counted_words

# What stands first in the tuple by which the response cache counts a search.
SEARCH = "search"
MOST_COLLECTED = 1000


class SearchRecorder(Collector):
    """Collects the bits of who asked a query (`search.askers`), by query, day and whether there was a result."""

    merge = staticmethod(operator.or_)

    def record(self, words, has_result, address) -> None:
        key = (words, timezone.localdate(), has_result)
        if key in self.counts or len(self.counts) < MOST_COLLECTED:
            self.collect(key, bit_of(words, address))

    def store(self, counts):
        SearchedQuery.add(counts)


recorder = SearchRecorder()
atexit.register(recorder.write)


def record_search(request, query, result_count) -> None:
    """Counts a visitor's search, and has the response cache count its hits in the same way. No SQL.

    Call it with the query as typed. Queries with a name or a number are not counted (`counted_words`).
    """
    if words := counted_words(query):
        request.META[VIEW] = (SEARCH, words, bool(result_count))
        if is_visitor(request):
            record(request.META, words, bool(result_count))


def record(environ, words, has_result):
    if address := address_in(environ):
        recorder.record(words, has_result, address)


def count_hit(environ, view) -> None:
    """Counts a search or a view of a page that came from the response cache."""
    if view[0] != SEARCH:
        counting.count_hit(environ, view)
    elif is_opened_by_a_person(environ):
        record(environ, *view[1:])
