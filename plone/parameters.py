"""Turns the query parameters of `@search` into a condition. Unknown parameters are ignored, as in Plone."""

from django.db.models import Q
from django.utils.translation import gettext as _

from . import conditions
from .context import check_count, is_true, parse_integer
from .errors import invalid_value

RANGES = ("min", "max", "min:max", "minmax")


def search_words(context) -> str:
    return conditions.clean_search_text(context.params.get("SearchableText", ""))


def condition_from_params(context, page) -> Q:
    """The condition of all parameters together, on pages at or below this one."""
    condition = conditions.inside(page) if page.path != context.root.path else Q()
    for name, build in PARAMETERS.items():
        if values := check_count(name, context.params.getlist(name)):
            condition &= build(context, values)
    condition &= by_path(context, page)
    for name in conditions.date_names():
        condition &= by_date(context, name)
    return condition


def by_subject(context, values):
    has_all = context.params.get("Subject.operator", "or").lower() == "and"
    return conditions.on_subjects(values, has_all)


# Functions from the request and a parameter's values to a condition.
PARAMETERS = {
    "SearchableText": lambda context, values: conditions.with_words(context, values[0]),
    "Title": lambda context, values: conditions.in_title(values[0]),
    "Description": lambda context, values: conditions.in_description(values[0]),
    "portal_type": lambda context, values: conditions.of_types(values),
    "review_state": conditions.in_states,
    "Subject": by_subject,
    "Subject.query": by_subject,
    "UID": lambda context, values: conditions.with_uids(values),
    "id": lambda context, values: Q(slug__in=values),
    "getId": lambda context, values: Q(slug__in=values),
    "is_folderish": lambda context, values: conditions.of_folders(is_true(values[0])),
    "Language": lambda context, values: Q(locale__language_code__in=values),
}


def by_path(context, page):
    """`path`, or `path.query`, with `path.depth`. A depth alone counts from the page of the request."""
    paths = context.params.getlist("path") or context.params.getlist("path.query")
    text = context.params.get("path.depth", "")
    depth = (
        parse_integer("path.depth", text, least=conditions.ANY_DEPTH, most=100)
        if text
        else conditions.ANY_DEPTH
    )
    if not paths:
        return conditions.inside(page, depth) if text else Q()
    condition = conditions.NOTHING
    for path in check_count("path", paths):
        condition |= conditions.below(context, path, depth)
    return condition


def by_date(context, name):
    """`effective=2026-05-01`, or `effective.query=…` with `effective.range` min, max or min:max."""
    values = context.params.getlist(name) or context.params.getlist(f"{name}.query")
    if not values:
        return Q()
    date_range = context.params.get(f"{name}.range", "")
    if date_range and date_range not in RANGES:
        raise invalid_value(f"{name}.range", _("min, max or min:max is expected"))
    first = conditions.parse_moment(name, values[0]) if date_range != "max" else None
    last = conditions.parse_moment(name, values[-1], is_last=True) if date_range != "min" else None
    return conditions.between(name, first, last)
