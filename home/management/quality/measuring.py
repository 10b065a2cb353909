"""Asks the site search each query of a file, and counts how many of the first pages are relevant."""

import math
import statistics
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.test import RequestFactory

from listing.site_search import SiteSearch, pages_of_site

from .pages import facts_of
from .query_files import Query, QueryFile

FIRST = 5


def request_for(query=""):
    """The request of a visitor of the search page."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    return RequestFactory().get("/zoeken/", {"q": query}, SERVER_NAME=host)


def ids_for(query) -> list[int]:
    """The ids of the pages that the search page shows for a query, the best first."""
    return SiteSearch(request_for(query)).ids


def facts_of_site() -> dict:
    """The facts of every page that the search may show, by id."""
    return facts_of(pages_of_site(request_for()))


@dataclass
class Answer:
    """What the search gave for one query: the ids in order, which are relevant on this site, and how long it took."""

    query: Query
    ids: list[int]
    relevant_ids: set[int]
    milliseconds: float = 0

    @property
    def relevant_among_first(self) -> int:
        return sum(pk in self.relevant_ids for pk in self.ids[:FIRST])

    @property
    def precision(self) -> float:
        """The share of the first five that is relevant; of fewer if the site has fewer relevant pages."""
        return self.relevant_among_first / min(FIRST, len(self.relevant_ids))


class Measurement:
    """The answers to the queries of a file, each asked `rounds` times.

    A query without a relevant page on this site is left out.
    """

    def __init__(self, query_file: QueryFile, facts, rounds=1):
        self.file = query_file
        judged = [(query, query.relevant_ids(facts)) for query in query_file.queries]
        self.left_out = [query for query, relevant_ids in judged if not relevant_ids]
        judged = [(query, relevant_ids) for query, relevant_ids in judged if relevant_ids]
        for query, _relevant_ids in judged[:1]:
            ids_for(query.text)  # fills what this process keeps in memory
        self.answers = [answer_to(query, relevant_ids, rounds) for query, relevant_ids in judged]

    @property
    def precision(self) -> float:
        """The mean of the queries' precision."""
        return statistics.fmean(answer.precision for answer in self.answers) if self.answers else 0

    @property
    def without_pages(self) -> int:
        """The number of queries for which the search gave nothing."""
        return sum(not answer.ids for answer in self.answers)

    @property
    def without_relevant(self) -> int:
        """The number of queries with no relevant page among the first five."""
        return sum(not answer.relevant_among_first for answer in self.answers)

    def milliseconds(self, share) -> float:
        """The time within which this share of the queries was answered."""
        times = sorted(answer.milliseconds for answer in self.answers)
        return times[math.ceil(share * len(times)) - 1] if times else 0


def answer_to(query, relevant_ids, rounds) -> Answer:
    """The time is the shortest of the rounds: that of a machine with nothing else to do."""
    times = []
    for _round in range(rounds):
        start = time.perf_counter()
        ids = ids_for(query.text)
        times.append((time.perf_counter() - start) * 1000)
    return Answer(query, ids, relevant_ids, min(times))
