"""Wagtail's own v3 API, to read and write by program: for token holders only, and no request to it is a 500.

What Wagtail 8.0.1 still lacks is mended here, and goes when Wagtail has it: `docs/write-api.md` lists it.
"""

import json
import logging
from functools import wraps

from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.api.v3.errors import PROBLEM_JSON, ProblemDetail
from wagtail.api.v3.urls import api
from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import resolve_model_string
from wagtail.documents.api.v3 import router as documents
from wagtail.images.api.v3 import router as images
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.permissions import choosable
from cms.rest.answers import problem

logger = logging.getLogger(__name__)

READING = {"GET", "HEAD", "OPTIONS"}
OF_ALIASES = {"pages_actions_publish", "pages_actions_revert"}
OF_ALL_BUT_THE_ROOT = {"pages_actions_copy", "pages_actions_create_alias", "pages_actions_move"}
REDIRECTS = {"list_redirects", "find_redirect", "detail_redirect"}
REFUSAL = {
    "description": "A refusal, with its reason (RFC 9457).",
    "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
# What Wagtail's code raises where it takes for granted what nobody checked.
STUMBLES = (ArithmeticError, AttributeError, DataError, LookupError, RuntimeError, TypeError, ValueError)


def token_required(view):
    """401 for who brings no valid token: anonymous v3 would show hidden fields, and find them by search."""

    @csrf_exempt
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if BearerTokenAuth()(request) is None:
            headers = {"WWW-Authenticate": "Bearer"}
            return problem(401, "Unauthorized", _("Send a token: Authorization: Bearer …"), headers)
        if refusal := refused(request, kwargs):
            return refusal
        response = whole_or_nothing(view, request, *args, **kwargs)
        return documented(response) if request.resolver_match.url_name == "openapi-json" else response

    return guarded


def whole_or_nothing(view, request, *args, **kwargs):
    """What is refused half-way leaves nothing behind."""
    if request.method in READING:
        return view(request, *args, **kwargs)
    with transaction.atomic():
        response = view(request, *args, **kwargs)
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response


def refused(request, kwargs):
    """The answer to what Wagtail would stumble over, or None."""
    if names_nothing(kwargs):
        return problem(404, "Not Found", _("There is nothing with this key."))
    if reads_redirects(request):
        return problem(403, "Forbidden", _("You have no rights on redirects."))
    if asks_with_no_number(request.GET):
        return problem(
            422, "Unprocessable Entity", _("The key of a user, and the port of a site, is a number.")
        )
    if asks_the_impossible(request, kwargs):
        return problem(409, "Conflict", _("This can't be done with this page."))
    return None


def reads_redirects(request):
    """True for who reads them without a right: an old address names a page that is hidden by now."""
    if request.resolver_match.url_name not in REDIRECTS or request.method not in READING:
        return False
    policy = policy_registry.get_by_type(Redirect)
    return not policy.user_has_any_permission(request.user, {"add", "change", "delete", "view"})


def asks_with_no_number(query):
    """True for a filter that Wagtail hands to the database as it is."""
    _host, _colon, port = query.get("site", "").partition(":")
    return not all(number.isdecimal() for number in (query.get("user_id"), port) if number)


def names_nothing(kwargs):
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


def documented(response):
    """The description of the API, with what Wagtail's leaves out: how a refusal looks."""
    description = json.loads(response.content)
    schemas = description["components"]["schemas"]
    schemas["Problem"] = ProblemDetail.model_json_schema()
    for operations in description["paths"].values():
        for operation in operations.values():
            operation["responses"].setdefault("default", REFUSAL)
            if operation["operationId"] == "pages_find":
                operation["responses"]["302"] = {"description": "Where the page is."}
    response.content = json.dumps(description)
    return response


@api.exception_handler(FieldDoesNotExist)
def unknown_filter(request, error):
    """`?pk=1` passes Wagtail's own check of the filters, and is no field of the database."""
    return problem(422, "Unprocessable Entity", _("There is no such filter."))


@api.exception_handler(ProtectedError)
@api.exception_handler(RestrictedError)
@api.exception_handler(IntegrityError)
def in_the_way(request, error):
    """What content still points at is not deleted, and what has to be unique is not there twice."""
    return problem(409, "Conflict", _("Something else is in the way: it uses this, or is the same."))


def stumbled(request, error):
    """The last resort. It may be a bug of ours too, so it is told in the log with all that led to it."""
    logger.error("The write API stumbled over %s %s", request.method, request.path, exc_info=error)
    return problem(422, "Unprocessable Entity", _("What you sent could not be read."))


for stumble in STUMBLES:
    api.add_exception_handler(stumble, stumbled)


def shows_choosable(router, name, model):
    """Files of other teams are not shown; v3 has no setting for it, and reads this name when it is asked."""
    all_files = getattr(router, name)

    def files(request):
        return all_files(request).filter(pk__in=choosable(model, request.user).values("pk"))

    setattr(router, name, files)


shows_choosable(images, "get_images_queryset", images.Image)
shows_choosable(documents, "get_documents_queryset", documents.Document)

_patterns, _app_name, _namespace = api.urls
cms_urls = (decorate_urlpatterns(_patterns, token_required), _app_name, _namespace)
