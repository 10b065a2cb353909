"""Wagtail's own v3 API, to read and write by program: for token holders only.

What Wagtail 8.0.1 still lacks is mended in this package, and goes when Wagtail has it: `docs/write-api.md` lists it.
An exception that no check foresees is a 500 with its traceback in the log, as everywhere: it may be a bug of ours.
"""

from functools import wraps

from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from wagtail.api.v3.urls import api
from wagtail.utils.urlpatterns import decorate_urlpatterns

from accounts.tokens import TermedTokenAuth
from cms.problem_details import problem

from . import block_values, patches
from .checks import READING, refusal_of
from .document import openapi_json
from .preconditions import add_etag, precondition_failure


def token_required(view):
    """Answers 401 without a valid token: Wagtail shows anonymous clients hidden fields, and searches in them."""

    @csrf_exempt
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if TermedTokenAuth()(request) is None:
            headers = {"WWW-Authenticate": "Bearer"}
            return problem(401, "Unauthorized", _("Send a token: Authorization: Bearer …"), headers)
        if refusal := refusal_of(request, kwargs):
            return refusal
        if request.resolver_match.url_name == "openapi-json":
            return HttpResponse(openapi_json(), content_type="application/json")
        return run_atomically(view, request, *args, **kwargs)

    return guarded


def run_atomically(view, request, *args, **kwargs):
    """Calls the view in a transaction that is rolled back if the response is an error."""
    if request.method in READING:
        response = view(request, *args, **kwargs)
        add_etag(request, response, kwargs)
        return response
    with transaction.atomic():
        response = precondition_failure(request, kwargs) or view(request, *args, **kwargs)
        add_etag(request, response, kwargs)
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response


@api.exception_handler(FieldDoesNotExist)
def unknown_filter(request, error):
    """422 for a filter such as `?pk=1`, which passes Wagtail's own check but is no field of the database."""
    return problem(422, "Unprocessable Entity", _("There is no such filter."))


@api.exception_handler(ProtectedError)
@api.exception_handler(RestrictedError)
@api.exception_handler(IntegrityError)
def conflict(request, error):
    """409 for deleting what content still refers to, and for a duplicate of what has to be unique."""
    return problem(409, "Conflict", _("Something else is in the way: it uses this, or is the same."))


block_values.check_shapes()
patches.apply()

_patterns, _app_name, _namespace = api.urls
cms_urls = (decorate_urlpatterns(_patterns, token_required), _app_name, _namespace)
