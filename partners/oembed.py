"""The oEmbed endpoint (oEmbed 1.0, oembed.com): gives the embed code for the URL of a page of this site.

WordPress, Wagtail and other systems request it when an editor pastes such a URL.
"""

import re
from http.client import responses
from urllib.parse import SplitResult, unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring  # nosec B405 - writes, parses nothing

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.http.request import validate_host
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from api.conditional import respond_with_etag
from caching.cache_control import MINUTES_KEPT
from caching.models import list_state
from cms.cors import for_all_origins
from cms.models.sites import site_at
from cms.page_metadata import Head
from cms.problem_details import problem
from cms.query_strings import cleaned
from cms.routing import first_specific, moved_page, pages_with_id
from cms.sections import load_sections

from .embed_forms import with_wordpress_layout
from .embeds import Embed, embeddable_page_at, make_embed
from .forms import ParameterForm

# In pixels; a smaller `maxwidth` replaces it.
DEFAULT_WIDTH = 600
# Browsers leave these out of a URL.
DEFAULT_PORT_BY_SCHEME = {"http": "80", "https": "443"}
DEFAULT_PORTS = set(DEFAULT_PORT_BY_SCHEME.values())
CONTENT_TYPES = {"json": "application/json", "xml": "text/xml; charset=utf-8"}
# The URLs of the embed and the builder of a page stand for the page itself.
PAGE_SUFFIX = re.compile(r"(?:^|(?<=/))(?:embed|insluiten)/$")
PATH = re.compile(r"(?:[\w-]+/)*")
PERMANENT_PATH = re.compile(r"id/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")
MAX_ADDRESS_LENGTH = 2000
# Scripts, since frame.js reports the height of the frame; links may replace the page around it, but only on a click.
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"


class OembedForm(ParameterForm):
    """The maximum size that the consumer has room for, in pixels."""

    maxwidth = forms.IntegerField(label="maxwidth", required=False, min_value=1)
    maxheight = forms.IntegerField(label="maxheight", required=False, min_value=1)


@for_all_origins
def serve_oembed(request) -> HttpResponse:
    """The oEmbed response for the page with the URL in `url`, as JSON or XML.

    400 for a missing or invalid parameter or filter, 404 if it is no URL of a listed page of a site here, 501 for
    another format (the last two as oEmbed 1.0 has them).
    """
    size, format_name = OembedForm(request.GET), request.GET.get("format") or "json"
    if format_name not in CONTENT_TYPES:
        return reject(501, _("There is no such format: json and xml are to be had."))
    if not request.GET.get("url"):
        return reject(400, _("Say which page is meant: ?url="))
    if size.problems:
        return reject(400, " ".join(size.problems))
    state, is_wordpress = list_state(), is_from_wordpress(request)
    try:
        embed = embed_for_address(request.GET["url"], is_wordpress)
    except Http404:
        return reject(404, _("That is no address of a public page on this site."))
    if embed.problems:
        return reject(400, " ".join(embed.problems))
    data = rich_response(request, embed, size.cleaned_data, is_wordpress)
    response = respond_with_etag(request, serialized_response(data, format_name), state)
    response.headers["Vary"] = "Accept-Encoding, User-Agent"
    return response


def is_from_wordpress(request) -> bool:
    """Whether WordPress sends the request. Only it needs the blockquote of `wordpress_quote`."""
    return request.headers.get("User-Agent", "").startswith("WordPress/")


def reject(status, reason) -> JsonResponse:
    """Problem details (RFC 9457) with this status."""
    return problem(status, responses[status], reason)


def embed_for_address(address, is_wordpress) -> Embed:
    """The embed of the page with this URL, with the filters and display options of the URL. Raises Http404.

    For WordPress the default layout is titles only.
    """
    try:
        parts = urlsplit(address[:MAX_ADDRESS_LENGTH])
        site = site_for_address(parts)
    except ValueError:
        site = None
    if site is None:
        raise Http404
    path = PAGE_SUFFIX.sub("", unquote(parts.path).strip("/") + "/").removeprefix("/")
    if not PATH.fullmatch(path):
        raise Http404
    query = cleaned(QueryDict(parts.query))
    if is_wordpress:
        query = with_wordpress_layout(query)
    return make_embed(page_for_path(site, path), site, query)


def page_for_path(site, path) -> Page:
    """The listed page at this path, at this permanent path, or that had the path once. Raises Http404.

    An old URL keeps its embed, since nobody edits a post again because a page has moved.
    """
    if permanent := PERMANENT_PATH.fullmatch(path):
        return page_with_permanent_id(site, permanent[1])
    try:
        return embeddable_page_at(site.root_page, path)
    except Http404:
        if page := moved_page(site, path):
            return load_sections([page])[0]
        raise


def page_with_permanent_id(site, key) -> Page:
    """The listed page of the site with this UUID. Raises Http404."""
    page = first_specific(pages_with_id(site.root_page, key))
    if page is None:
        raise Http404
    return load_sections([page])[0]


def site_for_address(parts: SplitResult) -> Site | None:
    """The site with this host and port; None for any other, for a URL with a user name, and for other schemes.

    Without a port both default ports match, since http redirects to https or the other way round. Another host name in
    ALLOWED_HOSTS leads to the site that serves it. Raises ValueError for an invalid port.
    """
    if parts.scheme not in DEFAULT_PORT_BY_SCHEME or "@" in parts.netloc or not parts.hostname:
        return None
    ports = {str(parts.port)} if parts.port else DEFAULT_PORTS
    # For an unknown host this is the default site.
    sites = [site_at(parts.hostname, int(port)) for port in sorted(ports)]
    sites = [site for site in sites if site and str(site.port) in ports]
    exact = [site for site in sites if site.hostname == parts.hostname]
    if exact or not validate_host(parts.hostname, settings.ALLOWED_HOSTS):
        return exact[0] if exact else None
    return sites[0] if sites else None


def rich_response(request, embed, size, is_wordpress) -> dict:
    """The response parameters of the type `rich` (oEmbed 1.0, 2.3.4.4). `size` has `maxwidth` and `maxheight`."""
    width = min(DEFAULT_WIDTH, size["maxwidth"] or DEFAULT_WIDTH)
    height = min(embed.height_at(width), size["maxheight"] or embed.height_at(width))
    platform = embed.page.section
    iframe = iframe_html(embed, width, height)
    return {
        "type": "rich",
        "version": "1.0",
        "title": embed.title,
        "author_name": platform.title if platform else embed.publisher.name or settings.WAGTAIL_SITE_NAME,
        "author_url": platform.full_url if platform else embed.site.root_page.full_url,
        "provider_name": settings.WAGTAIL_SITE_NAME,
        "provider_url": embed.site.root_page.full_url,
        "cache_age": 60 * MINUTES_KEPT,
        "html": wordpress_quote(embed) + iframe if is_wordpress else iframe,
        "width": width,
        "height": height,
        **thumbnail(request, embed.page, size),
    }


def iframe_html(embed, width, height) -> SafeString:
    """The iframe of the embed, in pixels."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0"'
        ' sandbox="{}"></iframe>',
        embed.address,
        embed.title,
        width,
        height,
        SANDBOX,
    )


def wordpress_quote(embed) -> SafeString:
    """The blockquote that WordPress shows until the frame has reported its height.

    It loads the script that listens to the frame only if it finds this class (wp_maybe_enqueue_oembed_host_js).
    """
    return format_html(
        '<blockquote class="wp-embedded-content"><a href="{}">{}</a></blockquote>',
        embed.page_address,
        embed.title,
    )


def thumbnail(request, page, size) -> dict:
    """The picture for sharing the page, as response parameters; empty if it is larger than the maximum size."""
    picture = Head(request, page).picture
    if (size["maxwidth"] or picture.width) < picture.width or (
        size["maxheight"] or picture.height
    ) < picture.height:
        return {}
    return {
        "thumbnail_url": picture.address,
        "thumbnail_width": picture.width,
        "thumbnail_height": picture.height,
    }


def serialized_response(data, format_name) -> HttpResponse:
    """The response parameters as `json` or `xml`."""
    if format_name == "json":
        return JsonResponse(data)
    root = Element("oembed")
    for name, value in data.items():
        SubElement(root, name).text = str(value)
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type=CONTENT_TYPES[format_name])
