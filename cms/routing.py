"""Finds the page of the site at a path or with a permanent id.

Callers pass the pages that the reader may see: `listed` for everybody, for a signed-in user those that the user may see
in the admin.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import Http404, HttpResponsePermanentRedirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from caching.cache_control import KEPT_REDIRECT
from caching.compiled import Prepared
from cms.querysets import DEEPEST, IsAlias, IsRestricted, IsUnpublished, listed


def site_of(request) -> Site:
    """The site of the request. Raises Http404 if there is none."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def at_url_path(pages, *, slug, url_path) -> QuerySet:
    """The pages with this `url_path`. The slug is its last part; only that has an index."""
    return pages.filter(slug=slug, url_path=url_path)


def with_permanent_id(pages, key) -> QuerySet:
    """The first of the pages with this permanent id (`translation_key`), as a queryset of one or none."""
    return pages.filter(translation_key=key).order_by("path")[:1]


def slug_and_url_path(root_page, path) -> tuple[str, str]:
    """The slug and the `url_path` of the page at this path below the home page."""
    return path.rstrip("/").rpartition("/")[2] or root_page.slug, f"{root_page.url_path}{path}"


def page_at(root_page, path) -> Page | None:
    """The listed page at this path below the home page, as its own type, or None."""
    slug, url_path = slug_and_url_path(root_page, path)
    return first_specific(listed(at_url_path(Page.objects.all(), slug=slug, url_path=url_path)))


def first_specific(pages) -> Page | None:
    """The first of the pages as its own type; None without pages or for a plain Wagtail `Page`."""
    page = pages.specific().first()
    return None if type(page) is Page else page


def pages_with_id(root_page, key) -> QuerySet:
    """The listed page of this site with this permanent id, as a queryset of one or none."""
    return with_permanent_id(listed(Page.objects.descendant_of(root_page, inclusive=True)), key)


def moved_page(site, path) -> Page | None:
    """The listed page that had this address once, or None; readers of feeds keep using old addresses."""
    old = Redirect.get_for_site(site).filter(old_path=Redirect.normalise_path(f"/{path}"))
    return first_specific(listed(Page.objects.filter(pk__in=old.values("redirect_page"))))


def redirect_to(request, page, name) -> HttpResponsePermanentRedirect:
    """A permanent redirect to the page's URL followed by `name`, with the same query string."""
    query = request.GET.urlencode()
    address = f"{page.full_url}{name}{'?' if query else ''}{query}"
    return HttpResponsePermanentRedirect(address, headers={"Cache-Control": KEPT_REDIRECT})


# The queries of `BasePage.route`, run for each visit.


@Prepared
def published_at(*, slug, url_path):
    """The key and content type key of the page at this address, unless it or a page above it is unpublished."""
    pages = at_url_path(Page.objects.filter(depth__lte=DEEPEST), slug=slug, url_path=url_path)
    return pages.filter(~IsUnpublished("path")).values_list("pk", "content_type_id")


@Prepared
def perhaps_restricted(*, key):
    """The key of this page if it or its alias source may have a view restriction, else nothing."""
    return Page.objects.filter(pk=key).filter(IsRestricted("path") | IsAlias("path")).values_list("pk")


@Prepared
def pages_of_type(model, *, keys):
    return model.objects.filter(pk__in=keys)


def specific_pages(types) -> dict:
    """The pages as their own types, by key; `types` has `(page key, content type key)` pairs."""
    pages = {}
    for type_key in {type_key for _pk, type_key in types}:
        model = ContentType.objects.get_for_id(type_key).model_class()
        keys = [pk for pk, key in types if key == type_key]
        pages.update({page.pk: page for page in pages_of_type(model, keys=keys)})
    return pages


def published_page(slug, url_path) -> Page | None:
    """The page at this address as its own type, restricted or not; None if it or a page above it is unpublished."""
    return next(iter(specific_pages(published_at(slug=slug, url_path=url_path)).values()), None)
