"""How often somebody may guess a password: counted by address and by name, in Django's cache."""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from .errors import AnswerError

WINDOW = 15 * 60
MOST = {"address": 30, "name": 10}


def keys_of(request, name):
    found = {"address": address_of(request), "name": name.strip().lower()}
    # A key of the cache holds no spaces and has its length.
    return {
        kind: f"plone.sign-in.{kind}.{hashlib.sha256(value.encode(errors='replace')).hexdigest()}"
        for kind, value in found.items()
    }


def address_of(request):
    """Behind a proxy the last address is the one that the proxy itself saw; the others anybody can write."""
    if settings.SECURE_PROXY_SSL_HEADER and (chain := request.headers.get("X-Forwarded-For", "")):
        return chain.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


def check(request, name):
    keys = keys_of(request, name)
    counts = cache.get_many(keys.values())
    if any(counts.get(key, 0) >= MOST[kind] for kind, key in keys.items()):
        raise AnswerError(
            429,
            _("Too many attempts. Try again in a quarter of an hour."),
            headers={"Retry-After": str(WINDOW)},
        )


def note_failure(request, name):
    for key in keys_of(request, name).values():
        cache.add(key, 0, WINDOW)
        try:
            cache.incr(key)
        except ValueError:  # it ran out a moment ago
            cache.set(key, 1, WINDOW)
