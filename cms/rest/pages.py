"""The way to a page from outside: by its address, as everybody may see it."""

from django.http import Http404
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.models import BasePage
from cms.querysets import listed


def site_of(request):
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def page_at(root_page, path):
    """The page at this path below the home page that everybody may see, or None."""
    slug = path.rstrip("/").rpartition("/")[2] or root_page.slug
    address = f"{root_page.url_path}{path}"
    page = listed(Page.objects.filter(slug=slug, url_path=address)).specific().first()
    return page if isinstance(page, BasePage) else None


def moved_page(site, path):
    """The page that once had this address and that everybody may see, or None: who follows a feed never looks again."""
    old = Redirect.get_for_site(site).filter(old_path=Redirect.normalise_path(f"/{path}"))
    page = listed(Page.objects.filter(pk__in=old.values("redirect_page"))).specific().first()
    return page if isinstance(page, BasePage) else None
