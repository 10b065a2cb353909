"""The view of embeds. They are the only pages that other sites may show in a frame."""

import logging

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from api.conditional import respond_with_etag
from caching.models import list_state
from cms.counting import count_view
from cms.failures import RETRY_AFTER, UNAVAILABLE
from cms.routing import moved_page, redirect_to, site_of

from .embeds import URL_SUFFIX, embeddable_page_at, make_embed

logger = logging.getLogger(__name__)

HEADERS = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    # Search engines index the list page itself; an embed only as part of the page that shows it.
    "X-Robots-Tag": "noindex, indexifembedded",
}


@csrf_exempt
@require_safe
def serve_embed(request, path) -> HttpResponseBase:
    """The embed of the page at this path. Errors are HTML pages too, as visitors see them in the frame."""
    try:
        response = embed_response(request, path)
    except Http404:
        response = redirect_moved(request, path) or error_response(
            request, 404, _("This is no longer here"), _("Perhaps it was moved or taken away.")
        )
    except UNAVAILABLE:
        logger.exception("There is no database for %s", request.path)
        response = error_response(request, 503, _("Back in a moment"), _("Try again in a minute."))
        response.headers["Retry-After"] = RETRY_AFTER["Retry-After"]
    for header, value in HEADERS.items():
        response.headers[header] = value
    return response


def redirect_moved(request, path) -> HttpResponseBase | None:
    """A redirect to the embed of the page that had this path once, with the same query string, or None."""
    page = moved_page(site_of(request), path)
    return redirect_to(request, page, URL_SUFFIX) if page else None


def embed_response(request, path) -> HttpResponseBase:
    """The embed, 304 if the client has it already, or 400 for an invalid parameter. Raises Http404.

    The response cache counts its hits in the same way.
    """
    state, site = list_state(), site_of(request)
    embed = make_embed(embeddable_page_at(site.root_page, path), site, request.GET)
    if embed.problems:
        title = _("This address is not right")
        advice = _("Ask who made this page to look at it.")
        return error_response(request, 400, title, advice, embed.problems)
    response = HttpResponse(render_to_string(embed.template, {"embed": embed}))
    response = respond_with_etag(request, response, state)
    count_view(request, response, embed.page.pk, is_embed=True)
    return response


def error_response(request, status, title, advice, problems=()) -> HttpResponse:
    """An HTML error page that must not be cached. All texts are for visitors of the site around the frame."""
    context = {
        "title": title,
        "advice": advice,
        "problems": problems,
        "home": "/",
    }
    response = render(request, "partners/embed_error.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
