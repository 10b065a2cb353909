"""The public API, version 1: the routers of all rooms, error responses, and the OpenAPI document."""

import logging
from functools import cached_property, wraps
from http.client import responses

from django.http import Http404, HttpResponse
from django.urls import path, re_path
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import NinjaAPI, Router
from ninja.errors import ValidationError
from ninja.responses import Response
from wagtail.models import Site
from wagtail.utils.urlpatterns import decorate_urlpatterns

from api.conditional import respond_with_etag
from api.search import add_by_id, add_search
from api.vocabularies import router as vocabularies
from cms.cors import for_all_origins
from cms.failures import problem_of
from cms.models import Licence, Publisher
from cms.problem_details import problem
from events.api import events, trajectories
from news.api import router as news
from platforms.api import action_programmes, coordinators, finder, platforms
from practices.api import router as practices
from practices.figures_api import router as figures

logger = logging.getLogger(__name__)
DESCRIPTION = (
    "Good practices, news, events and platforms of the regional welfare platforms in Flanders. Everybody may read it, "
    "without a key. How to begin and what is promised: `docs/api.md` in the source."
)
PROBLEM_TYPE = "application/problem+json"
TAGS = {
    "practices": "Good practices: what works for people in a vulnerable position, by whom, and what came of it.",
    "news": "What the platforms tell.",
    "events": "Study days, meetings and other gatherings.",
    "trajectories": "Gatherings that go together, for organisations that learn from each other.",
    "platforms": "The regional welfare platforms, and which of them serves a municipality.",
    "action-programmes": "What a platform sets out to do, and for how long.",
    "coordinators": "Whom to ask at a platform.",
    "words": "The closed lists that content points at: themes, target groups, organisations, municipalities.",
    "search": "Everything, by its words or by its permanent id.",
    "previews": "Versions of pages that are not public yet, for who has a link to one.",
}


class PublicAPI(NinjaAPI):
    """Ninja's API, with errors as `application/problem+json` in the OpenAPI document too."""

    @cached_property
    def document(self):
        """The OpenAPI document, the same for every site. Cached: building it takes a tenth of a second."""
        return self.get_openapi_schema()

    def get_openapi_schema(self, **kwargs):
        schema = super().get_openapi_schema(**kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                describe_problems(operation["responses"])
                describe_examples(operation["parameters"])
        return schema


def describe_problems(responses):
    for status, response in responses.items():
        if status >= 400 and "content" in response:
            response["content"] = {PROBLEM_TYPE: response["content"].pop("application/json")}


def describe_examples(parameters):
    """Turns Ninja's list of examples, which OpenAPI doesn't allow here, into one example (OpenAPI 3.1.1, 4.8.12)."""
    for parameter in parameters:
        if examples := parameter.pop("examples", None):
            parameter["example"] = examples[0]


search = Router()
api = PublicAPI(
    title="Streekwijzer",
    version="1",
    description=DESCRIPTION,
    urls_namespace="v1",
    # An empty list: no operation needs a key.
    openapi_extra={
        "security": [],
        "tags": [{"name": name, "description": description} for name, description in TAGS.items()],
    },
)
for name, router in {
    "/practices": practices,
    "/news": news,
    "/events": events,
    "/trajectories": trajectories,
    "/platforms": platforms,
    "/action-programmes": action_programmes,
    "/coordinators": coordinators,
}.items():
    api.add_router(name, router)
add_search(search)
add_by_id(search)
for router in (finder, figures, vocabularies, search):
    api.add_router("", router)


@api.exception_handler(Http404)
def not_found(request, error):
    return problem(404, responses[404], str(error) or _("There is nothing at this address."))


@api.exception_handler(ValidationError)
def unprocessable(request, error):
    """For a part of the path that Ninja can't validate."""
    errors = [{"parameter": str(item["loc"][-1]), "detail": item["msg"]} for item in error.errors]
    detail = " ".join(f"{item['parameter']}: {item['detail']}" for item in errors)
    return problem(422, "Unprocessable Content", detail, errors=errors)


@api.exception_handler(Exception)
def failed(request, error):
    """For an error of ours, or a database that is away or too slow. Only the log says what went wrong."""
    logger.exception("The API failed at %s", request.path, exc_info=error)
    return problem_of(error)


def head_as_get(view):
    """Handles HEAD as GET, because Ninja has no HEAD; Django leaves the body out."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        method, request.method = request.method, "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = method

    return wrapper


def document_of(site):
    """The OpenAPI document of a site, as JSON bytes: with the site's own URL, and the licence of its texts."""
    licence = Licence(Publisher.for_site(site).licence)
    with override("en"):
        name = str(licence.short)
    overrides = {
        "servers": [{"url": site.root_url}],
        "info": {**api.document["info"], "license": {"name": name, "url": licence.uri}},
    }
    return Response({**api.document, **overrides}).content


@for_all_origins
def openapi(request):
    site = Site.find_for_request(request)
    if site is None:
        return unknown_path(request)
    return respond_with_etag(request, HttpResponse(document_of(site), content_type="application/json"))


@for_all_origins
def unknown_path(request):
    return problem(404, responses[404], _("There is nothing at this address."))


_patterns, _app_name, _namespace = api.urls
urls = (
    [
        path("", unknown_path),
        path("openapi.json", openapi),
        *decorate_urlpatterns(_patterns, lambda view: for_all_origins(head_as_get(view))),
        # Any other path, even with a newline in it.
        re_path(r"^[\s\S]*$", unknown_path),
    ],
    _app_name,
    _namespace,
)
