"""Views for crawlers: sitemap.xml, robots.txt and security.txt."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.models import Site

from cms.failures import UNAVAILABLE
from cms.models import Publisher
from cms.sitemaps import files_of, sitemaps_of

TEXT, XML = "text/plain; charset=utf-8", "application/xml; charset=utf-8"
# RFC 9116 advises less than a year.
DAYS_VALID = 180
# Lists with one filter may be crawled; combinations of filters are endless, and all pages are in the sitemap.
RULES = [
    "User-agent: *",
    "Disallow: /admin/",
    "Disallow: /api/cms/",
    "Disallow: /reactie/",
    "Disallow: /*?*&",
    "Disallow: /*?q=",
    "Disallow: /*?sort=",
]


def sitemap(request):
    """The sitemap: one file, or an index of several for many pages."""
    root = root_of(request)
    parts = sitemaps_of(request, root)
    if any(part.paginator.num_pages > 1 for part in parts.values()):
        context = {"sitemaps": files_of(parts, root)}
        return TemplateResponse(request, "sitemap_index.xml", context, content_type=XML)
    return sitemap_views.sitemap(request, parts, content_type=XML)


def sitemap_part(request, section):
    parts = sitemaps_of(request, root_of(request))
    return sitemap_views.sitemap(request, parts, section=section, content_type=XML)


def root_of(request):
    """The root URL of the site; without a database that of the settings."""
    try:
        site = Site.find_for_request(request)
    except UNAVAILABLE:
        return settings.WAGTAILADMIN_BASE_URL
    return site.root_url if site else request.build_absolute_uri("/").rstrip("/")


def robots(request):
    """robots.txt (RFC 9309). It hides nothing: hidden pages are hidden for everybody."""
    return HttpResponse("\n".join([*RULES, "", f"Sitemap: {root_of(request)}/sitemap.xml", ""]), TEXT)


def security(request):
    """security.txt (RFC 9116), the contact for weaknesses. Raises Http404 if the publisher has no e-mail address."""
    site = Site.find_for_request(request)
    publisher = Publisher.for_site(site) if site else None
    if not (publisher and publisher.email):
        raise Http404
    end = datetime.combine(timezone.localdate() + timedelta(days=DAYS_VALID), time.min, UTC)
    lines = [
        f"Contact: mailto:{publisher.email}",
        f"Expires: {end:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {root_of(request)}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join([*lines, ""]), TEXT)
