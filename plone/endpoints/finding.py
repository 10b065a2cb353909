"""Searches: by parameters, or by a query of indexes and operators."""

from ..conditions import DAY_NAMES, date_names
from ..criteria import INDEXES, PREFIX, condition_of, query_asked
from ..parameters import conditions_of, words_of
from ..results import Search
from .registry import endpoint


@endpoint("@search")
def search(asked, page, rest):
    """What is at or below the page and answers to all parameters."""
    return Search(asked, conditions_of(asked, page), words_of(asked)).told()


@endpoint("@querystring-search")
def querystring_search(asked, page, rest):
    """The same by a query as JSON in the address, once or twice encoded."""
    return found_by(asked, page, query_asked(asked))


@endpoint("@querystring-search", method="POST", is_kept=False)
def posted_querystring_search(asked, page, rest):
    return found_by(asked, page, asked.body)


def found_by(asked, page, values):
    condition, words = condition_of(asked, page, values)
    return Search(asked, condition, words, values).told()


@endpoint("@querystring", is_of_site=True)
def querystring(asked, page, rest):
    """Which indexes and operators such a query may name."""
    left_out = DAY_NAMES - set(date_names())
    indexes = {name: index_told(index) for name, index in INDEXES.items() if name not in left_out}
    return {
        "@id": f"{asked.origin}/@querystring",
        "indexes": indexes,
        "sortable_indexes": {name: index for name, index in indexes.items() if index["sortable"]},
    }


def index_told(index):
    names = [PREFIX + name for name in index.operators]
    return {
        "title": index.title,
        "description": "",
        "group": index.group,
        "enabled": bool(names),
        "sortable": index.is_sortable,
        "operations": names,
        "operators": {name: operator_told(name) for name in names},
        "vocabulary": index.vocabulary,
        "values": {},
        "fetch_vocabulary": bool(index.vocabulary),
    }


def operator_told(name):
    return {
        "title": name.removeprefix(PREFIX),
        "description": "",
        "operation": name,
        "widget": widget_of(name),
    }


def widget_of(name):
    """How a client may ask for the value: the names are those of Plone."""
    kind, _dot, operator = name.removeprefix(PREFIX).partition(".")
    widgets = {"selection": "MultipleSelectionWidget", "string": "StringWidget", "date": "DateWidget"}
    special = {
        "between": "DateRangeWidget",
        "today": None,
        "beforeToday": None,
        "afterToday": None,
        "lessThanRelativeDate": "RelativeDateWidget",
        "largerThanRelativeDate": "RelativeDateWidget",
        "path": "ReferenceWidget",
        "relativePath": "RelativePathWidget",
    }
    return special.get(operator, widgets.get(kind))
