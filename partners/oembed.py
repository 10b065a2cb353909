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
from django.http.request import split_domain_port
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cms.heads import SHARED_SIZE, Head
from cms.models.base import load_sections
from cms.models.changes import list_state
from cms.models.sites import site_at
from cms.rest.answers import problem, remembered
from cms.rest.origins import for_all_origins
from cms.rest.pages import moved_page, site_of

from .embeds import embed_of, page_to_show
from .forms import AskedForm

USUAL_WIDTH = 600
# What a browser leaves out of an address.
USUAL_PORT = {"http": "80", "https": "443"}
USUAL_PORTS = set(USUAL_PORT.values())
TYPES = {"json": "application/json", "xml": "text/xml; charset=utf-8"}
# Below the address of a page: its embed, and the builder of embeds.
OF_THE_SAME = re.compile(r"(?:^|(?<=/))(?:embed|insluiten)/$")
PATH = re.compile(r"(?:[\w-]+/)*")
LONGEST_ADDRESS = 2000
CACHE_AGE = 3600
# Its script tells how high it is; a link opens in the place of the page around the frame, when somebody clicks it.
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"


class OembedForm(AskedForm):
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
            found = embed_at(request, state, request.GET["url"])
        except Http404:
            return refuse(404, _("That is no address of a public page on this site.")), None
        if found.problems:
            return refuse(400, " ".join(found.problems)), None
        response = as_written(described(request, found, size.cleaned_data, is_wordpress), written)
        return response, response.content

    key = ("oembed", request.get_host(), request.META["QUERY_STRING"], is_wordpress)
    response = remembered(request, state, key, make)
    response.headers["Vary"] = "Accept-Encoding, User-Agent"
    return response


def asks_wordpress(request):
    """WordPress listens to a frame only where a quote with a link stands before it, and shows one of the two."""
    return request.headers.get("User-Agent", "").startswith("WordPress/")


def refuse(status, reason):
    return problem(status, responses[status], reason)


def embed_at(request, state, address):
    """The embed of the page with this address, with the filters and the look that stand in the address."""
    try:
        parts = urlsplit(address[:LONGEST_ADDRESS])
        site = site_with(parts, request, state)
    except ValueError:
        site = None
    if site is None:
        raise Http404
    path = OF_THE_SAME.sub("", unquote(parts.path).strip("/") + "/").removeprefix("/")
    if not PATH.fullmatch(path):
        raise Http404
    return embed_of(state, page_now(site, path), site, QueryDict(parts.query))


def page_now(site, path):
    """The page at this path, or the one that once was there: what somebody pasted years ago still shows."""
    try:
        return page_to_show(site.root_page, path)
    except Http404:
        if page := moved_page(site, path):
            return load_sections([page])[0]
        raise


def site_with(parts, request, state):
    """Our site on this host, to the letter; None for a name before an @, another port, or a look-alike.

    http leads to https and the other way, so without a port either will do.
    """
    if parts.scheme not in USUAL_PORT or "@" in parts.netloc or not parts.hostname:
        return None
    ports = {str(parts.port)} if parts.port else USUAL_PORTS
    asked, port = split_domain_port(request.get_host())
    if parts.hostname == asked and (port or USUAL_PORT[request.scheme]) in ports:
        return site_of(request)
    # A name that no site has gets the default one, which this one then is not.
    sites = [site_at.at(state, parts.hostname, int(port)) for port in ports]
    exact = [site for site in sites if site and site.hostname == parts.hostname and str(site.port) in ports]
    return exact[0] if exact else None


def described(request, found, size, is_wordpress):
    """What oEmbed 1.0 tells of a `rich` thing."""
    width = min(USUAL_WIDTH, size["maxwidth"] or USUAL_WIDTH)
    height = min(found.height_at(width), size["maxheight"] or found.height_at(width))
    platform = found.page.section
    return {
        "type": "rich",
        "version": "1.0",
        "title": found.title,
        "author_name": platform.title if platform else found.publisher.name or settings.WAGTAIL_SITE_NAME,
        "author_url": platform.full_url if platform else found.site.root_page.full_url,
        "provider_name": settings.WAGTAIL_SITE_NAME,
        "provider_url": found.site.root_page.full_url,
        "cache_age": CACHE_AGE,
        "html": quote(found) + frame(found, width, height) if is_wordpress else frame(found, width, height),
        "width": width,
        "height": height,
        **thumbnail(request, found.page, size),
    }


def frame(found, width, height):
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" sandbox="{}"></iframe>',
        found.address,
        found.title,
        width,
        height,
        SANDBOX,
    )


def quote(found):
    """What WordPress shows until the frame has said how high it is."""
    return format_html(
        '<blockquote class="wp-embedded-content"><a href="{}">{}</a></blockquote>',
        found.page_address,
        found.title,
    )


def thumbnail(request, page, size):
    """The picture that is shared with the page, where there is room for it."""
    width, height = SHARED_SIZE
    if (size["maxwidth"] or width) < width or (size["maxheight"] or height) < height:
        return {}
    address, _description = Head(request, page).picture
    return {"thumbnail_url": address, "thumbnail_width": width, "thumbnail_height": height}


def as_written(said, written):
    if written == "json":
        return JsonResponse(said)
    root = Element("oembed")
    for name, value in said.items():
        SubElement(root, name).text = str(value)
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type=TYPES[written])
