"""Serves embeds: pages that any site may show in a frame, and the only ones that may."""

import logging

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from api.conditional import remembered
from caching.models import list_state
from cms.counting import count_view
from cms.failures import RETRY_AFTER, UNAVAILABLE
from cms.routing import moved_page, redirect_to, site_of

from .embeds import NAME, embed_of, page_to_show

logger = logging.getLogger(__name__)

# Nothing from elsewhere, no form, no frame inside; and any site may show it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "cross-origin",
    # Search engines keep the list; an embed only as part of the page that shows it.
    "X-Robots-Tag": "noindex, indexifembedded",
}


@csrf_exempt
@require_safe
@xframe_options_exempt
def embed(request, path):
    """A list or a page, for a frame. Errors are pages too, in the same frame: people see them."""
    try:
        response = answer(request, path)
    except Http404:
        response = moved(request, path) or error(
            request, 404, _("This is no longer here"), _("Perhaps it was moved or taken away.")
        )
    except UNAVAILABLE:
        logger.exception("There is no database for %s", request.path)
        response = error(request, 503, _("Back in a moment"), _("Try again in a minute."))
        response.headers["Retry-After"] = RETRY_AFTER["Retry-After"]
    for header, value in HEADERS.items():
        response.headers[header] = value
    return response


def moved(request, path):
    """To where the page is now, with the same choices."""
    page = moved_page(site_of(request), path)
    return redirect_to(request, page, NAME) if page else None


def answer(request, path):
    state = list_state()
    site = site_of(request)

    def make():
        embed = embed_of(state, page_to_show(site.root_page, path), site, request.GET)
        if embed.problems:
            title = _("This address is not right")
            advice = _("Ask who made this page to look at it.")
            return error(request, 400, title, advice, embed.problems), None
        response = HttpResponse(render_to_string(embed.template, {"embed": embed}))
        count_view(request, response, embed.page.pk, is_embed=True)
        return response, response.content

    return remembered(request, state, (NAME, site.pk, path, request.META["QUERY_STRING"]), make)


def error(request, status, title, advice, problems=()):
    """In plain words, for who looks at the page around the frame."""
    context = {
        "title": title,
        "advice": advice,
        "problems": problems,
        "home": "/",
    }
    response = render(request, "partners/embed_error.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
