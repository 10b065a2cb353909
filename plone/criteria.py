"""Turns the criteria of `@querystring-search` into a condition. Each has an index, an operator and a value."""

from datetime import datetime, time, timedelta
from urllib.parse import unquote

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.bounds import MOST_VALUES_TOGETHER
from cms.routing import with_permanent_id

from . import conditions
from .context import check_count, parse_integer
from .errors import invalid_value
from .json_input import read_json

# What `o` begins with in every criterion.
OPERATOR_PREFIX = "plone.app.querystring.operation."
MOST_DAYS = 36_500


def read_query(context) -> dict:
    """The JSON of the parameter `query`, updated with the other parameters. Some clients encode it twice."""
    text = context.params.get("query", "")
    if "%" in text and not text.lstrip().startswith(("{", "[")):
        text = unquote(text)
    query = read_json(text) if text else {}
    query = {"query": query} if isinstance(query, list) else query
    if not isinstance(query, dict):
        raise invalid_value("query", _("an object or a list is expected"))
    params = {name: context.params[name] for name in context.params if name != "query"}
    if "metadata_fields" in params:
        params["metadata_fields"] = context.params.getlist("metadata_fields")
    # Links to other batches set `b_start` in the address, so parameters override the JSON.
    return {**query, **params}


def condition_from_criteria(context, page, values) -> tuple[Q, str]:
    """The condition of all criteria together, and the words of `SearchableText`, to rank by. Raises 400."""
    criteria = values.get("query")
    if not isinstance(criteria, list):
        raise invalid_value("query", _("a list of criteria is expected"))
    if not all(isinstance(criterion, dict) for criterion in check_count("query", criteria)):
        raise invalid_value("query", _("each criterion is an object with i, o and v"))
    all_values = [value for criterion in criteria for value in parse_texts(criterion.get("v"))]
    check_count("query", all_values, MOST_VALUES_TOGETHER)
    condition, words = conditions.inside(page), ""
    for criterion in criteria:
        index, operator = (
            str(criterion.get("i", "")),
            str(criterion.get("o", "")).removeprefix(OPERATOR_PREFIX),
        )
        build = INDEXES[index].operators.get(operator) if index in INDEXES else None
        if build is None:
            raise invalid_value("query", _("there is no such index with such an operator"))
        condition &= build(context, page, index, criterion.get("v"))
        words = parse_text(criterion.get("v")) if index == "SearchableText" else words
    return condition, words


def parse_texts(value):
    """The values of a criterion as strings; a single value becomes a list of one."""
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, dict | list) for item in check_count("v", items)):
        raise invalid_value("v", _("a list of texts is expected"))
    return [str(item) for item in items if item is not None]


def parse_text(value):
    return (parse_texts(value) or [""])[0]


def selection_operators(of_values):
    """The operators of an index with a list of values. `of_values(context, values)` gives the condition for `any`."""
    return {
        "selection.any": lambda context, page, index, value: of_values(context, parse_texts(value)),
        "selection.all": lambda context, page, index, value: with_every_value(
            of_values, context, parse_texts(value)
        ),
        "selection.none": lambda context, page, index, value: ~of_values(context, parse_texts(value)),
    }


def with_every_value(of_values, context, values):
    condition = Q()
    for value in values:
        condition &= of_values(context, [value])
    return condition


def text_operators(of_text):
    """The operators of an index with text. `of_text(context, text)` gives the condition."""

    def contains(context, page, index, value):
        return of_text(context, parse_text(value))

    return {"string.contains": contains, "string.is": contains}


def at_path(context, page, index, value):
    """The condition for pages at or below the page that `value` names.

    `value` is a path, URL or UID, optionally with `::` and a depth (default: any). An invisible UID matches nothing.
    """
    path, _sign, depth = parse_text(value).partition("::")
    depth = (
        parse_integer("path", depth, least=conditions.ANY_DEPTH, most=100) if depth else conditions.ANY_DEPTH
    )
    if (uid := conditions.parse_uid(path)) is None:
        return conditions.below(context, path, depth)
    target = with_permanent_id(context.visible_pages, uid).first()
    return conditions.inside(target, depth) if target else conditions.NOTHING


def at_relative_path(context, page, index, value):
    """The same, with a path that starts from the page of the request."""
    path, sign, depth = parse_text(value).partition("::")
    slugs = context.relative_path_of(page).split("/")
    for part in path.split("/"):
        slugs = slugs[:-1] if part == ".." else [*slugs, *([part] if part not in ("", ".") else [])]
    return at_path(context, page, index, "/" + "/".join(slugs) + sign + depth)


def day_boundary(days=0, is_last=False):
    """The first or last moment of today plus this many days."""
    date = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(date, time.max if is_last else time.min))


def parse_days(value):
    return parse_integer("v", parse_text(value), least=0, most=MOST_DAYS)


def dates_between(context, page, index, value):
    first, *rest = [*parse_texts(value), "", ""]
    return conditions.between(
        index,
        conditions.parse_moment(index, first) if first else None,
        conditions.parse_moment(index, rest[0], is_last=True) if rest[0] else None,
    )


def since(first):
    """`first(index, value)` gives the datetime to start from."""
    return lambda context, page, index, value: conditions.between(index, first=first(index, value))


def until(last):
    """`last(index, value)` gives the last datetime included."""
    return lambda context, page, index, value: conditions.between(index, last=last(index, value))


def within(first, last):
    """`first(value)` and `last(value)` give the datetimes to search between."""
    return lambda context, page, index, value: conditions.between(index, first(value), last(value))


DATE_OPERATORS = {
    "date.lessThan": until(
        lambda index, value: conditions.parse_moment(index, parse_text(value), is_last=True)
    ),
    "date.largerThan": since(lambda index, value: conditions.parse_moment(index, parse_text(value))),
    "date.between": dates_between,
    "date.today": within(lambda value: day_boundary(), lambda value: day_boundary(is_last=True)),
    "date.beforeToday": until(lambda index, value: day_boundary(-1, is_last=True)),
    "date.afterToday": since(lambda index, value: day_boundary(1)),
    "date.lessThanRelativeDate": within(
        lambda value: day_boundary(), lambda value: day_boundary(parse_days(value), is_last=True)
    ),
    "date.largerThanRelativeDate": within(
        lambda value: day_boundary(-parse_days(value)), lambda value: day_boundary(is_last=True)
    ),
}


class Index:
    """An index: its titles for forms, and a function `(context, page, index, value)` for each operator."""

    def __init__(self, title, group, operators, is_sortable=False, vocabulary=None):
        self.title, self.group, self.operators = title, group, operators
        self.is_sortable, self.vocabulary = is_sortable, vocabulary


def of_types(context, values):
    return conditions.of_types(values)


def of_subjects(context, values):
    return conditions.on_subjects(values)


def folders(is_folder):
    return lambda context, page, index, value: conditions.of_folders(is_folder)


def with_slug(context, page, index, value):
    return Q(slug__in=parse_texts(value))


PATH_OPERATORS = {
    "string.path": at_path,
    "string.absolutePath": at_path,
    "string.relativePath": at_relative_path,
}
INDEXES = {
    "SearchableText": Index(_("Searchable text"), _("Text"), text_operators(conditions.with_words)),
    "Title": Index(_("Title"), _("Text"), text_operators(lambda context, value: conditions.in_title(value))),
    "Description": Index(
        _("Description"), _("Text"), text_operators(lambda context, value: conditions.in_description(value))
    ),
    "Subject": Index(
        _("Tag"), _("Text"), selection_operators(of_subjects), vocabulary="plone.app.vocabularies.Keywords"
    ),
    "portal_type": Index(
        _("Type"),
        _("Metadata"),
        selection_operators(of_types),
        True,
        "plone.app.vocabularies.ReallyUserFriendlyTypes",
    ),
    "review_state": Index(
        "Review state",
        "Metadata",
        selection_operators(conditions.in_states),
        True,
        "plone.app.vocabularies.WorkflowStates",
    ),
    "getId": Index(_("Short name"), _("Metadata"), {"string.is": with_slug}, True),
    "path": Index(_("Location"), _("Metadata"), PATH_OPERATORS),
    "isFolderish": Index(
        _("Folderish"), _("Metadata"), {"boolean.isTrue": folders(True), "boolean.isFalse": folders(False)}
    ),
    "effective": Index(_("Effective date"), _("Dates"), DATE_OPERATORS, True),
    "created": Index(_("Creation date"), _("Dates"), DATE_OPERATORS, True),
    "modified": Index(_("Modification date"), _("Dates"), DATE_OPERATORS, True),
    "expires": Index(_("Expiration date"), _("Dates"), DATE_OPERATORS, True),
    "start": Index(_("Event start date"), _("Dates"), DATE_OPERATORS, True),
    "end": Index(_("Event end date"), _("Dates"), DATE_OPERATORS, True),
    "sortable_title": Index(_("Sortable title"), _("Metadata"), {}, True),
    "getObjPositionInParent": Index(_("Order in folder"), _("Metadata"), {}, True),
}
