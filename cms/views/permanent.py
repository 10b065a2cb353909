"""The permanent address of a page: it stays when the page moves, gets another title, or another type of address."""

from django.http import Http404, HttpResponseRedirect
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.querysets import listed

KEPT = "public, max-age=300"


class SeeOther(HttpResponseRedirect):
    status_code = 303


@require_safe
def lead(request, key):
    """To where the page with this permanent id is now, filters included.

    303: the address names the page for programs, and what it leads to describes it (the standard for URIs of the
    Flemish government; W3C, Cool URIs). What not everybody may see has no address.
    """
    site = Site.find_for_request(request)
    pages = listed(Page.objects.filter(translation_key=key))
    page = pages.descendant_of(site.root_page, inclusive=True).order_by("pk").first() if site else None
    if page is None:
        raise Http404
    query = request.GET.urlencode()
    address = f"{page.full_url}?{query}" if query else page.full_url
    return SeeOther(address, headers={"Cache-Control": KEPT})
