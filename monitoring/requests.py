"""The request that this thread answers, for log lines: its id, method, path and host."""

import os
import re
from contextvars import ContextVar

from .counters import counters
from .kinds import kind_of

# The keys in `environ` of the request's id, and of the kind of its address.
REQUEST_ID, KIND = "streekwijzer.request_id", "streekwijzer.kind"
LONGEST_PATH = 1000
# An id of a proxy or client is kept if it can be a word in a log and nothing else.
HARMLESS = re.compile(r"[A-Za-z0-9._-]{8,64}")
# What follows these in an address opens something: a draft, an account.
SECRET = re.compile(
    r"(/concept/|/inschrijving/|/inschrijven/later/|/inschrijven/klaar/|/password_reset/confirm/)[^\s?\"']+"
)

# The part before the @ has 64 characters at most (RFC 5321, 4.5.3.1.1), so a long word costs no more than its length.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")

_current = ContextVar("request", default=None)


def watched(application):
    """The WSGI application, whose requests have an id (in `environ`, the response, each log line) and are counted.

    Who serves it calls `counters.count` after each response.
    """

    def answer(environ, start_response):
        given = environ.get("HTTP_X_REQUEST_ID")
        request_id = given if given and HARMLESS.fullmatch(given) else os.urandom(8).hex()
        environ[REQUEST_ID] = request_id
        environ[KIND] = kind = kind_of(environ.get("PATH_INFO", ""))
        counters.begin(kind)
        _current.set(environ)

        def start(status, headers, exc_info=None):
            return start_response(status, [*headers, ("X-Request-ID", request_id)], exc_info)

        return application(environ, start)

    return answer


def is_over():
    """Lines that follow in this thread belong to no request."""
    _current.set(None)


def current_request() -> dict:
    """What a log line says of the request of this thread; empty outside one. No query, which holds what people type."""
    environ = _current.get()
    return description_of(environ) if environ else {}


def description_of(environ) -> dict:
    return {
        "request_id": environ.get(REQUEST_ID, ""),
        "method": environ["REQUEST_METHOD"],
        "path": path_of(environ),
        "host": environ.get("HTTP_HOST", ""),
    }


def path_of(environ):
    path = environ.get("PATH_INFO", "")
    if not path.isascii():
        path = path.encode("latin-1", "replace").decode("utf-8", "replace")
    return without_secrets(path[:LONGEST_PATH])


def without_secrets(text):
    """The text without what opens a draft or account, and without e-mail addresses."""
    text = SECRET.sub(r"\1…", text)
    return EMAIL.sub("…@…", text) if "@" in text else text
