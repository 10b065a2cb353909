"""The view of embeds. They are the only pages that other sites may show in a frame."""

import logging
import re
from threading import Lock
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from api.conditional import remembered
from caching.models import list_state
from cms.counting import is_view, recorder
from cms.failures import RETRY_AFTER, UNAVAILABLE
from cms.models.page_views import UNKNOWN
from cms.routing import moved_page, redirect_to, site_of

from .embeds import URL_SUFFIX, embeddable_page_at, make_embed

logger = logging.getLogger(__name__)

# No resources of other origins, no forms and no frames inside; any site may be the parent.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Resource-Policy": "cross-origin",
    # Search engines index the list page itself; an embed only as part of the page that shows it.
    "X-Robots-Tag": "noindex, indexifembedded",
}
HOST_NAME = re.compile(r"[a-z0-9.-]{1,70}")
# Pairs of page and host that a process counts in a day. Bounds its memory and the rows that requests with invented
# referrers can add; the table has a limit of its own.
MAX_PAIRS = 1000


@csrf_exempt
@require_safe
@xframe_options_exempt
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

    Counts a view only when the HTML is rendered.
    """
    state = list_state()
    site = site_of(request)

    def build() -> tuple[HttpResponseBase, bytes | None]:
        embed = make_embed(state, embeddable_page_at(site.root_page, path), site, request.GET)
        if embed.problems:
            title = _("This address is not right")
            advice = _("Ask who made this page to look at it.")
            return error_response(request, 400, title, advice, embed.problems), None
        response = HttpResponse(render_to_string(embed.template, {"embed": embed}))
        if is_view(request, response):
            recorder.record(embed.page.pk, embed=embedding_hosts.host_for(request, embed.page.pk))
        return response, response.content

    return remembered(request, state, (URL_SUFFIX, site.pk, path, request.META["QUERY_STRING"]), build)


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


class EmbeddingHosts:
    """The hosts of sites that show embeds, for counting views; thread-safe. Keeps nothing about visitors."""

    def __init__(self) -> None:
        self.day, self.pairs, self.lock = None, set(), Lock()

    def host_for(self, request, page_id) -> str:
        """The host of the site around the frame; `?` without a usable referrer, or above `MAX_PAIRS` pairs."""
        host = host_of(request.headers.get("Referer", ""))
        return host if host and self.add_pair(page_id, host) else UNKNOWN

    def add_pair(self, page_id, host) -> bool:
        """Whether the pair is among those of today; adds it if there is room."""
        pair, today = (page_id, host), timezone.localdate()
        with self.lock:
            if self.day != today:
                self.day, self.pairs = today, set()
            if pair not in self.pairs and len(self.pairs) >= MAX_PAIRS:
                return False
            self.pairs.add(pair)
            return True


def host_of(address) -> str:
    """The host name in a URL; empty if there is none or if it can't be that of a site."""
    try:
        name = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return name if HOST_NAME.fullmatch(name) else ""


embedding_hosts = EmbeddingHosts()
