"""Answers that a reader may keep, and need not fetch again while they are the same.

For each list in each format a process remembers which answer it gave, as a hash: never the answer itself, so nothing
old can come out. While no list has changed, who has that answer is told so without making it again: one query.
"""

import hashlib
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from cms.models import IndexPage, ListingChange
from cms.models.changes import list_state

from .base import WholeFormat
from .lists import listing_of, site_of, told_at
from .memory import Memory

# Of a longer question nothing is remembered, so that nobody fills our memory.
LONGEST_KEY = 1000
# A longer list that is asked in one piece goes out in parts.
LONGEST_WHOLE = 500
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
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = versions.get(key)
    since = known.since if known and known.etag == etag else last_change(state)
    version = Version(state, etag, since)
    if sum(len(str(part)) for part in key) <= LONGEST_KEY:
        versions.keep(key, version)
    return version


def last_change(state):
    """When anything last changed that lists show; a new day changes them too. No answer is younger than that."""
    (pk, _token), today = state
    at = ListingChange.objects.filter(pk=pk).values_list("at", flat=True).first()
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    return max(at, midnight) if at else None


def answer(request, path, made):
    """What is at this path in a format: in full, or only that it is still the same."""
    state = list_state()
    site = site_of(request)
    page = told_at(state, site.root_page, path, made)
    key = (made.name, site.pk, page.pk, *known_query(page, made, request.GET))
    return remembered(request, state, key, lambda: written(request, state, page, site, made))


def written(request, state, page, site, made):
    """The answer, and what its ETag is made of; nothing of an error."""
    listing = listing_of(state, page, site, request.GET, made.paging(request.GET))
    if problems := listing.problems:
        return refuse(made, problems), None
    if listing.number > listing.last:
        raise Http404
    if isinstance(made, WholeFormat) and listing.total > LONGEST_WHOLE:
        response, follows_from = in_parts(request, listing, made), deciding(listing, made, state)
    else:
        response = HttpResponse(made.write(listing), content_type=made.content_type)
        follows_from = response.content
    for header, value in {"Link": links(listing, made), **made.headers(listing)}.items():
        response.headers[header] = value
    return response, follows_from


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


def deciding(listing, made, state):
    """What the answer follows from: for an ETag that has to be there before the answer is made.

    It changes with anything that any list shows, so more often than the answer does; never less often.
    """
    return repr((made.name, listing.address(made.name), state)).encode()


def in_parts(request, listing, made):
    """Made while it is sent: not for who asks for the headers only, nor for who has it already."""
    parts = made.parts(listing) if request.method == "GET" else ()
    return StreamingHttpResponse(parts, content_type=made.content_type)


def known_query(page, made, query):
    """What of the query string says something, as it was typed."""
    filters = page.filter_form.keys() if isinstance(page, IndexPage) else []
    keys = [*filters, *made.paging.base_fields]
    return [(key, *query.getlist(key)) for key in keys if key in query]


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


def links(listing, made):
    """Where the same list is on the site, and the next page of this format."""
    found = [f'<{listing.page_address}>; rel="alternate"; type="text/html"']
    if listing.number < listing.last:
        found.append(f'<{listing.address(made.name, listing.number + 1)}>; rel="next"')
    return ", ".join(found)


def refuse(made, problems):
    """A bad value is an error, never silently everything. For programs as RFC 9457 says."""
    reason = " ".join(problems)
    headers = {"Cache-Control": "no-store"}
    if made.has_json_problems:
        problem = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": reason}
        return JsonResponse(problem, status=400, content_type="application/problem+json", headers=headers)
    return HttpResponse(reason, status=400, content_type="text/plain; charset=utf-8", headers=headers)
