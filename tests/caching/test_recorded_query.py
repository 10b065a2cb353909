"""A recorded query string is read as any other, and knows what was read."""

import copy

import pytest
from django.http import QueryDict

from caching.recorded_query import RecordedQuery

TEXT = "theme=wonen&theme=zorg&page=2"


@pytest.fixture
def query():
    return RecordedQuery(QueryDict(TEXT))


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda query: query["page"], "2"),
        (lambda query: query.get("page"), "2"),
        (lambda query: query.getlist("page"), ["2"]),
        (lambda query: "page" in query, True),
        (lambda query: query.get("page", "x"), "2"),
    ],
)
def test_a_name_that_was_read_is_recorded(query, read, value):
    assert read(query) == value
    assert (query.names_read, query.is_read_whole) == ({"page"}, False)


def test_a_name_that_is_not_there_is_recorded_too(query):
    assert query.get("sort") is None
    assert query.names_read == {"sort"}


@pytest.mark.parametrize(
    "read",
    [
        lambda query: list(query) == ["theme", "page"],
        lambda query: len(query) == 2,
        lambda query: bool(query),
        lambda query: query == QueryDict(TEXT),
        lambda query: dict(query.lists()) == {"theme": ["wonen", "zorg"], "page": ["2"]},
        lambda query: dict(query.items()) == {"theme": "zorg", "page": "2"},
        lambda query: query.urlencode() == TEXT,
        lambda query: query.dict() == {"theme": "zorg", "page": "2"},
        lambda query: list(query.keys()) == ["theme", "page"],
        lambda query: list(query.values()) == ["zorg", "2"],
        lambda query: query.copy().urlencode() == TEXT,
        lambda query: copy.copy(query).urlencode() == TEXT,
        lambda query: copy.deepcopy(query).urlencode() == TEXT,
        lambda query: {**query} == {"theme": "zorg", "page": "2"},
        lambda query: QueryDict(TEXT).keys() == query.keys(),
        lambda query: "theme" in repr(query),
    ],
)
def test_who_reads_more_than_one_name_reads_all(query, read):
    assert read(query)
    assert query.is_read_whole


def test_a_new_one_has_recorded_nothing(query):
    assert (query.names_read, query.is_read_whole) == (set(), False)


def test_it_can_not_be_changed_and_its_copy_can(query):
    with pytest.raises(AttributeError):
        query["page"] = "3"
    changed = query.copy()
    changed["page"] = "3"
    assert query["page"] == "2"
