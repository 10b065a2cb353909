"""Searches by query parameters, or by a query of indexes and operators."""

from ..conditions import DAY_NAMES, date_names
from ..criteria import INDEXES, OPERATOR_PREFIX, condition_from_criteria, read_query
from ..parameters import condition_from_params, search_words
from ..registry import endpoint
from ..results import Search


@endpoint("@search")
def search(context, page, rest):
    """The pages at or below the page that match all parameters."""
    return Search(context, condition_from_params(context, page), search_words(context)).payload()


@endpoint("@querystring-search")
def querystring_search(context, page, rest):
    """The same with a JSON query in the URL, encoded once or twice."""
    return search_by_criteria(context, page, read_query(context))


@endpoint("@querystring-search", method="POST", is_cacheable=False)
def posted_querystring_search(context, page, rest):
    return search_by_criteria(context, page, context.body)


def search_by_criteria(context, page, values):
    condition, words = condition_from_criteria(context, page, values)
    return Search(context, condition, words, values).payload()


@endpoint("@querystring", is_site_wide=True)
def querystring(context, page, rest):
    """The indexes and operators for such queries."""
    unused_dates = DAY_NAMES - set(date_names())
    indexes = {name: serialize_index(index) for name, index in INDEXES.items() if name not in unused_dates}
    return {
        "@id": f"{context.origin}/@querystring",
        "indexes": indexes,
        "sortable_indexes": {name: index for name, index in indexes.items() if index["sortable"]},
    }


def serialize_index(index):
    names = [OPERATOR_PREFIX + name for name in index.operators]
    return {
        "title": index.title,
        "description": "",
        "group": index.group,
        "enabled": bool(names),
        "sortable": index.is_sortable,
        "operations": names,
        "operators": {name: serialize_operator(name) for name in names},
        "vocabulary": index.vocabulary,
        "values": {},
        "fetch_vocabulary": bool(index.vocabulary),
    }


def serialize_operator(name):
    return {
        "title": name.removeprefix(OPERATOR_PREFIX),
        "description": "",
        "operation": name,
        "widget": widget_of(name),
    }


def widget_of(name):
    """Plone's name of the form widget for the operator's value."""
    kind, _dot, operator = name.removeprefix(OPERATOR_PREFIX).partition(".")
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
