"""The site search page, suggestions for its search box, and the pages of themes."""

from typing import NamedTuple

from django.db.models.functions import Length
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.models import Organisation, Theme
from cms.pagination import redirect_to_page
from cms.routing import site_of
from cms.searches import record_search
from cms.structured_data import LANGUAGE, filled, organisation
from search.queries import ids_with_prefixes

from .involvement import Involvement
from .site_search import SiteSearch, model_of, pages_of_site, query_from
from .teasers import type_label
from .themes import ThemeOnSite
from .themes import all_themes as rows_of_themes

MAX_SUGGESTIONS = 8
SHORTEST_PREFIX = 2


class Above(NamedTuple):
    """A view above a page, for its breadcrumbs."""

    title: str
    full_url: str


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


@require_safe
def all_themes(request):
    """All themes on public pages, in two levels."""
    site = site_of(request)
    page = {
        "title": _("Themes"),
        "search_description": _("What the platforms work on, with all that this site has on it."),
    }
    address = reverse("themes")
    head = {
        "address": address,
        "above": [site.root_page],
        "data": collection_data(site, page, address, {"@type": "DefinedTermSet", "name": page["title"]}),
    }
    context = {"page": page, "head": head, "themes": rows_of_themes(site.root_page.path)}
    return render(request, "listing/themes.html", context)


@require_safe
def show_theme(request, slug):
    """The page of a theme, also of one that no page has yet: that is not for search engines."""
    site = site_of(request)
    theme = get_object_or_404(Theme.objects.select_related("parent"), slug=slug)
    on_site = ThemeOnSite(theme, site.root_page.path)
    page = {"title": theme.name, "search_description": theme.description}
    address = theme.get_absolute_url()
    above = [Above(_("Themes"), f"{site.root_url}{reverse('themes')}")]
    if theme.parent:
        above.append(Above(theme.parent.name, f"{site.root_url}{theme.parent.get_absolute_url()}"))
    head = {
        "address": address,
        "above": [site.root_page, *above],
        "is_noindex": on_site.is_empty,
        "data": collection_data(site, page, address, defined_term(site, theme)),
    }
    context = {"page": page, "head": head, "theme": theme, "on_site": on_site, "above": above}
    return render(request, "listing/theme.html", context)


def collection_data(site, page, address, subject) -> dict:
    """A view of many pages on one subject, as schema.org data."""
    return filled(
        type="CollectionPage",
        url=f"{site.root_url}{address}",
        name=page["title"],
        description=page["search_description"],
        inLanguage=LANGUAGE,
        about=subject,
    )


def defined_term(site, theme) -> dict:
    """A theme as schema.org data."""
    return filled(
        type="DefinedTerm",
        name=theme.name,
        description=theme.description,
        termCode=theme.slug,
        url=f"{site.root_url}{theme.get_absolute_url()}",
        inDefinedTermSet=f"{site.root_url}{reverse('themes')}",
    )


@require_safe
def show_organisation(request, pk, slug):
    """What an organisation does on this site. 404 without a listed page that names it, whatever the slug."""
    site = site_of(request)
    source = get_object_or_404(Organisation.objects.select_related("parent", "municipality"), pk=pk)
    involvement = Involvement(site.root_page.path, source)
    if not involvement:
        raise Http404
    address = source.get_absolute_url()
    if request.path != address:
        return redirect(address, permanent=True)
    entries = involvement.page(request.GET.get("page"))
    if response := redirect_to_page(request, entries):
        return response
    head = {
        "address": address if entries.number == 1 else f"{address}?page={entries.number}",
        "above": [site.root_page],
        "data": organisation(source),
    }
    page = {"title": source.name, "search_description": source.full_name}
    context = {
        "page": page,
        "head": head,
        "organisation": source,
        "involvement": involvement,
        "entries": entries,
    }
    return render(request, "listing/organisation.html", context)
