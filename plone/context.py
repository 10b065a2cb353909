"""A request in the dialect and its parameters, and the queries for the pages that it may see."""

from array import array
from functools import cached_property
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.http.request import split_domain_port
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from caching.compiled import Prepared
from caching.functions import cached_until_change
from cms.bounds import MOST_VALUES
from cms.permissions import visible_to
from cms.querysets import listed, not_hidden
from cms.routing import at_url_path, site_of

from .errors import invalid_value
from .states import annotate_states

PREFIX = "/++api++"
MOST_DIGITS = 9


def normalize_params(query) -> QueryDict:
    """Copies a QueryDict without Zope's type suffixes: `portal_type:list=…` becomes `portal_type=…`."""
    params = QueryDict(mutable=True)
    for key, values in query.lists():
        for value in values:
            params.appendlist(key.partition(":")[0], value)
    return params


@Prepared
def listed_at_url_path(*, slug, url_path):
    return listed(at_url_path(Page.objects.all(), slug=slug, url_path=url_path))


# The columns that a summary needs. Rows, because instantiating pages takes longer than the query itself.
SUMMARY_COLUMNS = (
    "pk",
    "path",
    "depth",
    "url_path",
    "slug",
    "title",
    "draft_title",
    "search_description",
    "content_type_id",
    "translation_key",
    "locale_id",
    "live",
    "first_published_at",
    "last_published_at",
    "latest_revision_created_at",
    "go_live_at",
    "expire_at",
)


@Prepared
def listed_rows_by_keys(*, keys):
    return listed(Page.objects.filter(pk__in=keys)).values_list(*SUMMARY_COLUMNS, named=True)


@Prepared
def listed_rows_by_paths(*, paths):
    return (
        listed(Page.objects.filter(path__in=paths)).order_by("path").values_list(*SUMMARY_COLUMNS, named=True)
    )


@cached_until_change(Page, PageViewRestriction, "cms.Person")
def listed_child_keys(path):
    return array("q", child_keys_of(listed(Page.objects.all()), path))


def child_keys_of(pages, path):
    """The primary keys of the given pages that are children of this tree path, in tree order."""
    children = pages.filter(path__startswith=path, depth=len(path) // Page.steplen + 1)
    return children.order_by("path").values_list("pk", flat=True)


class DialectRequest:
    """A request in the dialect: its parameters, its site, and the pages that its user may see.

    `user` comes from the `Authorization` header, never from a cookie; None is anonymous. `body` is the JSON of a POST.
    """

    def __init__(self, request, user=None):
        self.request, self.user = request, user
        self.params = normalize_params(request.GET)
        self.body = None
        self.site = site_of(request)
        self.root = self.site.root_page
        self.origin = origin_of(request, self.site)

    @property
    def is_prefixed(self) -> bool:
        return self.request.path.startswith(PREFIX)

    @cached_property
    def visible_pages(self) -> QuerySet:
        """The pages of this site that the user may see. Every query for pages starts from these.

        For a user they are annotated with `review_state`.
        """
        pages = Page.objects.descendant_of(self.root, inclusive=True)
        if not self.user:
            return listed(pages)
        published = not_hidden(Page.objects.filter(live=True))
        is_not_hidden = Q(live=False) | Q(pk__in=published.values("pk"))
        return annotate_states(pages.filter(visible_to(self.user) & is_not_hidden))

    def page_at(self, slug, url_path) -> Page | None:
        """The visible page with this slug and `url_path`."""
        if not self.user:
            return next(iter(listed_at_url_path(slug=slug, url_path=url_path)), None)
        return at_url_path(self.visible_pages, slug=slug, url_path=url_path).first()

    def pages_by_keys(self, keys) -> list:
        """The visible pages with these primary keys, in the order of the keys."""
        pages = self.visible_pages.filter(pk__in=keys) if self.user else listed_rows_by_keys(keys=list(keys))
        pages_by_key = {page.pk: page for page in pages if page.path.startswith(self.root.path)}
        return [pages_by_key[key] for key in keys if key in pages_by_key]

    def pages_by_paths(self, paths):
        """The visible pages with these tree paths, from the root down."""
        paths = [path for path in paths if path.startswith(self.root.path)]
        if not self.user:
            return listed_rows_by_paths(paths=paths)
        return list(self.visible_pages.filter(path__in=paths).order_by("path"))

    def child_keys(self, path):
        """The primary keys of the visible children, in tree order. Cached for anonymous requests."""
        return list(child_keys_of(self.visible_pages, path)) if self.user else listed_child_keys(path)

    def relative_path_of(self, page) -> str:
        """The slugs from the home page to this page, without slashes around them."""
        return page.url_path.removeprefix(self.root.url_path).strip("/")

    def address_of(self, page) -> str:
        """The page's `@id`: its URL on the host of this request, without a slash at the end as in Plone."""
        path = self.relative_path_of(page)
        return f"{self.origin}/{path}" if path else self.origin

    def redirect_address(self, page, rest="") -> str:
        """The URL of a page, with `rest` behind it and this query string; keeps `/++api++` if the request has it."""
        path = "/".join(part for part in (self.relative_path_of(page), rest) if part)
        query = self.request.META.get("QUERY_STRING", "")
        prefix = PREFIX if self.is_prefixed else ""
        slash = "" if self.is_prefixed or rest or not path else "/"
        return f"{self.origin}{prefix}/{path}{slash}{'?' if query else ''}{query}"

    @property
    def request_address(self) -> str:
        """The URL of this request without its query string."""
        return f"{self.origin}{self.request.path}"


def origin_of(request, site) -> str:
    """Scheme, requested host name, and the site's port.

    Not the port of the `Host` header: a shared cache would keep answers with links that lead nowhere.
    """
    name, _port = split_domain_port(request.get_host())
    root = urlsplit(site.root_url)
    return root._replace(netloc=f"{name}:{root.port}" if root.port else name).geturl()


def check_count(name, values, most=MOST_VALUES):
    """Returns the values of a parameter; raises 400 if there are more than `most`."""
    if len(values) > most:
        raise invalid_value(name, _("at most %s values at a time are expected") % most)
    return values


def parse_integer(name, value, least=0, most=10**MOST_DIGITS) -> int:
    """Parses a whole number from a query string or JSON; raises 400 that names the parameter."""
    text = str(value).strip()
    is_number = text.removeprefix("-").isdecimal() and text.isascii() and len(text) <= MOST_DIGITS + 1
    if isinstance(value, bool) or not is_number or not least <= int(text) <= most:
        raise invalid_value(name, _("a whole number from %s is expected") % least)
    return int(text)


def is_true(text) -> bool:
    return str(text).lower() in {"1", "true", "yes", "on"}
