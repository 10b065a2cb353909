"""Conditional responses: ETag, Last-Modified and 304."""

import hashlib
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from caching.cache_control import KEPT
from caching.models import ListingChange
from caching.validity import changed_at

# Dates in headers have whole seconds. Last-Modified is sent only once its second is over: a second change in that
# second would have the same date.
SETTLED = timedelta(seconds=2)


class Version(NamedTuple):
    """The ETag of a response, and since when it may have been the same."""

    etag: str
    since: datetime | None

    @property
    def last_modified(self) -> int | None:
        """For the header, in seconds since the epoch; None while that second is not over, or without a date."""
        is_settled = self.since and self.since <= timezone.now() - SETTLED
        return int(self.since.timestamp()) if is_settled else None


def etag_of(body) -> str:
    return f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'


def last_change(state):
    """The time of the last change to listed content in this state, or midnight: the day changes lists too.

    Or when the clock last changed this response, as a registration that closes does.
    """
    (pk, _token), today = state
    at = ListingChange.objects.filter(pk=pk).values_list("at", flat=True).first()
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    return max(at, midnight, changed_at() or midnight) if at else None


def respond_with_etag(request, response, state=None, etag_source=None) -> HttpResponse:
    """The response with an ETag, or a 304 if the client has it already; errors as they are.

    `state` is that of the lists (`list_state`) before the response was built, for Last-Modified; None where the
    response depends on more. `etag_source` are bytes that change with the body, for a response that is streamed.
    """
    if response.status_code != 200:
        return response
    version = Version(etag_of(etag_source or response.content), state and last_change(state))
    return not_modified_or(request, version, set_version_headers(response, version))


def not_modified_or(request, version, response):
    """A 304 if the client has this version, else the response.

    If-Modified-Since counts only if it is exactly our date. After a change that was undone, another process may have
    sent a later date than this one has.
    """
    client_date = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    date = version.last_modified if client_date == version.last_modified else None
    return set_version_headers(get_conditional_response(request, version.etag, date, response), version)


def set_version_headers(response, version):
    response.headers["ETag"] = version.etag
    response.headers["Cache-Control"] = KEPT
    response.headers["Vary"] = "Accept-Encoding"
    if version.last_modified:
        response.headers["Last-Modified"] = http_date(version.last_modified)
    return response
