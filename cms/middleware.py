"""Middleware that rejects bad requests before a view, and explains what a view raised."""

import logging
import re
from contextlib import suppress
from http.client import responses

from django.contrib import messages
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from caching.models import one_moment
from caching.replica import choose_database, is_lost
from cms.bounds import LARGEST_BODY, LARGEST_UPLOAD
from cms.failures import UNAVAILABLE
from cms.models.sites import site_for_request
from cms.publishing import NotReadyToPublish, not_published_message
from cms.query_strings import cleaned, flat, has_null, is_giant
from cms.redirects import redirect_for

logger = logging.getLogger(__name__)

SHAPES = {"next": re.compile("/"), "parent_page_id": re.compile(r"[0-9]+\Z")}
UNREADABLE_FORM = gettext_lazy(
    "What you sent lacks a part, or holds a value that can't be there. Nothing was saved. Go back and try again."
)
UNREADABLE = (BadRequest, MultiPartParserError, RequestDataTooBig, ValueError)
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
# Paths where editors upload files, so that larger bodies are allowed.
UPLOADS = ("/admin/", "/api/cms/")
# Paths where query parameters are not repaired: programs have to notice their mistakes.
STRICT = ("/admin/", "/api/")


class RequestGuard:
    """Rejects requests that the database can't handle or that are too large.

    NUL characters, giant numbers and invalid UTF-8 get a 400 with the reason, too large a body a 413, TRACE a 405
    (OWASP ASVS 5.0, 13.4.4). Search text is cleaned instead (wagtail/wagtail#13227: SQLite's full-text search answers
    500 to a single quote).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # The APIs refuse it themselves, as a problem.
        if request.method == "TRACE" and not request.path.startswith("/api/"):
            response = self.reject(request, _("This address does not send back what it got."), 405)
            response.headers["Allow"] = "GET, HEAD, OPTIONS"
            return response
        values = flat(request.GET)
        if has_null([request.path, *values]):
            return self.reject(request, _("The address holds a character that can't be there."))
        if any(is_giant(value) for value in values):
            return self.reject(request, _("The address holds a number that is too large."))
        if is_too_large(request):
            return self.reject(request, _("What you sent is too large."), 413)
        try:
            if posts_null(request):
                return self.reject(request, _("What you sent holds a character that can't be stored (NUL)."))
        except UNREADABLE:
            return self.reject(request, _("What you sent could not be read."))
        query = cleaned(request.GET, is_strict=request.path.startswith(STRICT))
        if query != request.GET:
            request.GET = query
            request.META["QUERY_STRING"] = query.urlencode()
        return self.get_response(request)

    def reject(self, request, reason, status=400):
        headers = {"Cache-Control": "no-store"}
        title = responses[status]
        if request.path.startswith("/api/") or request.path.endswith((".json", ".jsonld")):
            problem = {"type": "about:blank", "title": title, "status": status, "detail": reason}
            content_type = "application/problem+json"
            return JsonResponse(problem, status=status, content_type=content_type, headers=headers)
        if request.path.startswith("/++api++"):
            error = {"type": title.replace(" ", ""), "message": reason}
            return JsonResponse(error, status=status, headers=headers)
        if "text/html" not in request.headers.get("Accept", ""):
            return HttpResponse(reason, "text/plain; charset=utf-8", status=status, headers=headers)
        # Without the request: context processors would read what can't be read.
        page = loader.get_template("400.html").render({"reason": reason, "status": status})
        return HttpResponse(page, status=status, headers=headers)


def is_too_large(request):
    most = LARGEST_UPLOAD if request.path.startswith(UPLOADS) else LARGEST_BODY
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) > most


def posts_null(request):
    """True if the body holds a NUL (in JSON an escape, whatever the content type). Raises UnicodeDecodeError."""
    if request.content_type in FORMS:
        return has_null(flat(request.POST))
    if request.META.get("CONTENT_LENGTH") in (None, "", "0"):
        return False
    return "\\u0000" in request.body.decode()


class OneMoment:
    """Compares the caches with the database once per request instead of at each use, and caches the site.

    Without a database there is no site; views that need none, such as robots.txt, still work. A request whose replica
    goes away is answered once more, from the primary.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with one_moment():
            with suppress(*UNAVAILABLE):
                choose_database(request)
                request._wagtail_site = site_for_request(request)
            response = self.get_response(request)
            if response.status_code == 503 and is_lost():
                response = self.get_response(request)
            return response


class NotReadyToPublishMiddleware:
    """Shows on the page's edit form why it could not be published, whichever admin view tried."""

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
        address = self.edit_address(request, exception.page)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # An approval in a pop-up: Wagtail's script follows this redirect.
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)

    def edit_address(self, request, page):
        """The URL of the page's edit form; for a copy that was not created, of the original's."""
        candidates = [page.pk, request.resolver_match.kwargs.get("page_id")]
        stored = Page.objects.filter(pk__in=[pk for pk in candidates if pk]).values_list("pk", flat=True)
        pk = next((pk for pk in candidates if pk in stored), None)
        return reverse("wagtailadmin_pages:edit", args=[pk]) if pk else reverse("wagtailadmin_home")


class AdminGuard:
    """Answers 400 where Wagtail's admin would answer 500 to a missing part or impossible value.

    Its forms never send these; a cut-off upload, an old tab or a script may. Nothing is saved.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request):
        if request.path.startswith(self.prefix):
            request.GET = without_invalid_values(request.GET)
            request.POST = without_invalid_values(request.POST)
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not request.path.startswith(self.prefix) or not is_unreadable(exception):
            return None
        logger.warning("%s %s can't be read: %r", request.method, request.path, exception)
        return render(request, "400.html", {"reason": UNREADABLE_FORM}, status=400)


def without_invalid_values(query):
    """The query without parameters of the wrong SHAPE: `next` is a path, `parent_page_id` a number."""
    invalid = [name for name, shape in SHAPES.items() if not all(map(shape.match, query.getlist(name)))]
    if not invalid:
        return query
    query = query.copy()
    for name in invalid:
        del query[name]
    return query


def is_unreadable(exception):
    """True for a missing part of the request, or text where a database query expects a number."""
    return isinstance(exception, MultiValueDictKeyError) or (
        isinstance(exception, ValueError) and "expected a number but got" in str(exception)
    )


class PublicRedirects:
    """Redirects a URL that gives a 404, if a redirect applies (`cms.redirects`).

    Replaces Wagtail's own, which drops the query string and reveals where a hidden page is now.
    """

    # No redirects here: these addresses don't move, and programs need the error.
    EXCEPT = ("/admin/", "/api/", "/++api++", "/inschrijving/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        return (not request.path.startswith(self.EXCEPT) and redirect_for(request)) or response
