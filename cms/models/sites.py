"""Which site a request asks for, and where its pages begin: every page needs both, so they are kept in memory."""

from copy import copy

from django.http.request import split_domain_port
from wagtail.models import Site
from wagtail.models.sites import get_site_for_hostname

from .changes import Remembered


@Remembered
def site_at(hostname, port):
    """The site at this address with its home page, or None."""
    try:
        site = get_site_for_hostname(hostname, port)
    except Site.DoesNotExist:
        return None
    site.root_page = site.root_page.specific
    site.root_page.is_remembered = True
    return site


def known_site(request):
    """What `Site.find_for_request` finds. A copy: views and templates may add to it.

    Its home page knows its place, to find other pages by; who wants to show it reads it again (`BasePage.route`).
    """
    hostname = split_domain_port(request._get_raw_host())[0]
    site = site_at(hostname, int(request.get_port()))
    if site is None:
        return None
    site = copy(site)
    site.root_page = copy(site.root_page)
    return site
