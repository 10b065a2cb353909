"""What is refused before a view sees it, and what is explained after a view raised it."""

import re
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.models.changes import one_moment
from cms.models.publishing import NotReadyToPublish
from cms.models.sites import known_site
from cms.querysets import listed

# Above this a 64-bit column, or an offset plus a page of it, overflows: a 500 in plain Wagtail.
# Campaign numbers in links to us (utm_id and the like) stay below.
LARGEST_NUMBER = 2**62
SEARCH_KEYS = {"q", "search"}
LONGEST_SEARCH = 100
UNREADABLE = (BadRequest, MultiPartParserError, RequestDataTooBig)
UNSEARCHABLE = re.compile(r"[\x01-\x1f\x7f\"']")


class RequestGuard:
    """Keeps out of the database what it can't read: NUL, giant numbers, and lone quotes in a search.

    NUL (in the address or in what is posted) and giant numbers are answered with 400 and the reason; a search is
    cleaned and goes on (wagtail/wagtail#13227: SQLite's full-text search answers 500 to a lone quote).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        values = flat(request.GET)
        if has_null([request.path, *values]):
            return self.refuse(request, _("The address holds a character that can't be there."))
        if any(is_giant(value) for value in values):
            return self.refuse(request, _("The address holds a number that is too large."))
        try:
            if posts_null(request):
                return self.refuse(request, _("What you sent holds a character that can't be stored (NUL)."))
        except UNREADABLE:
            return self.refuse(request, _("What you sent could not be read."))
        if SEARCH_KEYS & request.GET.keys():
            self.clean_search(request)
        return self.get_response(request)

    def clean_search(self, request):
        query = request.GET.copy()
        for key in SEARCH_KEYS & query.keys():
            query.setlist(key, [clean_search_text(value) for value in query.getlist(key)])
        request.GET = query
        request.META["QUERY_STRING"] = query.urlencode()

    def refuse(self, request, reason):
        if request.path.startswith("/api/") or request.path.endswith((".json", ".jsonld")):
            problem = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": reason}
            return JsonResponse(problem, status=400, content_type="application/problem+json")
        if request.path.startswith("/++api++"):
            return JsonResponse({"type": "BadRequest", "message": reason}, status=400)
        return HttpResponse(reason, status=400, content_type="text/plain; charset=utf-8")


def flat(query):
    return [text for key, values in query.lists() for text in [key, *values]]


def has_null(texts):
    return any("\x00" in text for text in texts)


def posts_null(request):
    """In JSON a NUL is written as an escape."""
    if request.content_type == "application/json":
        return b"\\u0000" in request.body
    return has_null(flat(request.POST))


def is_giant(text):
    """A number that no column holds, as Python reads numbers: with sign, spaces and underscores."""
    digits = text.strip().replace("_", "").lstrip("+-").lstrip("0")
    return digits.isdecimal() and (len(digits) > 19 or int(digits) > LARGEST_NUMBER)


def clean_search_text(text):
    """What a search may ask: no quotes, no control characters, 100 characters at most."""
    return UNSEARCHABLE.sub(" ", text)[:LONGEST_SEARCH].strip()


class OneMoment:
    """Answers a request from one moment: what is kept in memory is compared with the database once, not for each use.

    The site comes from there too: Wagtail would ask for it on every page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with one_moment():
            request._wagtail_site = known_site(request)
            return self.get_response(request)


class NotReadyToPublishMiddleware:
    """Explains a refused publication on the page's own edit form, whichever screen of the admin asked for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, NotReadyToPublish) or not request.path.startswith(
            reverse("wagtailadmin_home")
        ):
            return None
        messages.error(request, not_published_message(exception.page))
        for line in exception.summary:
            messages.error(request, line)
        address = self.where_to_mend(request, exception.page)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # An approval in a pop-up: Wagtail's script goes where this says.
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)

    def where_to_mend(self, request, page):
        """The edit form of the page; where it was not made (a copy), of the page that it was made from."""
        known = [page.pk, request.resolver_match.kwargs.get("page_id")]
        found = Page.objects.filter(pk__in=[pk for pk in known if pk]).values_list("pk", flat=True)
        pk = next((pk for pk in known if pk in found), None)
        return reverse("wagtailadmin_pages:edit", args=[pk]) if pk else reverse("wagtailadmin_home")


def not_published_message(page):
    return _("“%s” is not published yet, because it is not ready:") % page.get_admin_display_title()


class PublicRedirects(RedirectMiddleware):
    """Wagtail's redirects, less those to a page that not everybody may see: its new address tells its new name."""

    def process_response(self, request, response):
        answer = super().process_response(request, response)
        return response if answer is not response and leads_to_hidden_page(request) else answer


def leads_to_hidden_page(request):
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    found = get_redirect(request, path) or get_redirect(request, urlsplit(path).path)
    return (
        bool(found.redirect_page_id) and not listed(Page.objects.filter(pk=found.redirect_page_id)).exists()
    )
