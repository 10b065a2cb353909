"""Serves embeds: pages that any site may show in a frame, and the only ones that may."""

import re
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.counting import is_view, recorder
from cms.models.changes import list_state
from cms.rest.answers import remembered
from cms.rest.pages import moved_page, site_of

from .embeds import NAME, embed_of, page_to_show

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
# Who writes a new name into every question fills no table.
MOST_HOSTS = 300


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
    for header, value in HEADERS.items():
        response.headers[header] = value
    return response


def moved(request, path):
    """To where the page is now, with the same choices."""
    page = moved_page(site_of(request), path)
    query = request.GET.urlencode()
    if page is None:
        return None
    return HttpResponsePermanentRedirect(f"{page.full_url}{NAME}{'?' if query else ''}{query}")


def answer(request, path):
    state = list_state()
    site = site_of(request)

    def make():
        found = embed_of(state, page_to_show(site.root_page, path), site, request.GET)
        if found.problems:
            title = _("This address is not right")
            advice = _("Ask who made this page to look at it.")
            return error(request, 400, title, advice, found.problems), None
        response = HttpResponse(render_to_string(found.template, {"embed": found}))
        if is_view(request, response):
            recorder.record(found.page.pk, embed=seen_on.name_of(request))
        return response, response.content

    return remembered(request, state, (NAME, site.pk, path, request.META["QUERY_STRING"]), make)


def error(request, status, title, advice, problems=()):
    """In plain words, for who looks at the page around the frame."""
    context = {
        "title": title,
        "advice": advice,
        "problems": problems,
        "home": request.build_absolute_uri("/"),
    }
    response = render(request, "partners/embed_error.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


class Hosts:
    """Which sites show embeds, to count by. Of a visitor nothing: a browser tells no more than the site's name."""

    def __init__(self):
        self.day, self.names = None, set()

    def name_of(self, request):
        """The name of the site around the frame; `?` where it does not say, and for more of them than can be."""
        today = timezone.localdate()
        if self.day != today:
            self.day, self.names = today, set()
        try:
            name = urlsplit(request.headers.get("Referer", "")).hostname or ""
        except ValueError:
            name = ""
        if not HOST.fullmatch(name) or (name not in self.names and len(self.names) >= MOST_HOSTS):
            return "?"
        self.names.add(name)
        return name


seen_on = Hosts()
