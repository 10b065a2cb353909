"""Rejects requests for which Wagtail's views would answer 500 or reveal hidden content, before they run.

`CHECKS` is the whole list, with the issue in Wagtail where there is one.
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
    """Rejects a request for which `applies` is true, with this status, title and reason."""

    applies: Callable[[HttpRequest, dict], bool]
    status: int
    title: str
    reason: str


def refusal_of(request: HttpRequest, kwargs: dict) -> JsonResponse | None:
    """The problem response of the first check that rejects the request, or None. `kwargs` are those of its URL."""
    for check in CHECKS:
        if check.applies(request, kwargs):
            return problem(check.status, check.title, check.reason)
    return None


def reads_redirects_without_right(request, kwargs):
    """True if the user has no permission on redirects: an old path may reveal a page that is hidden by now."""
    if request.resolver_match.url_name not in REDIRECTS or request.method not in READING:
        return False
    policy = policy_registry.get_by_type(Redirect)
    return not policy.user_has_any_permission(request.user, {"add", "change", "delete", "view"})


def has_non_numeric_filter(request, kwargs):
    """True if `user_id` or the port in `site` is no number: Wagtail passes them to the database unchecked."""
    query = request.GET
    _host, _colon, port = query.get("site", "").partition(":")
    return not all(number.isdecimal() for number in (query.get("user_id"), port) if number)


def has_invalid_key(request, kwargs):
    """True if the primary key in the URL has the wrong type: Wagtail passes it to the database unchecked."""
    if "page_id" in kwargs:
        model, key = Page, kwargs["page_id"]
    elif {"type", "pk"} <= kwargs.keys():
        model, key = kwargs["type"], unquote(kwargs["pk"])
    else:
        return False
    try:
        resolve_model_string(model)._meta.pk.to_python(key)
    except (LookupError, ValueError):
        return False  # Wagtail itself answers 404 to an unknown type.
    except ValidationError:
        return True
    return False


def acts_on_root_or_alias(request, kwargs):
    """True for an action that fails on the root of the tree or on an alias (wagtail/wagtail#10994)."""
    name, pages = request.resolver_match.url_name, Page.objects.filter(pk=kwargs.get("page_id"))
    if name in OF_ALIASES or (name == "detail_page" and request.method == "PATCH"):
        return pages.exclude(alias_of=None).exists()
    return name in OF_ALL_BUT_THE_ROOT and pages.filter(depth=1).exists()


def moves_beside_the_root(request, kwargs):
    """True for a move to before or after the root of the tree, which has no parent."""
    content = json_body(request)
    if request.resolver_match.url_name != "pages_actions_move" or not isinstance(content, dict):
        return False
    key = content.get("destination_id")
    is_root = isinstance(key, int) and abs(key) <= LARGEST_NUMBER and Page.objects.filter(pk=key, depth=1)
    return bool(is_root) and content.get("position") not in INSIDE


def sends_no_object(request, kwargs):
    """True if the JSON body is no object: Wagtail looks for a `meta` in it."""
    return not isinstance(json_body(request), dict)


def has_unstorable_value(request, kwargs):
    """True if the JSON body holds a lone surrogate or an integer of more than 64 bits, at any depth."""
    return any(is_unstorable(value) for value in values_in(json_body(request)))


def is_unstorable(value):
    if isinstance(value, str):
        return any("\ud800" <= character <= "\udfff" for character in value)
    return isinstance(value, int) and abs(value) > LARGEST_NUMBER


def json_body(request):
    """The JSON body; `{}` for a read, a file, an empty body, and for invalid JSON, to which Ninja answers 400."""
    if request.method in READING or request.content_type == FILES:
        return {}
    try:
        return json.loads(request.body or "{}")
    except (ValueError, RecursionError):
        return {}


def values_in(content) -> Iterator:
    """Yields every number and text in the JSON, names of fields included."""
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
    Check(has_invalid_key, *NOT_FOUND, _("There is nothing with this key.")),
    Check(reads_redirects_without_right, 403, "Forbidden", _("You have no rights on redirects.")),
    Check(has_non_numeric_filter, *UNREADABLE, _("The key of a user, and the port of a site, is a number.")),
    Check(sends_no_object, *UNREADABLE, _("What you send is an object, with the names of fields.")),
    Check(
        has_unstorable_value,
        *UNREADABLE,
        _("What you sent holds a character or number that can't be stored."),
    ),
    # The alias: https://github.com/wagtail/wagtail/issues/10994
    Check(acts_on_root_or_alias, *CONFLICT, _("This can't be done with this page.")),
    Check(moves_beside_the_root, *CONFLICT, _("This can't be done with this page.")),
]
