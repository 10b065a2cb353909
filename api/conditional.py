"""Conditional responses: ETag, Last-Modified and 304.

Each process keeps the ETag of the last response for each URL, never the response itself, so nothing outdated is ever
sent. While no list has changed, a 304 costs one query and the response need not be built.
"""

import hashlib
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from caching.cache_control import KEPT
from caching.memory import Memory
from caching.models import ListingChange

# No version is kept for a longer key, in characters, so that requests can't fill the memory.
LONGEST_KEY = 1000
# Dates in headers have whole seconds. Last-Modified is sent only once its second is over: a second change in that
# second would have the same date.
SETTLED = timedelta(seconds=2)


class Version(NamedTuple):
    """The ETag of a response, the state of the lists it was built in, and since when it has been the same."""

    state: tuple
    etag: str
    since: datetime | None

    @property
    def last_modified(self) -> int | None:
        """For the header, in seconds since the epoch; None while that second is not over, or without a date."""
        is_settled = self.since and self.since <= timezone.now() - SETTLED
        return int(self.since.timestamp()) if is_settled else None


versions = Memory(5000)


def record_version(key, state, body) -> Version:
    """The version of this body, kept under the key. An unchanged body keeps its earlier date."""
    etag = etag_of(body)
    previous = versions.get(key)
    since = previous.since if previous and previous.etag == etag else last_change(state)
    version = Version(state, etag, since)
    if sum(len(str(part)) for part in key) <= LONGEST_KEY:
        versions.keep(key, version)
    return version


def etag_of(body) -> str:
    return f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'


def last_change(state):
    """The time of the last change to listed content in this state, or midnight: the day changes lists too."""
    (pk, _token), today = state
    at = ListingChange.objects.filter(pk=pk).values_list("at", flat=True).first()
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    return max(at, midnight) if at else None


def remembered(request, state, key, build) -> HttpResponse:
    """A 304, without building the response, if the client has the version of this state; else the built response.

    `build()` gives the response and the bytes that its ETag is made of; None instead of bytes for an error, which
    gets no ETag.
    """
    version = versions.get(key)
    if version and version.state == state and (not_modified := not_modified_or(request, version)):
        return not_modified
    response, etag_source = build()
    if etag_source is None:
        return response
    version = record_version(key, state, etag_source)
    return not_modified_or(request, version, set_version_headers(response, version))


def respond_with_etag(request, response) -> HttpResponse:
    """The response with an ETag, or a 304. For a response that depends on more than the state of the lists."""
    version = Version(state=(), etag=etag_of(response.content), since=None)
    return not_modified_or(request, version, set_version_headers(response, version))


def not_modified_or(request, version, response=None):
    """A 304 if the client has this version, else the response.

    If-Modified-Since counts only if it is exactly our date. After a change that was undone, another process may have
    sent a later date than this one has.
    """
    client_date = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    date = version.last_modified if client_date == version.last_modified else None
    result = get_conditional_response(request, version.etag, date, response)
    return set_version_headers(result, version) if result is not None else None


def set_version_headers(response, version):
    response.headers["ETag"] = version.etag
    response.headers["Cache-Control"] = KEPT
    response.headers["Vary"] = "Accept-Encoding"
    if version.last_modified:
        response.headers["Last-Modified"] = http_date(version.last_modified)
    return response
