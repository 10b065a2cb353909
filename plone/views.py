"""From a request in the dialect to its answer, and from the address of a page to HTML or JSON."""

import logging

from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from wagtail.views import serve

from cms.models.changes import list_state
from cms.rest.answers import remembered
from cms.rest.origins import FOR_ALL_ORIGINS

from .asking import Asked
from .bodies import read_json
from .endpoints.registry import NOT_DONE, endpoints, is_known
from .errors import AnswerError, MovedError, as_json, bad_value, later, not_found
from .tokens import user_of
from .traversal import page_at, parse

logger = logging.getLogger(__name__)

# Clients that post nothing call it a form.
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
OWN = {"Cache-Control": "private, no-store"}
serve_page = csrf_protect(serve)


@csrf_exempt
def dialect(request, path=""):
    """Cookies say nothing here, so a request from another site can do no more than its own headers allow."""
    try:
        response = answered(request, path or "")
    except (AnswerError, MovedError) as answer:
        response = answer.as_response()
    except Http404:
        response = not_found().as_response()
    except Exception:
        logger.exception("The dialect has no answer to %s", request.path)
        response = AnswerError(500, _("Something went wrong here. It has been noted.")).as_response()
    for header, value in FOR_ALL_ORIGINS.items():
        response.headers[header] = value
    patch_vary_headers(response, ["Accept", "Authorization"])
    return response


@csrf_exempt
def page(request, path):
    """A page at its own address: JSON for who prefers that, HTML for everybody else."""
    if wants_json(request):
        return dialect(request, path)
    response = serve_page(request, path)
    patch_vary_headers(response, ["Accept"])
    return response


@csrf_exempt
def of_page(request, path):
    """An endpoint below the address of a page: there is none in HTML."""
    if not wants_json(request):
        raise Http404
    return dialect(request, path)


def wants_json(request):
    """Asked of every page: so first what costs nothing. `*/*` is no wish for JSON."""
    accept = request.headers.get("Accept", "")
    return "json" in accept and request.get_preferred_type([HTML, JSON]) == JSON


def answered(request, path):
    target = parse(path)
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=PREFLIGHT)
    endpoint = endpoint_for(request, target)
    # Who signs in again may still send a token that ran out.
    asked = Asked(request, None if target.endpoint == SIGN_IN else user_of(request))
    if request.method == "POST":
        asked.body = body_of(request)
    if request.method != "POST" and endpoint.is_kept and not asked.user:
        return kept(asked, target, endpoint)
    told = told_by(asked, target, endpoint)
    return HttpResponse(status=204, headers=OWN) if told is None else as_json(told, headers=OWN)


def endpoint_for(request, target):
    """Which function answers: 404 for a name that nobody knows, 501 for what is not done by this way (yet)."""
    method = "GET" if request.method == "HEAD" else request.method
    if found := endpoints.get((target.endpoint, method)):
        return found
    if target.endpoint in NOT_DONE or (method in WRITING and is_known(target.endpoint)):
        raise later()
    raise not_found()


def body_of(request):
    if request.content_type in FORMS:
        return request.POST.dict()
    found = read_json(request.body) if request.body else {}
    if not isinstance(found, dict):
        raise bad_value("body", _("an object is expected"))
    return found


def told_by(asked, target, endpoint):
    page = asked.root if endpoint.is_of_site else page_at(asked, target)
    return endpoint.answer(asked, page, target.rest)


def kept(asked, target, endpoint):
    """For anonymous readers, who may keep it as long as it stays the same."""
    request = asked.request
    key = ("plone", asked.origin, request.path, request.META.get("QUERY_STRING", ""))

    def make():
        response = as_json(told_by(asked, target, endpoint))
        return response, response.content

    return remembered(request, list_state(), key, make)
