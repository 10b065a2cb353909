"""The view of the dialect, and the page view that chooses between HTML and JSON."""

import logging

from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from wagtail.views import serve

from api.conditional import respond_with_etag
from audit.context import acting_through
from audit.models import Door
from caching import cache_control
from caching.models import list_state
from cms.cors import FOR_ALL_ORIGINS

from .context import DialectRequest
from .errors import (
    DialectError,
    MovedError,
    invalid_value,
    json_response,
    not_found,
    not_implemented,
    unexpected_error,
)
from .json_input import read_json
from .registry import NOT_IMPLEMENTED, endpoints, is_registered
from .tokens import authenticate_request
from .traversal import parse_path, resolve_page

logger = logging.getLogger(__name__)

# Clients that send an empty POST give it one of these types.
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
SIGN_IN = "@login"
HTML, JSON = "text/html", "application/json"
WRITING = {"POST", "PATCH", "PUT", "DELETE"}
PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS, POST",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS, POST",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}
OWN = {"Cache-Control": cache_control.OWN}
serve_page = csrf_protect(serve)


@csrf_exempt
@acting_through(Door.DIALECT)
def dialect(request, path=""):
    """Answers a request in the dialect. Exempt from CSRF because cookies do not sign in here."""
    try:
        response = dispatch(request, path or "")
    except (DialectError, MovedError) as error:
        response = error.as_response()
    except Http404:
        response = not_found().as_response()
    except Exception as error:
        logger.exception("The dialect has no answer to %s", request.path)
        response = unexpected_error(error).as_response()
    for header, value in FOR_ALL_ORIGINS.items():
        response.headers[header] = value
    patch_vary_headers(response, ["Accept", "Authorization"])
    return response


@csrf_exempt
def page_or_json(request, path):
    """A page at its own address: JSON if the client prefers that, else HTML by Wagtail."""
    if wants_json(request):
        return dialect(request, path)
    return serve_page(request, path)


@csrf_exempt
def page_endpoint(request, path):
    """An endpoint below the address of a page; 404 for clients that prefer HTML."""
    if not wants_json(request):
        raise Http404
    return dialect(request, path)


def wants_json(request) -> bool:
    """Whether the client prefers JSON to HTML; `*/*` does not. Runs for every page, so the cheap check comes first.

    Marks the request, so that the middleware adds `Vary: Accept` to redirects and errors too.
    """
    request.is_negotiated = True
    accept = request.headers.get("Accept", "")
    return "json" in accept and request.get_preferred_type([HTML, JSON]) == JSON


def dispatch(request, path):
    target = parse_path(path)
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=PREFLIGHT)
    endpoint = endpoint_for(request, target)
    # A client that signs in again may still send an expired token.
    user = None if target.endpoint == SIGN_IN else authenticate_request(request)
    context = DialectRequest(request, user)
    if request.method == "POST":
        context.body = read_body(request)
    if request.method != "POST" and endpoint.is_cacheable and not context.user:
        return cacheable_response(context, target, endpoint)
    payload = call_endpoint(context, target, endpoint)
    if payload is None:
        return HttpResponse(status=204, headers=OWN)
    return json_response(payload, headers=OWN)


def endpoint_for(request, target):
    """The registered endpoint for this name and method. Raises 501 for what only Plone has, else 404."""
    method = "GET" if request.method == "HEAD" else request.method
    if endpoint := endpoints.get((target.endpoint, method)):
        return endpoint
    if target.endpoint in NOT_IMPLEMENTED or (method in WRITING and is_registered(target.endpoint)):
        raise not_implemented()
    raise not_found()


def read_body(request) -> dict:
    if request.content_type in FORMS:
        return request.POST.dict()
    body = read_json(request.body) if request.body else {}
    if not isinstance(body, dict):
        raise invalid_value("body", _("an object is expected"))
    return body


def call_endpoint(context, target, endpoint):
    page = context.root if endpoint.is_site_wide else resolve_page(context, target)
    return endpoint.handler(context, page, target.rest)


def cacheable_response(context, target, endpoint):
    """The answer to an anonymous request, with an ETag; 304 if the client has it."""
    state = list_state()
    response = json_response(call_endpoint(context, target, endpoint))
    return respond_with_etag(context.request, response, state)
