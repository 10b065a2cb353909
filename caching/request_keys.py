"""The keys of responses: what of a request a response that is the same for everybody may depend on."""

import hashlib
import re
from functools import lru_cache
from urllib.parse import unquote_plus

from django.conf import settings

from .memory import Memory

# The key in `environ` of what the cache did: hit, stale or miss; without it the request was passed on.
RESULT = "streekwijzer.cache"
# With more ways to read the query string of one path, a response counts as depending on all of it.
MOST_READ_SETS = 4
MOST_PATHS = 5000
LONGEST_QUERY = 2000
# A prefix of names in a URL that was copied from HTML source (`cms.query_strings`).
PASTED = re.compile(r"^(?:amp;)+")
# Addresses of operators, which must not wait for the version of the content.
OF_OPERATORS = ("/health/", "/metrics")
# Headers with which a request asks for something that is not kept.
CONDITIONS = ("HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")


def is_for_everybody(environ) -> bool:
    """Whether the response can be the same for everybody: a GET or HEAD without session, token or range."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or any(name in environ for name in CONDITIONS):
        return False
    if environ.get("PATH_INFO", "").startswith(OF_OPERATORS):
        return False
    cookies = environ.get("HTTP_COOKIE")
    if cookies and any(name in cookies for name in own_cookies()):
        return False
    return len(environ.get("QUERY_STRING", "")) <= LONGEST_QUERY


@lru_cache(1)
def own_cookies():
    return (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")


class RequestKeys:
    """Gives the keys under which the response to a request may be kept, and the one to keep it under.

    Beside scheme, host, path and negotiated headers a key holds the query parameters that were read when the response
    was built. A later request with the same values of those would read the same again, whatever else it holds.
    """

    def __init__(self, cache, accepted_codings):
        """`accepted_codings(header)` gives the names of the content codings that an Accept-Encoding header allows.

        Which parameters are read at an address is kept in this process, and in the cache that all share.
        """
        self.cache, self.read_sets = cache, Memory(MOST_PATHS)
        self.accepted_codings = lru_cache(256)(accepted_codings)

    def address_of(self, environ) -> str:
        """Scheme, host, path and negotiated headers, as a hash."""
        accept = environ.get("HTTP_ACCEPT", "")
        parts = (
            scheme_of(environ),
            environ.get("HTTP_HOST", "").lower(),
            environ.get("SCRIPT_NAME", ""),
            environ.get("PATH_INFO", ""),
            # Only the dialect negotiates, and only with who accepts JSON.
            accept if "json" in accept else "",
            "gzip" in self.accepted_codings(environ.get("HTTP_ACCEPT_ENCODING", "")),
        )
        return digest(parts)

    def keys_of(self, address, query_string) -> list[str]:
        """A key for each set of parameters that was read at this address before."""
        return [key_of(address, names, query_string) for names in self.read_sets_of(address)]

    def refresh(self, address):
        """Looks what other processes have learned about this address meanwhile."""
        if known := self.cache.get(address):
            self.note(address, known)

    def read_sets_of(self, address):
        known = self.read_sets.get(address)
        if known is None and (known := self.cache.get(address)):
            self.note(address, known)
        return known or ()

    def note(self, address, known):
        self.read_sets.keep(address, tuple(map(one_of_equal, known)))

    def learn(self, address, names, query_string) -> str:
        """The key for a response whose building read the parameters with these names; None is all."""
        known = self.read_sets_of(address)
        if names not in known:
            names = names if len(known) < MOST_READ_SETS else None
            known = tuple(dict.fromkeys((*known, names)))
            self.note(address, known)
            self.cache.set(address, known)
        return key_of(address, names, query_string)


@lru_cache(100)
def one_of_equal(names):
    """The same object for equal sets: thousands of addresses read the same names, and a set takes a kilobyte."""
    return names


def key_of(address, names, query_string):
    pairs = query_string.split("&") if query_string else []
    if names is not None:
        pairs = [pair for pair in pairs if name_of(pair) in names]
    # Another set of names is another key, even without any of them: its response was built in another way.
    parts = ("" if names is None else ",".join(sorted(names)), "&".join(pairs))
    return digest((address, *parts))


def digest(parts) -> str:
    """A short text for these parts that no others have."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def name_of(pair):
    return PASTED.sub("", unquote_plus(pair.partition("=")[0]))


def scheme_of(environ):
    """`https` if the request came in over TLS, here or at the proxy in front."""
    header, secure = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    if header and header in environ:
        return "https" if environ[header].split(",")[0].strip() == secure else "http"
    return environ["wsgi.url_scheme"]
