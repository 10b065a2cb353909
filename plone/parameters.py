"""`@search`: from the parameters of an address to a condition. Unknown parameters say nothing, as in Plone."""

from django.db.models import Q
from django.utils.translation import gettext as _

from . import conditions
from .asking import is_true, number_in
from .errors import bad_value

RANGES = ("min", "max", "min:max", "minmax")


def words_of(asked):
    return conditions.clean_search_text(asked.params.get("SearchableText", ""))


def conditions_of(asked, page):
    """All that the parameters ask, of the pages at or below this one."""
    found = conditions.inside(page) if page.path != asked.root.path else Q()
    for name, condition in PARAMETERS.items():
        if values := asked.params.getlist(name):
            found &= condition(asked, values)
    found &= by_path(asked, page)
    for name in conditions.date_names():
        found &= by_date(asked, name)
    return found


def by_subject(asked, values):
    has_all = asked.params.get("Subject.operator", "or").lower() == "and"
    return conditions.on_subjects(values, has_all)


PARAMETERS = {
    "SearchableText": lambda asked, values: conditions.with_words(asked, values[0]),
    "Title": lambda asked, values: conditions.in_title(values[0]),
    "Description": lambda asked, values: conditions.in_description(values[0]),
    "portal_type": lambda asked, values: conditions.of_types(values),
    "review_state": conditions.in_states,
    "Subject": by_subject,
    "Subject.query": by_subject,
    "UID": lambda asked, values: conditions.with_uids(values),
    "id": lambda asked, values: Q(slug__in=values),
    "getId": lambda asked, values: Q(slug__in=values),
    "is_folderish": lambda asked, values: conditions.of_folders(is_true(values[0])),
    "Language": lambda asked, values: Q(locale__language_code__in=values),
}


def by_path(asked, page):
    """`path`, or `path.query`, with `path.depth`. A depth alone counts from the page that is asked."""
    paths = asked.params.getlist("path") or asked.params.getlist("path.query")
    text = asked.params.get("path.depth", "")
    depth = (
        number_in("path.depth", text, least=conditions.ANY_DEPTH, most=100) if text else conditions.ANY_DEPTH
    )
    if not paths:
        return conditions.inside(page, depth) if text else Q()
    found = conditions.NOTHING
    for path in paths[:100]:
        found |= conditions.below(asked, path, depth)
    return found


def by_date(asked, name):
    """`effective=2026-05-01`, or `effective.query=…` with `effective.range` min, max or min:max."""
    values = asked.params.getlist(name) or asked.params.getlist(f"{name}.query")
    if not values:
        return Q()
    asked_range = asked.params.get(f"{name}.range", "")
    if asked_range and asked_range not in RANGES:
        raise bad_value(f"{name}.range", _("min, max or min:max is expected"))
    first = conditions.moment_of(name, values[0]) if asked_range != "max" else None
    last = conditions.moment_of(name, values[-1], is_last=True) if asked_range != "min" else None
    return conditions.between(name, first, last)
