"""What is refused before a view sees it, and what is explained after a view raised it."""

import re

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.models.publishing import NotReadyToPublish

# 18 digits still fit a 64-bit column: more is an overflow in the database, a 500 in plain Wagtail.
GIANT_NUMBER = re.compile(r"[-+]?\d{19,}")
SEARCH_KEYS = {"q", "search"}
LONGEST_SEARCH = 100
CONTROL_CHARACTERS = re.compile(r"[\x01-\x1f\x7f]")


class QueryStringGuard:
    """Keeps out of the database what it can't read: NUL, giant numbers, and lone quotes in a search.

    NUL and giant numbers are answered with 400 and the reason; a search is cleaned and goes on
    (wagtail/wagtail#13227: SQLite's full-text search answers 500 to a lone quote).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        values = [value for key, found in request.GET.lists() for value in [key, *found]]
        if any("\x00" in value for value in [request.path, *values]):
            return self.refuse(request, _("The address holds a character that can't be there."))
        if any(GIANT_NUMBER.fullmatch(value.strip()) for value in values):
            return self.refuse(request, _("The address holds a number that is too large."))
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
        if request.path.startswith("/api/"):
            problem = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": reason}
            return JsonResponse(problem, status=400, content_type="application/problem+json")
        return HttpResponse(reason, status=400, content_type="text/plain; charset=utf-8")


def clean_search_text(text):
    """What a search may ask: no quotes, no control characters, 100 characters at most."""
    return CONTROL_CHARACTERS.sub(" ", text.replace('"', " "))[:LONGEST_SEARCH].strip()


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
        page = exception.page
        title = page.get_admin_display_title()
        messages.error(request, _("“%s” is not published yet: something is missing.") % title)
        for line in exception.summary:
            messages.error(request, line)
        return redirect("wagtailadmin_pages:edit", page.pk)
