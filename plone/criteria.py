"""`@querystring-search`: a query as a list of criteria, each an index, an operator and a value."""

from datetime import datetime, time, timedelta
from urllib.parse import unquote

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import conditions
from .asking import number_in
from .bodies import read_json
from .errors import bad_value

PREFIX = "plone.app.querystring.operation."
MOST_CRITERIA, MOST_DAYS = 50, 36_500


def query_asked(asked):
    """The JSON in `query`, with what stands beside it in the address. Some clients encode it twice."""
    text = asked.params.get("query", "")
    if "%" in text and not text.lstrip().startswith(("{", "[")):
        text = unquote(text)
    found = read_json(text) if text else {}
    found = {"query": found} if isinstance(found, list) else found
    if not isinstance(found, dict):
        raise bad_value("query", _("an object or a list is expected"))
    rest = {name: asked.params[name] for name in asked.params if name != "query"}
    if "metadata_fields" in rest:
        rest["metadata_fields"] = asked.params.getlist("metadata_fields")
    # A batch leads on by the address, whatever the query said.
    return {**found, **rest}


def condition_of(asked, page, values):
    """What all criteria ask together, and the words among them, to rank by."""
    criteria = values.get("query")
    if not isinstance(criteria, list) or len(criteria) > MOST_CRITERIA:
        raise bad_value("query", _("a list of criteria is expected"))
    found, words = conditions.inside(page), ""
    for criterion in criteria:
        if not isinstance(criterion, dict):
            raise bad_value("query", _("each criterion is an object with i, o and v"))
        index, operator = str(criterion.get("i", "")), str(criterion.get("o", "")).removeprefix(PREFIX)
        make = INDEXES[index].operators.get(operator) if index in INDEXES else None
        if make is None:
            raise bad_value("query", _("there is no such index with such an operator"))
        found &= make(asked, page, index, criterion.get("v"))
        words = as_text(criterion.get("v")) if index == "SearchableText" else words
    return found, words


def as_list(value):
    """The values of a selection, as texts."""
    found = value if isinstance(value, list) else [value]
    if len(found) > MOST_CRITERIA * 10 or any(isinstance(item, dict | list) for item in found):
        raise bad_value("v", _("a list of texts is expected"))
    return [str(item) for item in found if item is not None]


def as_text(value):
    return (as_list(value) or [""])[0]


def selection(of_values):
    """The three operators of a list of values."""
    return {
        "selection.any": lambda asked, page, index, value: of_values(asked, as_list(value)),
        "selection.all": lambda asked, page, index, value: all_of(of_values, asked, as_list(value)),
        "selection.none": lambda asked, page, index, value: ~of_values(asked, as_list(value)),
    }


def all_of(of_values, asked, values):
    found = Q()
    for value in values:
        found &= of_values(asked, [value])
    return found


def text(of_text):
    def contains(asked, page, index, value):
        return of_text(asked, as_text(value))

    return {"string.contains": contains, "string.is": contains}


def at_path(asked, page, index, value):
    """An address or the id of a page, perhaps with `::` and a depth."""
    place, _sign, depth = as_text(value).partition("::")
    depth = number_in("path", depth, least=conditions.ANY_DEPTH, most=100) if depth else conditions.ANY_DEPTH
    if (uid := conditions.uid_of(place)) is None:
        return conditions.below(asked, place, depth)
    found = asked.known.filter(translation_key=uid).order_by("path").first()
    return conditions.inside(found, depth) if found else conditions.NOTHING


def relative_path(asked, page, index, value):
    place, sign, depth = as_text(value).partition("::")
    slugs = asked.slugs_of(page).split("/")
    for part in place.split("/"):
        slugs = slugs[:-1] if part == ".." else [*slugs, *([part] if part not in ("", ".") else [])]
    return at_path(asked, page, index, "/" + "/".join(slugs) + sign + depth)


def day(days=0, is_last=False):
    """The begin of today, or its end, so many days from now."""
    found = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(found, time.max if is_last else time.min))


def days_in(value):
    return number_in("v", as_text(value), least=0, most=MOST_DAYS)


def dates_between(asked, page, index, value):
    first, *rest = [*as_list(value), "", ""]
    return conditions.between(
        index,
        conditions.moment_of(index, first) if first else None,
        conditions.moment_of(index, rest[0], is_last=True) if rest[0] else None,
    )


def since(first):
    return lambda asked, page, index, value: conditions.between(index, first=first(index, value))


def until(last):
    return lambda asked, page, index, value: conditions.between(index, last=last(index, value))


def within(first, last):
    return lambda asked, page, index, value: conditions.between(index, first(value), last(value))


DATES = {
    "date.lessThan": until(lambda index, value: conditions.moment_of(index, as_text(value), is_last=True)),
    "date.largerThan": since(lambda index, value: conditions.moment_of(index, as_text(value))),
    "date.between": dates_between,
    "date.today": within(lambda value: day(), lambda value: day(is_last=True)),
    "date.beforeToday": until(lambda index, value: day(-1, is_last=True)),
    "date.afterToday": since(lambda index, value: day(1)),
    "date.lessThanRelativeDate": within(lambda value: day(), lambda value: day(days_in(value), is_last=True)),
    "date.largerThanRelativeDate": within(
        lambda value: day(-days_in(value)), lambda value: day(is_last=True)
    ),
}


class Index:
    """What a query may ask by this name."""

    def __init__(self, title, group, operators, is_sortable=False, vocabulary=None):
        self.title, self.group, self.operators = title, group, operators
        self.is_sortable, self.vocabulary = is_sortable, vocabulary


def of_types(asked, values):
    return conditions.of_types(values)


def of_subjects(asked, values):
    return conditions.on_subjects(values)


def folders(is_folder):
    return lambda asked, page, index, value: conditions.of_folders(is_folder)


def with_slug(asked, page, index, value):
    return Q(slug__in=as_list(value))


PATHS = {"string.path": at_path, "string.absolutePath": at_path, "string.relativePath": relative_path}
INDEXES = {
    "SearchableText": Index(_("Searchable text"), _("Text"), text(conditions.with_words)),
    "Title": Index(_("Title"), _("Text"), text(lambda asked, value: conditions.in_title(value))),
    "Description": Index(
        _("Description"), _("Text"), text(lambda asked, value: conditions.in_description(value))
    ),
    "Subject": Index(
        _("Tag"), _("Text"), selection(of_subjects), vocabulary="plone.app.vocabularies.Keywords"
    ),
    "portal_type": Index(
        _("Type"), _("Metadata"), selection(of_types), True, "plone.app.vocabularies.ReallyUserFriendlyTypes"
    ),
    "review_state": Index(
        "Review state",
        "Metadata",
        selection(conditions.in_states),
        True,
        "plone.app.vocabularies.WorkflowStates",
    ),
    "getId": Index(_("Short name"), _("Metadata"), {"string.is": with_slug}, True),
    "path": Index(_("Location"), _("Metadata"), PATHS),
    "isFolderish": Index(
        _("Folderish"), _("Metadata"), {"boolean.isTrue": folders(True), "boolean.isFalse": folders(False)}
    ),
    "effective": Index(_("Effective date"), _("Dates"), DATES, True),
    "created": Index(_("Creation date"), _("Dates"), DATES, True),
    "modified": Index(_("Modification date"), _("Dates"), DATES, True),
    "expires": Index(_("Expiration date"), _("Dates"), DATES, True),
    "start": Index(_("Event start date"), _("Dates"), DATES, True),
    "end": Index(_("Event end date"), _("Dates"), DATES, True),
    "sortable_title": Index(_("Sortable title"), _("Metadata"), {}, True),
    "getObjPositionInParent": Index(_("Order in folder"), _("Metadata"), {}, True),
}
