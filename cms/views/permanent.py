"""The permanent URL of a page, which survives moves and new titles."""

from django.http import Http404, HttpResponseRedirect
from django.views.decorators.http import require_safe
from wagtail.models import Site

from caching.cache_control import KEPT_REDIRECT
from cms.routing import pages_with_id


class SeeOther(HttpResponseRedirect):
    status_code = 303


@require_safe
def redirect_to_page(request, key):
    """Redirects to the listed page with this permanent id; keeps the query string. 404 if there is none.

    303, because the URL identifies the page and its target describes it (standard for URIs of the Flemish government;
    W3C, Cool URIs).
    """
    site = Site.find_for_request(request)
    page = next(iter(pages_with_id(site.root_page, key)), None) if site else None
    if page is None:
        raise Http404
    query = request.GET.urlencode()
    address = f"{page.full_url}?{query}" if query else page.full_url
    return SeeOther(address, headers={"Cache-Control": KEPT_REDIRECT})
