"""Reads a query file: TOML with queries, and for each the rules that say which pages are relevant."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from .pages import VOCABULARIES, PageFacts

# Keys whose value, or one of whose values, the page has exactly.
NAMES = {key for key, _columns in VOCABULARIES.values()} | {"type", "platform", "serves"}
# Keys with a regular expression that occurs in the page, in any case.
PATTERNS = {"title", "summary", "text"}
SET_KEYS, QUERY_KEYS = {"unread", "query"}, {"text", "kind", "relevant"}


class QueryFileError(Exception):
    """A query file is wrong. The message names it, the query and what is wrong."""


class Rule:
    """Conditions that all have to hold: `{type = "practice", theme = ["wonen", "zorg"]}`."""

    def __init__(self, table):
        if not isinstance(table, dict) or not table:
            raise QueryFileError("a rule has to be a table with at least one key")
        require_known(table, NAMES | PATTERNS)
        self.names = {key: set(strings_of(key, table[key])) for key in table.keys() & NAMES}
        self.patterns = {key: pattern_of(key, table[key]) for key in table.keys() & PATTERNS}

    def holds_for(self, page: PageFacts) -> bool:
        return all(page.values[key] & names for key, names in self.names.items()) and all(
            pattern.search(getattr(page, key)) for key, pattern in self.patterns.items()
        )


@dataclass
class Query:
    """What somebody typed. A page is relevant if one of the rules holds for it."""

    text: str
    kind: str
    rules: list[Rule]

    def relevant_ids(self, facts) -> set[int]:
        return {pk for pk, page in facts.items() if any(rule.holds_for(page) for rule in self.rules)}


@dataclass
class QueryFile:
    """The queries of a file. Those of an unread file are printed only when that is asked for."""

    name: str
    is_unread: bool
    queries: list[Query]


def read_file(path) -> QueryFile:
    """Raises QueryFileError if the file can't be read or a key, rule or query in it is wrong."""
    path = Path(path)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise QueryFileError(f"{path}: {error}") from error
    try:
        require_known(table, SET_KEYS)
        queries = [read_query(number, row) for number, row in enumerate(table.get("query", []), 1)]
        require_unique(query.text for query in queries)
    except QueryFileError as error:
        raise QueryFileError(f"{path}: {error}") from error
    return QueryFile(path.stem, bool(table.get("unread")), queries)


def read_query(number, table) -> Query:
    try:
        require_known(table, QUERY_KEYS)
        text, kind, rules = (table.get(key) for key in ("text", "kind", "relevant"))
        if not (isinstance(text, str) and text.strip()):
            raise QueryFileError("'text' is missing: what somebody types")
        if not (isinstance(kind, str) and kind):
            raise QueryFileError("'kind' is missing: what makes it hard")
        if not (isinstance(rules, list) and rules):
            raise QueryFileError("'relevant' has to be a list with at least one rule")
        return Query(text, kind, [Rule(rule) for rule in rules])
    except QueryFileError as error:
        raise QueryFileError(f"query {number}: {error}") from error


def require_known(table, keys):
    if unknown := sorted(table.keys() - keys):
        raise QueryFileError(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(keys))}")


def require_unique(texts):
    seen = set()
    for number, text in enumerate(texts, 1):
        folded = " ".join(text.casefold().split())
        if folded in seen:
            raise QueryFileError(f"query {number}: the same query stands above it")
        seen.add(folded)


def strings_of(key, value) -> list[str]:
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(item, str) and item for item in values):
        raise QueryFileError(f"{key!r} has to be a text or a list of texts")
    return values


def pattern_of(key, value) -> re.Pattern:
    if not (isinstance(value, str) and value):
        raise QueryFileError(f"{key!r} has to be a regular expression")
    try:
        return re.compile(value, re.IGNORECASE)
    except re.error as error:
        raise QueryFileError(f"{key!r} is no regular expression: {error}") from error
