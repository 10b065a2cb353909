"""What programs ask of every site: its map, its rules, and whom to tell of a weakness."""

from datetime import UTC, datetime, time, timedelta

from django.contrib.sitemaps import views as sitemap_views
from django.http import Http404, HttpResponse
from django.utils import timezone
from wagtail.models import Site

from cms.models import Publisher
from cms.sitemaps import sitemaps_of

TEXT = "text/plain; charset=utf-8"
# RFC 9116 advises less than a year.
DAYS_VALID = 180
# One filter leads somewhere; two and more make more addresses than anybody can visit. The pages stand in the sitemap.
RULES = [
    "User-agent: *",
    "Disallow: /admin/",
    "Disallow: /api/cms/",
    "Disallow: /*?*&",
    "Disallow: /*?q=",
    "Disallow: /*?sort=",
]


def sitemap(request):
    """One file; where it would pass the fifty thousand addresses of the protocol, an index of several."""
    found = sitemaps_of(request)
    if any(part.paginator.num_pages > 1 for part in found.values()):
        return sitemap_views.index(request, found, sitemap_url_name="sitemap_part")
    return sitemap_views.sitemap(request, found)


def sitemap_part(request, section):
    return sitemap_views.sitemap(request, sitemaps_of(request), section=section)


def root_of(request):
    site = Site.find_for_request(request)
    return site.root_url if site else request.build_absolute_uri("/").rstrip("/")


def robots(request):
    """RFC 9309. No secret is kept by it: what is hidden is hidden for everybody."""
    return HttpResponse("\n".join([*RULES, "", f"Sitemap: {root_of(request)}/sitemap.xml", ""]), TEXT)


def security(request):
    """RFC 9116: whom to tell of a weakness; nothing as long as the publisher gave no e-mail address."""
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
