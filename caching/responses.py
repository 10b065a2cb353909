"""The response cache: keeps responses that are the same for everybody, around the WSGI application.

A response is kept for one version of the content (`caching.versions`), and no longer than its Cache-Control allows a
shared cache. Requests with a session or a token are passed on. See docs/decisions/0034-response-cache.md.
"""

import re
import time
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.utils.http import parse_etags

from .memory import Memory
from .recorded_query import PARAMETERS_READ
from .request_keys import RESULT, RequestKeys, digest, is_for_everybody
from .single_flight import SingleFlight
from .validity import one_response
from .versions import Versions

# The key in `environ` of what a hit counts as (`cms.searches.count_hit`), a tuple.
VIEW = "streekwijzer.view"
# In bytes. Larger ones (whole exports) are rare, and would push out all others.
LARGEST = 256 * 1024
# What a request may differ in besides its address: the keys have the first two, the others are never kept.
NEGOTIATED = {"accept", "accept-encoding", "cookie", "authorization"}
LIFETIME = re.compile(r"(s-maxage|max-age)=(\d+)")
# The headers of a 304 (RFC 9110, 15.4.5), and those by which a new release replaces what a browser keeps of them.
OF_NOT_MODIFIED = {"cache-control", "content-location", "date", "etag", "expires", "last-modified", "vary"} | {
    "content-security-policy", "cross-origin-opener-policy", "cross-origin-resource-policy", "permissions-policy",
    "referrer-policy", "strict-transport-security", "x-content-type-options", "x-frame-options",
}  # fmt: skip
# The headers with which a client names the version that it has.
CLIENT_VERSION = {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}
# The size of all entries that a process keeps, in bytes, and what an entry takes besides its body.
MEMORY, OF_HEADERS = 16 * 1024 * 1024, 4 * 1024
# Requests whose last response could not be kept: for so many seconds nobody waits for them.
MOST_NOT_KEPT, NOT_KEPT_FOR = 1000, 10


class Entry(NamedTuple):
    """A kept response. `until` is in seconds since the epoch; `view` is that of `VIEW`, or None."""

    version: tuple
    until: float
    headers: list
    body: bytes
    view: tuple | None


class Request(NamedTuple):
    """What decides about a response: the address with what is negotiated, the query string as sent, the version."""

    address: str
    query_string: str
    version: tuple | None


class ResponseCache:
    """A WSGI application around another one.

    `count_view(environ, view)` is called for each hit of a page that is sent whole. `accepted_codings` as for
    `RequestKeys`.
    """

    def __init__(self, application, *, count_view, accepted_codings):
        self.application, self.count_view = application, count_view
        # The entries of this process, in front of those that all processes share.
        self.memory, self.shared = Memory(MEMORY, weigh=size_of), caches[settings.RESPONSE_CACHE]
        self.keys, self.versions = RequestKeys(self.shared, accepted_codings), Versions()
        self.single_flight, self.not_kept = SingleFlight(self.shared), Memory(MOST_NOT_KEPT)

    def __call__(self, environ, start_response):
        if not is_for_everybody(environ):
            return self.application(environ, start_response)
        request = Request(
            self.keys.address_of(environ), environ.get("QUERY_STRING", ""), self.versions.current()
        )
        if entry := self.find(request):
            return self.send(entry, environ, start_response)
        environ[RESULT] = "miss"
        if request.version is None or environ["REQUEST_METHOD"] == "HEAD":
            return self.application(environ, start_response)
        name = digest(request)
        if time.monotonic() < (self.not_kept.get(name) or 0):
            return self.application(environ, start_response)
        return self.build_once(name, request, environ, start_response)

    def find(self, request) -> Entry | None:
        """The kept response. Without a database an older one will do, but none of another version or day."""
        keys = self.keys.keys_of(request.address, request.query_string)
        for cache in (self.memory, self.shared):
            for key in keys:
                entry = cache.get(key)
                if entry and self.is_right(entry, request.version):
                    if cache is self.shared:
                        self.memory.keep(key, entry)
                    return entry
        return None

    def is_right(self, entry, version):
        return entry.version == version and (self.versions.is_stale or time.time() < entry.until)

    def build_once(self, name, request, environ, start_response):
        """Builds and keeps the response; while another thread or process does so, waits for that instead."""
        with self.single_flight.lead(name) as is_leader:
            # Somebody else may have kept it, after this request looked or while it waited.
            self.keys.refresh(request.address)
            if entry := self.find(request):
                return self.send(entry, environ, start_response)
            if is_leader:
                return self.build(name, request, environ, start_response)
        return self.application(environ, start_response)

    def build(self, name, request, environ, start_response):
        """Builds the whole response, also for a client that may have it: a 304 could not be kept for others."""
        started = []
        whole = {key: value for key, value in environ.items() if key not in CLIENT_VERSION}

        def start(status, headers, exc_info=None):
            started[:] = [status, headers]

        with one_response() as validity:
            response = self.application(whole, start)
        status, headers = started
        lifetime = seconds_to_keep(status, headers) if validity.has_version else 0
        if not lifetime or getattr(response, "streaming", True) or len(response.content) > LARGEST:
            self.not_kept.keep(name, time.monotonic() + NOT_KEPT_FOR)
        else:
            until = time.time() + lifetime
            if validity.until:
                until = min(until, validity.until.timestamp())
            self.keep(
                request, whole, Entry(request.version, until, headers, response.content, whole.get(VIEW))
            )
        if status.startswith("200 ") and has_this_version(environ, headers):
            start_response("304 Not Modified", not_modified_headers(headers))
            response.close()
            return []
        start_response(status, headers)
        return response

    def keep(self, request, environ, entry):
        key = self.keys.learn(request.address, environ.get(PARAMETERS_READ), request.query_string)
        self.memory.keep(key, entry)
        self.shared.set(key, entry)

    def send(self, entry, environ, start_response):
        environ[RESULT] = "stale" if self.versions.is_stale else "hit"
        mark = ("Cache-Status", f"streekwijzer; hit{'; detail=stale' if self.versions.is_stale else ''}")
        if has_this_version(environ, entry.headers):
            start_response("304 Not Modified", [*not_modified_headers(entry.headers), mark])
            return []
        if entry.view:
            self.count_view(environ, entry.view)
        start_response("200 OK", [*entry.headers, mark])
        return [entry.body]


def size_of(entry) -> int:
    return len(entry.body) + OF_HEADERS


def seconds_to_keep(status, headers) -> int:
    """How long a shared cache may keep the response: 0 unless it is a 200 for everybody."""
    fields = {name.lower(): value for name, value in headers}
    control = fields.get("cache-control", "")
    varies_by = {name.strip().lower() for name in fields.get("vary", "").split(",")} - {""}
    is_kept = status.startswith("200 ") and "public" in control and "set-cookie" not in fields
    if not is_kept or not varies_by <= NEGOTIATED:
        return 0
    lifetimes = dict(LIFETIME.findall(control))
    return int(lifetimes.get("s-maxage") or lifetimes.get("max-age") or 0)


def has_this_version(environ, headers) -> bool:
    """Whether the client has this response already; a date counts only if it is exactly ours (RFC 9110, 13.1)."""
    fields = {name.lower(): value for name, value in headers}
    if "HTTP_IF_NONE_MATCH" in environ:
        etag, tags = fields.get("etag", ""), parse_etags(environ["HTTP_IF_NONE_MATCH"])
        return bool(etag) and (
            tags == ["*"] or etag.removeprefix("W/") in [tag.removeprefix("W/") for tag in tags]
        )
    date = environ.get("HTTP_IF_MODIFIED_SINCE")
    return bool(date) and date == fields.get("last-modified")


def not_modified_headers(headers) -> list:
    return [(name, value) for name, value in headers if name.lower() in OF_NOT_MODIFIED]
