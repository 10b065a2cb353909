"""The public API, version 1: its routers, one of each room, and how it says that something is wrong."""

import logging
from functools import cached_property, wraps
from http.client import responses

from django.http import Http404, HttpResponse
from django.urls import path, re_path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.responses import Response
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.rest.answers import compared, problem
from cms.rest.origins import for_all_origins
from cms.rest.search import add_by_id
from cms.rest.search import router as search
from cms.rest.words import router as words
from events.api import events, trajectories
from news.api import router as news
from platforms.api import action_programmes, coordinators, finder, platforms
from practices.api import router as practices

logger = logging.getLogger(__name__)
DESCRIPTION = (
    "Good practices, news, events and platforms of the regional welfare platforms in Flanders. Everybody may read it, "
    "without a key. How to begin and what is promised: `docs/api.md` in the source."
)
PROBLEM_TYPE = "application/problem+json"


class PublicAPI(NinjaAPI):
    """Ninja's API; errors are `application/problem+json`, and its OpenAPI document says so."""

    @cached_property
    def document(self):
        """The OpenAPI document as it goes out: to make it takes a tenth of a second, and it stays what it is."""
        return Response(self.get_openapi_schema()).content

    def get_openapi_schema(self, **kwargs):
        schema = super().get_openapi_schema(**kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if status >= 400 and "content" in answer:
                        answer["content"] = {PROBLEM_TYPE: answer["content"].pop("application/json")}
        return schema


api = PublicAPI(
    title="Streekwijzer",
    version="1",
    description=DESCRIPTION,
    urls_namespace="v1",
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
for router in (finder, words, search):
    api.add_router("", router)


add_by_id(api)


@api.exception_handler(Http404)
def not_found(request, error):
    return problem(404, responses[404], str(error) or _("There is nothing at this address."))


@api.exception_handler(ValidationError)
def unreadable(request, error):
    """What Ninja can't read: a part of the path."""
    errors = [{"parameter": str(found["loc"][-1]), "detail": found["msg"]} for found in error.errors]
    detail = " ".join(f"{found['parameter']}: {found['detail']}" for found in errors)
    return problem(422, "Unprocessable Content", detail, errors=errors)


@api.exception_handler(Exception)
def failed(request, error):
    """Our own fault: told in the log, not to the visitor."""
    logger.exception("The API failed at %s", request.get_full_path(), exc_info=error)
    return problem(500, responses[500], _("Something went wrong here. We have been told."))


def also_head(view):
    """Ninja knows no HEAD: who asks for the headers gets those of the answer, and Django leaves its body out."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        asked, request.method = request.method, "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = asked

    return answered


@for_all_origins
def openapi(request):
    return compared(request, HttpResponse(api.document, content_type="application/json"))


@for_all_origins
def no_such_address(request):
    return problem(404, responses[404], _("There is nothing at this address."))


_patterns, _app_name, _namespace = api.urls
urls = (
    [
        path("", no_such_address),
        path("openapi.json", openapi),
        *decorate_urlpatterns(_patterns, lambda view: for_all_origins(also_head(view))),
        # Any address, with a new line in it too.
        re_path(r"^[\s\S]*$", no_such_address),
    ],
    _app_name,
    _namespace,
)
