"""The site of a request with its home page, cached, because every page needs both."""

from copy import copy

from django.http.request import split_domain_port
from wagtail.models import Locale, Site
from wagtail.models.sites import get_site_for_hostname

from caching.functions import cached_until_change


@cached_until_change(Site, "home.HomePage", Locale)
def site_at(hostname, port) -> Site | None:
    """The site at this host and port with its home page, or None."""
    try:
        site = get_site_for_hostname(hostname, port)
    except Site.DoesNotExist:
        return None
    site.root_page = site.root_page.specific
    site.root_page.is_cached_root = True
    return site


def site_for_request(request) -> Site | None:
    """The site of the request, as `Site.find_for_request` gives it, or None. A copy, so views may change it.

    Its home page is for routing only; `BasePage.route` reads it again before it is rendered.
    """
    hostname = split_domain_port(request._get_raw_host())[0]
    site = site_at(hostname, int(request.get_port()))
    if site is None:
        return None
    site = copy(site)
    site.root_page = copy(site.root_page)
    return site
