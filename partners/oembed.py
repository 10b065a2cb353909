"""oEmbed 1.0 (oembed.com): who has the address of a page of ours gets what to show, and how large it is.

Asked by WordPress, Wagtail and other sites when somebody pastes the address of a list, a practice, an event.
"""

import re
from http.client import responses
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.http.request import validate_host
from django.utils.html import format_html
from django.utils.translation import gettext as _

from api.conditional import remembered
from caching.cache_control import MINUTES_KEPT
from caching.models import list_state
from cms.cors import for_all_origins
from cms.models.sites import site_at
from cms.page_metadata import Head
from cms.problem_details import problem
from cms.query_strings import cleaned
from cms.routing import first_specific, moved_page, pages_with_id, site_of
from cms.sections import load_sections

from .embed_forms import for_wordpress
from .embeds import embed_of, page_to_show
from .forms import ParameterForm

USUAL_WIDTH = 600
# What a browser leaves out of an address.
USUAL_PORT = {"http": "80", "https": "443"}
USUAL_PORTS = set(USUAL_PORT.values())
TYPES = {"json": "application/json", "xml": "text/xml; charset=utf-8"}
# Below the address of a page: its embed, and the builder of embeds.
OF_THE_SAME = re.compile(r"(?:^|(?<=/))(?:embed|insluiten)/$")
PATH = re.compile(r"(?:[\w-]+/)*")
PERMANENT = re.compile(r"id/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")
LONGEST_ADDRESS = 2000
# Its script tells how high it is; a link opens in the place of the page around the frame, when somebody clicks it.
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"


class OembedForm(ParameterForm):
    """How large it may be."""

    maxwidth = forms.IntegerField(label="maxwidth", required=False, min_value=1)
    maxheight = forms.IntegerField(label="maxheight", required=False, min_value=1)


@for_all_origins
def oembed(request):
    """400 for what can't be read, 404 for what is no address of a public page here, 501 for another format."""
    size, written = OembedForm(request.GET), request.GET.get("format") or "json"
    if written not in TYPES:
        return refuse(501, _("There is no such format: json and xml are to be had."))
    if not request.GET.get("url"):
        return refuse(400, _("Say which page is meant: ?url="))
    if size.problems:
        return refuse(400, " ".join(size.problems))
    state, is_wordpress = list_state(), asks_wordpress(request)

    def make():
        try:
            embed = embed_at(state, request.GET["url"], is_wordpress)
        except Http404:
            return refuse(404, _("That is no address of a public page on this site.")), None
        if embed.problems:
            return refuse(400, " ".join(embed.problems)), None
        response = as_written(rich_response(request, embed, size.cleaned_data, is_wordpress), written)
        return response, response.content

    key = ("oembed", site_of(request).pk, request.META["QUERY_STRING"], is_wordpress)
    response = remembered(request, state, key, make)
    response.headers["Vary"] = "Accept-Encoding, User-Agent"
    return response


def asks_wordpress(request):
    """WordPress listens to a frame only where a quote with a link stands before it, and shows one of the two."""
    return request.headers.get("User-Agent", "").startswith("WordPress/")


def refuse(status, reason):
    return problem(status, responses[status], reason)


def embed_at(state, address, is_wordpress):
    """The embed of the page with this address, with the filters and the look that stand in the address."""
    try:
        parts = urlsplit(address[:LONGEST_ADDRESS])
        site = site_with(parts, state)
    except ValueError:
        site = None
    if site is None:
        raise Http404
    path = OF_THE_SAME.sub("", unquote(parts.path).strip("/") + "/").removeprefix("/")
    if not PATH.fullmatch(path):
        raise Http404
    query = cleaned(QueryDict(parts.query))
    return embed_of(state, page_now(site, path), site, for_wordpress(query) if is_wordpress else query)


def page_now(site, path):
    """The page at this path, or the one that once was there: what somebody pasted years ago still shows.

    Or the page with the permanent address that this is.
    """
    if permanent := PERMANENT.fullmatch(path):
        return page_named(site, permanent[1])
    try:
        return page_to_show(site.root_page, path)
    except Http404:
        if page := moved_page(site, path):
            return load_sections([page])[0]
        raise


def page_named(site, key):
    """The page with this permanent id."""
    page = first_specific(pages_with_id(site.root_page, key))
    if page is None:
        raise Http404
    return load_sections([page])[0]


def site_with(parts, state):
    """Our site on this host, to the letter; None for a name before an @, another port, or a look-alike.

    http leads to https and the other way, so without a port either will do. So will another name that we answer to.
    """
    if parts.scheme not in USUAL_PORT or "@" in parts.netloc or not parts.hostname:
        return None
    ports = {str(parts.port)} if parts.port else USUAL_PORTS
    # A name that no site has gets the default one.
    sites = [site_at.at(state, parts.hostname, int(port)) for port in sorted(ports)]
    sites = [site for site in sites if site and str(site.port) in ports]
    exact = [site for site in sites if site.hostname == parts.hostname]
    if exact or not validate_host(parts.hostname, settings.ALLOWED_HOSTS):
        return exact[0] if exact else None
    return sites[0] if sites else None


def rich_response(request, embed, size, is_wordpress):
    """The response fields of the oEmbed type `rich` (oEmbed 1.0, 2.3.4.4)."""
    width = min(USUAL_WIDTH, size["maxwidth"] or USUAL_WIDTH)
    height = min(embed.height_at(width), size["maxheight"] or embed.height_at(width))
    platform = embed.page.section
    return {
        "type": "rich",
        "version": "1.0",
        "title": embed.title,
        "author_name": platform.title if platform else embed.publisher.name or settings.WAGTAIL_SITE_NAME,
        "author_url": platform.full_url if platform else embed.site.root_page.full_url,
        "provider_name": settings.WAGTAIL_SITE_NAME,
        "provider_url": embed.site.root_page.full_url,
        "cache_age": 60 * MINUTES_KEPT,
        "html": quote(embed) + frame(embed, width, height) if is_wordpress else frame(embed, width, height),
        "width": width,
        "height": height,
        **thumbnail(request, embed.page, size),
    }


def frame(embed, width, height):
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0"'
        ' sandbox="{}"></iframe>',
        embed.address,
        embed.title,
        width,
        height,
        SANDBOX,
    )


def quote(embed):
    """What WordPress shows until the frame has said how high it is."""
    return format_html(
        '<blockquote class="wp-embedded-content"><a href="{}">{}</a></blockquote>',
        embed.page_address,
        embed.title,
    )


def thumbnail(request, page, size):
    """The picture that is shared with the page, where there is room for it."""
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


def as_written(data, written):
    if written == "json":
        return JsonResponse(data)
    root = Element("oembed")
    for name, value in data.items():
        SubElement(root, name).text = str(value)
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type=TYPES[written])
