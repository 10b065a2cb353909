"""Redirects for URLs that would be a 404: moved pages, replaced files, typing errors."""

import re
from collections import Counter
from functools import reduce
from operator import or_
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db.models import Q
from django.http import HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from caching.cache_control import KEPT_REDIRECT
from cms.querysets import listed
from cms.routing import page_at

# Upper bound of redirects from one path with different query strings.
MOST_FROM_ONE_PATH = 50
# A longer chain is taken for a loop.
MOST_STEPS = 5
# Characters that follow a URL in a letter or mail and get copied with it.
TRAILING_CHARACTERS = " \t\r\n\u00a0\u200b.,;:!)>]\"'”’»"
# URL names where case does not matter: a permanent id may be in capitals.
CASELESS = {"permanent_address"}


def redirect_for(request) -> HttpResponse | None:
    """The redirect for this URL, or None. Never reveals the address of a hidden page."""
    site = Site.find_for_request(request)
    if site is None or "\0" in request.path:
        return None
    return stored_redirect(request, site) or tidied_redirect(request, site)


def stored_redirect(request, site):
    """The response for a redirect in the database, keeping other query parameters; None if there is none."""
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False).partition("?")[0]
    paths = {path, uri_to_iri(path), Redirect.normalise_path(tidy(request.path))}
    for redirect in redirects_from(site, paths, with_queries=bool(request.GET)):
        pairs = remaining_pairs(request, redirect)
        if pairs is not None and redirect.link and not is_hidden(redirect):
            address = with_query(redirect.link, pairs)
            is_loop = leads_back(request, site, address)
            return None if is_loop else redirect_response(address, redirect.is_permanent)
    return None


def redirects_from(site, paths, with_queries=False):
    """The redirects from these paths: longest query string first, then those of this site.

    `with_queries` includes redirects with a query string, which needs a query without index.
    """
    is_from = Q(old_path__in=paths)
    if with_queries:
        is_from |= reduce(or_, (Q(old_path__startswith=f"{written}?") for written in paths))
    redirects = Redirect.get_for_site(site).filter(is_from)[:MOST_FROM_ONE_PATH]
    return sorted(redirects, key=lambda redirect: (-len(query_of(redirect)), redirect.site_id is None))


def query_of(redirect):
    return parse_qsl(redirect.old_path.partition("?")[2], keep_blank_values=True)


def remaining_pairs(request, redirect):
    """The query parameters that are not in the redirect's own query string; None if some of that are missing."""
    required = Counter(query_of(redirect))
    remaining = []
    for pair in pairs_of(request):
        if required[pair]:
            required[pair] -= 1
        else:
            remaining.append(pair)
    return None if required.total() else remaining


def with_query(address, pairs) -> str:
    """The address with these pairs added to its query string; its own parameters win."""
    parts = urlsplit(address)
    own = {key for key, _value in parse_qsl(parts.query, keep_blank_values=True)}
    added = urlencode([(key, value) for key, value in pairs if key not in own])
    return parts._replace(query="&".join(filter(None, [parts.query, added]))).geturl()


def leads_back(request, site, address) -> bool:
    """True if the address leads back to this one, at once or through other redirects: a loop."""
    for _step in range(MOST_STEPS):
        parts = urlsplit(address)
        if parts.netloc not in {"", request.get_host()}:
            return False
        if parts.path.rstrip("/") == request.path.rstrip("/"):
            return True
        if is_public_path(site, parts.path) or not (address := link_from(site, parts.path)):
            return False
    return True


def link_from(site, path) -> str:
    """The target of the first redirect from this path, whatever the query string; an empty string if none."""
    redirects = redirects_from(site, {Redirect.normalise_path(path)})
    return next((redirect.redirect_link for redirect in redirects), "")


def redirect_response(address, is_permanent=True):
    response_class = HttpResponsePermanentRedirect if is_permanent else HttpResponseRedirect
    return response_class(address, headers={"Cache-Control": KEPT_REDIRECT})


def is_hidden(redirect) -> bool:
    """True if the target is not public: the redirect would reveal its new address."""
    if redirect.redirect_page_id:
        return not listed(Page.objects.filter(pk=redirect.redirect_page_id)).exists()
    key = document_at(redirect.redirect_link)
    return key is not None and not is_public_document(key)


def document_at(address) -> str | None:
    """The key (text) of the document at this address; None if it is no document."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    return match.args[0] if match.url_name == "document" else None


def is_public_document(key) -> bool:
    document = get_document_model().objects.filter(pk=key).first()
    return bool(document) and document.is_public


def tidied_redirect(request, site):
    """Redirects to the address without capitals, double slashes and copied punctuation, if that exists."""
    path = tidy(request.path)
    if path != request.path:
        for candidate in (path, f"{path}/"):
            if is_public_path(site, candidate):
                return redirect_response(with_query(candidate, list(pairs_of(request))))
    return None


def pairs_of(request):
    """The query parameters as `(name, value)` pairs."""
    return ((key, value) for key, values in request.GET.lists() for value in values)


def tidy(path) -> str:
    path = re.sub(r"\s+(?=/)", "", path).rstrip(TRAILING_CHARACTERS).lower()
    return re.sub("/{2,}", "/", path) or "/"


def is_public_path(site, path) -> bool:
    """True if a public page or view is at this path. False for other views with parameters, which may be
    case-sensitive.
    """
    try:
        match = resolve(path)
    except Resolver404:
        return False
    page_path = match.args[0] if match.args else match.kwargs.get("path")
    if page_path is not None:
        return page_at(site.root_page, page_path) is not None
    return not match.kwargs or match.url_name in CASELESS
