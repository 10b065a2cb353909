"""The pages that readers are asked about: those that everybody may see, and nothing that only has such an address."""

from django.http import Http404
from wagtail.models import PageViewRestriction

from caching.functions import cached_until_change
from cms.models import BasePage
from cms.routing import first_specific, pages_with_id, site_of


def page_of(request, key) -> BasePage:
    """The page of this site with this permanent id. Raises Http404 unless everybody may see it."""
    page = first_specific(pages_with_id(site_of(request).root_page, key))
    if page is None or page.get_view_restrictions():
        raise Http404
    return page


@cached_until_change(PageViewRestriction, "wagtailcore.Page")
def restricted_paths() -> tuple[str, ...]:
    return tuple(PageViewRestriction.objects.values_list("page__path", flat=True))


def is_asked_about(request, page) -> bool:
    """Whether this response shows the page itself to everybody: no form below it, no preview, no draft."""
    return (
        isinstance(page, BasePage)
        and page.live
        and not getattr(request, "is_preview", False)
        and request.path == page.get_url(request)
        and not is_restricted(page)
    )


def is_restricted(page) -> bool:
    """As `get_view_restrictions`, without a query; the rules of its source hold for an alias."""
    if page.alias_of_id:
        return bool(page.get_view_restrictions())
    return page.path.startswith(restricted_paths())
