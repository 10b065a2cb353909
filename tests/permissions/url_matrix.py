"""Reads the URL matrix: which rule holds for which route, and what that rule lets each role do.

`url_matrix.csv` has a row for each group of routes, where `*` stands for any text without a slash: the object that the
routes are about, the query string that they need, and the rule for each method. An empty cell says that nobody gets in
by that method, mostly because there is none; `note` says why where it isn't plain.
`url_rules.csv` says of each rule in which states of the object each role is let in: `all`, or some of `PAGE_STATES`.
"""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
METHODS = ["GET", "POST", "PATCH", "DELETE"]
ALL = "all"


class Row(NamedTuple):
    routes: str
    object: str
    query: str
    rules: dict

    def fits(self, route):
        return re.fullmatch("[^/]+".join(map(re.escape, self.routes.split("*"))), route) is not None


def read(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def rows():
    return [
        Row(
            record["routes"],
            record["object"],
            record["query"],
            {method: record[method] for method in METHODS if record[method]},
        )
        for record in read("url_matrix.csv")
    ]


@cache
def rules():
    """Of each rule, the states by role in which it lets in; None for all of them."""
    return {
        record.pop("rule"): {
            role: None if cell == ALL else frozenset(cell.split(", ")) - {""} for role, cell in record.items()
        }
        for record in read("url_rules.csv")
    }


def states_of(row, method, role):
    """The states in which this role is let in by this method: None for all, none without a rule."""
    return rules()[row.rules[method]][role] if method in row.rules else frozenset()


@cache
def rows_of(route):
    """The rows for a route: one. Of several that fit, the one with the most text."""
    fitting = [row for row in rows() if row.fits(route)]
    longest = max((len(row.routes.replace("*", "")) for row in fitting), default=0)
    return [row for row in fitting if len(row.routes.replace("*", "")) == longest]
