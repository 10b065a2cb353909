"""Normalizes request headers before anything reads them.

Django decodes the URL by the charset in `Content-Type`, fails on a parameter in an unknown charset (RFC 2231), and
takes `gzip;q=0` for acceptance. Cached responses must not depend on any of that.
"""

import re

from django.core.signals import request_started
from django.utils.http import parse_header_parameters

# The content codings we can send, best first; whitenoise has files in all of them.
CODINGS = ("br", "gzip")
MOST_TYPES = 40
QUALITY = re.compile(r"q\s*=\s*([01](?:\.\d{0,3})?)\s*", re.IGNORECASE)


def connect():
    request_started.connect(normalize_headers, dispatch_uid="cms.headers")


def normalize_headers(environ, **kwargs):
    environ["CONTENT_TYPE"] = in_utf8(environ.get("CONTENT_TYPE", ""))
    for name, read in {"HTTP_ACCEPT": readable_types, "HTTP_ACCEPT_ENCODING": accepted_codings}.items():
        if name in environ:
            environ[name] = read(environ[name])


def in_utf8(content_type):
    """The content type without charset, as everything here is UTF-8; empty if it can't be parsed."""
    try:
        kind, parameters = parse_header_parameters(content_type)
    except ValueError:
        return ""
    if "charset" not in parameters:
        return content_type
    boundary = parameters.get("boundary")
    return f'{kind}; boundary="{boundary}"' if boundary else kind


def readable_types(accept):
    """The first MOST_TYPES types without those that Django can't parse; parsing takes time, and browsers send ten."""
    kinds = accept.split(",", MOST_TYPES)[:MOST_TYPES]
    return ",".join(kind for kind in kinds if "*=" not in kind or is_readable(kind))


def is_readable(kind):
    try:
        parse_header_parameters(kind)
    except ValueError:
        return False
    return True


def accepted_codings(header):
    """The codings of ours that the client accepts and prefers to no coding, by name (RFC 9110, 12.5.3)."""
    qualities = dict(map(coding_and_quality, header.lower().split(",", MOST_TYPES)[:MOST_TYPES]))
    others = qualities.get("*", 0)
    plain = qualities.get("identity", 0)
    ours = {name: qualities.get(name, others) for name in CODINGS}
    return ", ".join(name for name, quality in ours.items() if quality and quality >= plain)


def coding_and_quality(text):
    """A coding and its quality from 0 to 1; an unreadable quality counts as 1."""
    name, *parameters = [part.strip() for part in text.split(";")]
    quality = next((match[1] for part in parameters if (match := QUALITY.fullmatch(part))), "1")
    return {"x-gzip": "gzip"}.get(name, name), min(1, float(quality))
