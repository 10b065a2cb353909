"""Cache lifetimes of responses; the documentation's promises follow the constants here.

Data of people who leave must be gone the next day, so no cache outside may serve anything stale: not while it is
revalidated, nor when the site is down (RFC 9111, 5.2.2.2: `must-revalidate`).
"""

import hashlib

from django.conf import settings
from django.utils.cache import get_conditional_response, patch_vary_headers

# For feeds, tables, the API and embeds: “vijf minuten” in docs/partners.md and docs/api.md.
MINUTES_KEPT = 5
KEPT = f"public, max-age={60 * MINUTES_KEPT}, must-revalidate"
# A redirect may change; without a lifetime browsers cache a 301 for ever.
KEPT_REDIRECT = f"public, max-age={60 * MINUTES_KEPT}"
# Pages: browsers revalidate each time (mostly a 304), shared caches once a minute.
SECONDS_SHARED = 60
KEPT_PAGE = f"public, max-age=0, s-maxage={SECONDS_SHARED}, must-revalidate"
NOT_KEPT = "no-store"
OWN = "private, no-store"

FOR_EVER = {301, 308}
SAFE = {"GET", "HEAD"}


class LimitedRedirects:
    """Gives permanent redirects a cache lifetime, whatever made them. The outermost middleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code in FOR_EVER:
            response.headers.setdefault("Cache-Control", KEPT_REDIRECT)
        return response


class CacheControl:
    """Sets Cache-Control on responses without it, and answers 304 for an unchanged page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if "Cache-Control" in response or is_redirect(response):
            return response
        response.headers["Cache-Control"] = lifetime_of(request, response)
        return (
            with_etag_or_304(request, response)
            if response.headers["Cache-Control"] == KEPT_PAGE
            else response
        )


def is_redirect(response):
    return 300 <= response.status_code < 400 and response.status_code != 304


def lifetime_of(request, response):
    if response.status_code >= 400:
        return NOT_KEPT
    if not is_for_everybody(request, response):
        return OWN
    return KEPT_PAGE if is_html(response) else KEPT


def is_for_everybody(request, response):
    """True if the response is the same for everybody: no session, token or cookie was involved."""
    knows_who = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
    return request.method in SAFE and not knows_who and not response.cookies


def is_html(response):
    return response.headers.get("Content-Type", "").startswith("text/html")


def with_etag_or_304(request, response):
    """The response with an ETag, or a 304 if the client has this version.

    Streamed responses and other statuses than 200 stay as they are.
    """
    if response.streaming or response.status_code != 200:
        return response
    # The 304 needs the same Vary header as the whole page.
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, response.headers["ETag"], None, response)
