"""What Wagtail's views would answer 500 to, or tell too much of, is refused before they run.

`CHECKS` is the whole list; an issue of Wagtail stands beside what has one.
"""

import json
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import resolve_model_string
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.problem_details import problem

READING = {"GET", "HEAD", "OPTIONS"}
OF_ALIASES = {"pages_actions_publish", "pages_actions_revert"}
OF_ALL_BUT_THE_ROOT = {"pages_actions_copy", "pages_actions_create_alias", "pages_actions_move"}
INSIDE = {"first-child", "last-child"}
REDIRECTS = {"list_redirects", "find_redirect", "detail_redirect"}
# The largest number, either way, that a column of the database holds.
LARGEST_NUMBER = 2**63 - 1
FILES = "multipart/form-data"


class Check(NamedTuple):
    """Refuses a request for which `applies` is true, with this status, title and reason."""

    applies: Callable[[HttpRequest, dict], bool]
    status: int
    title: str
    reason: str


def refusal_of(request: HttpRequest, kwargs: dict) -> JsonResponse | None:
    """The answer of the first check that refuses the request, or None; `kwargs` are those of its address."""
    for check in CHECKS:
        if check.applies(request, kwargs):
            return problem(check.status, check.title, check.reason)
    return None


def reads_redirects(request, kwargs):
    """True for who reads them without a right: an old address names a page that is hidden by now."""
    if request.resolver_match.url_name not in REDIRECTS or request.method not in READING:
        return False
    policy = policy_registry.get_by_type(Redirect)
    return not policy.user_has_any_permission(request.user, {"add", "change", "delete", "view"})


def asks_with_no_number(request, kwargs):
    """True for a filter that Wagtail hands to the database as it is."""
    query = request.GET
    _host, _colon, port = query.get("site", "").partition(":")
    return not all(number.isdecimal() for number in (query.get("user_id"), port) if number)


def names_nothing(request, kwargs):
    """True for a key that can't be one: Wagtail hands it to the database as it is."""
    if "page_id" in kwargs:
        model, key = Page, kwargs["page_id"]
    elif {"type", "pk"} <= kwargs.keys():
        model, key = kwargs["type"], unquote(kwargs["pk"])
    else:
        return False
    try:
        resolve_model_string(model)._meta.pk.to_python(key)
    except (LookupError, ValueError):
        return False  # Wagtail knows what to say of a type that is none
    except ValidationError:
        return True
    return False


def asks_the_impossible(request, kwargs):
    """True for what the root of the tree, or an alias (wagtail/wagtail#10994), can't undergo."""
    name, pages = request.resolver_match.url_name, Page.objects.filter(pk=kwargs.get("page_id"))
    if name in OF_ALIASES or (name == "detail_page" and request.method == "PATCH"):
        return pages.exclude(alias_of=None).exists()
    return name in OF_ALL_BUT_THE_ROOT and pages.filter(depth=1).exists()


def moves_beside_the_root(request, kwargs):
    """True for a move to a place before or after the root of the tree: there is no page above it."""
    content = sent_json(request)
    if request.resolver_match.url_name != "pages_actions_move" or not isinstance(content, dict):
        return False
    key = content.get("destination_id")
    is_root = isinstance(key, int) and abs(key) <= LARGEST_NUMBER and Page.objects.filter(pk=key, depth=1)
    return bool(is_root) and content.get("position") not in INSIDE


def sends_no_object(request, kwargs):
    """True for JSON that is a number, a text or a list: Wagtail looks for a `meta` in it."""
    return not isinstance(sent_json(request), dict)


def sends_what_no_column_holds(request, kwargs):
    """True for half of a character (a lone surrogate) or a giant number, wherever it stands in the JSON."""
    return any(is_unstorable(value) for value in values_in(sent_json(request)))


def is_unstorable(value):
    if isinstance(value, str):
        return any("\ud800" <= character <= "\udfff" for character in value)
    return isinstance(value, int) and abs(value) > LARGEST_NUMBER


def sent_json(request):
    """What the request sends as JSON; `{}` for a file or nothing, and for what is no JSON: Ninja answers 400 to it."""
    if request.method in READING or request.content_type == FILES:
        return {}
    try:
        return json.loads(request.body or "{}")
    except (ValueError, RecursionError):
        return {}


def values_in(content) -> Iterator:
    """Every number and text in the JSON, the names of its fields included."""
    waiting = [content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        else:
            yield value


NOT_FOUND, CONFLICT, UNREADABLE = (404, "Not Found"), (409, "Conflict"), (422, "Unprocessable Entity")
# Not reported to Wagtail yet, where no issue is named.
CHECKS = [
    Check(names_nothing, *NOT_FOUND, _("There is nothing with this key.")),
    Check(reads_redirects, 403, "Forbidden", _("You have no rights on redirects.")),
    Check(asks_with_no_number, *UNREADABLE, _("The key of a user, and the port of a site, is a number.")),
    Check(sends_no_object, *UNREADABLE, _("What you send is an object, with the names of fields.")),
    Check(
        sends_what_no_column_holds,
        *UNREADABLE,
        _("What you sent holds a character or number that can't be stored."),
    ),
    # The alias: https://github.com/wagtail/wagtail/issues/10994
    Check(asks_the_impossible, *CONFLICT, _("This can't be done with this page.")),
    Check(moves_beside_the_root, *CONFLICT, _("This can't be done with this page.")),
]
