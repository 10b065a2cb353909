"""Serves embeds: pages that any site may show in a frame, and the only ones that may."""

import logging
import re
from threading import Lock
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse
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
HOST = re.compile(r"[a-z0-9.-]{1,70}")
# Pages with the names of sites that show them, in a day of one process. Who writes a new name into every question fills
# neither memory nor table (which has a bound of its own).
MOST_PAIRS = 1000


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
        if is_view(request, response):
            recorder.record(embed.page.pk, embed=seen_on.name_of(request, embed.page.pk))
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


class Hosts:
    """Which sites show embeds, to count by. Of a visitor nothing: a browser tells no more than the site's name."""

    def __init__(self):
        self.day, self.pairs, self.lock = None, set(), Lock()

    def name_of(self, request, page_id):
        """The name of the site around the frame; `?` where it does not say, and for more of them than can be."""
        name = host_of(request.headers.get("Referer", ""))
        return name if name and self.has_room(page_id, name) else UNKNOWN

    def has_room(self, *pair):
        today = timezone.localdate()
        with self.lock:
            if self.day != today:
                self.day, self.pairs = today, set()
            if pair not in self.pairs and len(self.pairs) >= MOST_PAIRS:
                return False
            self.pairs.add(pair)
            return True


def host_of(address):
    """The host in an address; empty where there is none, or one that no site can have."""
    try:
        name = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return name if HOST.fullmatch(name) else ""


seen_on = Hosts()
