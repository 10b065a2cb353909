"""Who asks what: the parameters without Zope's suffixes, the site, and the pages that may be known."""

from array import array
from functools import cached_property

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.models.changes import Remembered
from cms.permissions import visible_pages
from cms.prepared import Prepared
from cms.querysets import listed, not_hidden
from cms.rest.pages import site_of

from .errors import bad_value
from .states import with_states

PREFIX = "/++api++"
WHOLE_NUMBER = 9


def params_of(query):
    """The query string, with `portal_type:list=…` as `portal_type=…`: every parameter may be repeated."""
    params = QueryDict(mutable=True)
    for key, values in query.lists():
        for value in values:
            params.appendlist(key.partition(":")[0], value)
    return params


@Prepared
def public_at(*, slug, address):
    return listed(Page.objects.filter(slug=slug, url_path=address))


# What a summary tells of a page. Rows instead of pages: Wagtail takes longer to make a page than to find it.
ROW = (
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
def public_with(*, keys):
    return listed(Page.objects.filter(pk__in=keys)).values_list(*ROW, named=True)


@Prepared
def public_on(*, paths):
    return listed(Page.objects.filter(path__in=paths)).order_by("path").values_list(*ROW, named=True)


@Remembered
def public_children(path):
    return array("q", keys_in(listed(Page.objects.all()), path))


def keys_in(pages, path):
    """The keys of the given pages that are right below the page with this path, in the order of the tree."""
    below = pages.filter(path__startswith=path, depth=len(path) // Page.steplen + 1)
    return below.order_by("path").values_list("pk", flat=True)


class Asked:
    """A question in the dialect. Cookies say nothing here: `user` is who signs in by a header, or None."""

    def __init__(self, request, user=None):
        self.request, self.user = request, user
        self.params = params_of(request.GET)
        self.site = site_of(request)
        self.root = self.site.root_page
        self.origin = f"{request.scheme}://{request.get_host()}"

    @property
    def is_prefixed(self):
        return self.request.path.startswith(PREFIX)

    @cached_property
    def known(self):
        """The pages of this site that whoever asks may know: everything starts from these."""
        pages = Page.objects.descendant_of(self.root, inclusive=True)
        if not self.user:
            return listed(pages)
        shown = not_hidden(Page.objects.filter(live=True))
        is_shown = Q(live=False) | Q(pk__in=shown.values("pk"))
        return with_states(pages.filter(visible_pages(self.user) & is_shown))

    def page_at(self, slug, address):
        """The page at this address of the tree, at or below the home page, or None."""
        if not self.user:
            return next(iter(public_at(slug=slug, address=address)), None)
        return self.known.filter(slug=slug, url_path=address).first()

    def pages_with(self, keys):
        """The pages with these keys, in that order."""
        found = self.known.filter(pk__in=keys) if self.user else public_with(keys=list(keys))
        pages = {page.pk: page for page in found if page.path.startswith(self.root.path)}
        return [pages[key] for key in keys if key in pages]

    def pages_on(self, paths):
        """The pages with these paths, from the root down."""
        inside = [path for path in paths if path.startswith(self.root.path)]
        if not self.user:
            return public_on(paths=inside)
        return list(self.known.filter(path__in=inside).order_by("path"))

    def keys_below(self, path):
        """The keys of what is in a folder, in the order that editors gave it. Those of all are kept in memory."""
        return list(keys_in(self.known, path)) if self.user else public_children(path)

    def slugs_of(self, page):
        return page.url_path.removeprefix(self.root.url_path).strip("/")

    def id_of(self, page):
        """The address of a page, as Plone writes them: on the host that was asked, without a slash at the end."""
        slugs = self.slugs_of(page)
        return f"{self.origin}/{slugs}" if slugs else self.origin

    def way_to(self, page, rest=""):
        """Where a redirect leads: who asks with `/++api++` stays there."""
        way = "/".join(part for part in (self.slugs_of(page), rest) if part)
        query = self.request.META.get("QUERY_STRING", "")
        start = PREFIX if self.is_prefixed else ""
        slash = "" if self.is_prefixed or rest or not way else "/"
        return f"{self.origin}{start}/{way}{slash}{'?' if query else ''}{query}"

    @property
    def here(self):
        """The address that was asked, without its parameters: batches lead on from it."""
        return f"{self.origin}{self.request.path}"


def number_in(name, value, least=0, most=10**WHOLE_NUMBER):
    text = str(value).strip()
    is_number = text.removeprefix("-").isdecimal() and text.isascii() and len(text) <= WHOLE_NUMBER + 1
    if isinstance(value, bool) or not is_number or not least <= int(text) <= most:
        raise bad_value(name, _("a whole number from %s is expected") % least)
    return int(text)


def is_true(text):
    return str(text).lower() in {"1", "true", "yes", "on"}
