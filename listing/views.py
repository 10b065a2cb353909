"""The site search page, and suggestions for its search box."""

from django.db.models.functions import Length
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.pagination import redirect_to_page
from cms.searches import record_search
from search.queries import ids_with_prefixes

from .site_search import SiteSearch, model_of, pages_of_site, query_from, type_label

MAX_SUGGESTIONS = 8
SHORTEST_PREFIX = 2


@require_safe
def search(request):
    """The search page. Parameters: `q`, `type`, `page`, `exact` (refuses a correction); bad values are ignored.

    A page that does not exist leads to the nearest one.
    """
    site_search = SiteSearch(request)
    if response := redirect_to_page(request, site_search.page_obj):
        return response
    record_search(request, site_search.typed_query, site_search.is_answered)
    title = f"{site_search.query}: {_('Search')}" if site_search.typed_query else _("Search")
    context = {"search": site_search, "head": {"title": title, "is_noindex": True}}
    response = render(request, "cms/search.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def suggestions(request):
    """JSON with at most eight pages whose title has words that begin with those of `q`."""
    query = query_from(request)
    pages = []
    if len(query) >= SHORTEST_PREFIX:
        matches = pages_of_site(request).filter(pk__in=ids_with_prefixes(query))
        pages = matches.order_by(Length("title"), "title", "pk")[:MAX_SUGGESTIONS]
    items = [
        {"title": page.title, "url": page.get_url(request), "kind": type_label(model_of(page))}
        for page in pages
    ]
    return JsonResponse({"suggestions": items}, headers={"X-Robots-Tag": "noindex"})
