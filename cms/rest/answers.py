"""Answers that a reader may keep, and need not fetch again while they are the same.

For each address a process remembers which answer it gave, as a hash: never the answer itself, so nothing old can come
out. While no list has changed, who has that answer is told so without making it again: one query.
"""

import hashlib
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.http import JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from cms.models import ListingChange

from .memory import Memory

# Of a longer question nothing is remembered, so that nobody fills our memory.
LONGEST_KEY = 1000
KEPT = "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400"
# A date in a header counts seconds. It is told only when its second is over: a later change has a later date.
SETTLED = timedelta(seconds=2)


class Version(NamedTuple):
    """The answer that was given in this state of the lists, and since when it was so."""

    state: tuple
    etag: str
    since: datetime | None

    @property
    def last_modified(self):
        is_settled = self.since and self.since <= timezone.now() - SETTLED
        return int(self.since.timestamp()) if is_settled else None


versions = Memory(5000)


def remember(key, state, body):
    """The version that this body is. The same body as before is as old as it was."""
    etag = etag_of(body)
    known = versions.get(key)
    since = known.since if known and known.etag == etag else last_change(state)
    version = Version(state, etag, since)
    if sum(len(str(part)) for part in key) <= LONGEST_KEY:
        versions.keep(key, version)
    return version


def etag_of(body):
    return f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'


def last_change(state):
    """When anything last changed that lists show; a new day changes them too. No answer is younger than that."""
    (pk, _token), today = state
    at = ListingChange.objects.filter(pk=pk).values_list("at", flat=True).first()
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    return max(at, midnight) if at else None


def remembered(request, state, key, make):
    """What `make` answers; or only that it is still the same, without making it. Errors are not remembered."""
    known = versions.get(key)
    if known and known.state == state and (unchanged := conditional(request, known)):
        return unchanged
    response, follows_from = make()
    if follows_from is None:
        return response
    version = remember(key, state, follows_from)
    return conditional(request, version, with_headers(response, version))


def compared(request, response):
    """For what follows from more than the lists: made each time, and without a date."""
    version = Version(state=(), etag=etag_of(response.content), since=None)
    return conditional(request, version, with_headers(response, version))


def conditional(request, version, response=None):
    """304 when the reader has this version; else the response.

    A date counts only if it is the very one that we told. A list that changed and changed back, told by another
    process in between, has an older date here than the reader has.
    """
    asked = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    date = version.last_modified if asked == version.last_modified else None
    found = get_conditional_response(request, version.etag, date, response)
    return with_headers(found, version) if found is not None else None


def with_headers(response, version):
    response.headers["ETag"] = version.etag
    response.headers["Cache-Control"] = KEPT
    response.headers["Vary"] = "Accept-Encoding"
    if version.last_modified:
        response.headers["Last-Modified"] = http_date(version.last_modified)
    return response


def problem(status, title, detail, headers=None, **more):
    """An error that a program can read (RFC 9457). Nobody keeps it."""
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": status, "detail": detail, **more},
        status=status,
        content_type="application/problem+json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )
