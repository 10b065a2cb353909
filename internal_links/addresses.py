"""Resolves an address of the site by its route, as a visit does, without a request to anybody."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404
from django.urls import Resolver404, resolve, reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from cms.querysets import is_listed, reachable
from cms.routing import slug_and_url_path, with_permanent_id

from .models import BrokenLink
from .targets import document_problem

Reason = BrokenLink.Reason
WEB = {"", "http", "https"}
# The addresses that pages answer.
PAGES = {"plone_page", "wagtail_serve"}
# The addresses of one person: a draft that was shown to somebody, and somebody's registration.
PERSONAL = ("draft", "registration", "register_later")


class Addresses:
    """Resolves addresses of one site, each once."""

    def __init__(self):
        self.site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        self.hosts = {site.hostname for site in Site.objects.all()} | {*settings.ALLOWED_HOSTS}
        self.known = {}

    def problem(self, address) -> str | None:
        """What is wrong with this address; None for one that works, of another site, or that nobody can tell."""
        path = self.path_of(address)
        if path is None or self.site is None:
            return None
        if path not in self.known:
            self.known[path] = self.problem_at(path)
        return self.known[path]

    def path_of(self, address) -> str | None:
        """The path of an address of this site; None for another one."""
        try:
            parts = urlsplit(address.strip())
            host = parts.hostname
        except ValueError:
            return None
        is_ours = parts.scheme in WEB and (host in self.hosts if host else parts.path.startswith("/"))
        return (unquote(parts.path) or "/") if is_ours and "\0" not in unquote(parts.path) else None

    def problem_at(self, path):
        if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return None
        try:
            match = resolve(path)
        except Resolver404:
            return self.problem_of_page(path)
        if match.url_name == "document":
            return self.problem_of_document(*match.args)
        if match.url_name == "permanent_address":
            page = with_permanent_id(Page.objects.all(), match.kwargs.get("key")).first()
            return problem_of(page) if page else Reason.GONE
        if path.startswith(reverse("wagtailadmin_home")) or (match.url_name or "").startswith(PERSONAL):
            return Reason.PRIVATE
        return self.problem_of_page(path) if match.url_name in PAGES else None

    def problem_of_document(self, key, filename):
        documents = get_document_model().objects.filter(pk=int(key))
        named = [document for document in documents if document.filename == filename]
        return document_problem({named[0].pk}).get(named[0].pk) if named else Reason.GONE

    def problem_of_page(self, path):
        path = path.lstrip("/")
        page = self.page_at(path if not path or path.endswith("/") else f"{path}/")
        if page and not (problem := problem_of(page)):
            return None
        if self.is_redirected(path):
            return Reason.MOVED
        return problem if page else Reason.GONE

    def page_at(self, path) -> Page | None:
        """The page at this path, or the one above of which a part has this address, such as the feed of a list."""
        parts = [part for part in path.split("/") if part]
        for length in range(len(parts), -1, -1):
            above = "".join(f"{part}/" for part in parts[:length])
            slug, url_path = slug_and_url_path(self.site.root_page, above)
            page = Page.objects.filter(slug=slug, url_path=url_path).first()
            if page:
                return page if length == len(parts) or has_part(page, parts[length:]) else None
        return None

    def is_redirected(self, path) -> bool:
        redirects = Redirect.get_for_site(self.site)
        return redirects.filter(old_path=Redirect.normalise_path(f"/{path}")).exists()


def problem_of(page) -> str | None:
    pages = Page.objects.filter(pk=page.pk)
    if pages.filter(is_listed()).exists():
        return None
    return Reason.PRIVATE if reachable(pages).exists() else Reason.OFFLINE


def has_part(page, parts) -> bool:
    """Whether the page answers for what stands behind its address."""
    page = page.specific
    if not hasattr(page, "resolve_subpage"):
        return False
    for end in ("/", ""):
        try:
            page.resolve_subpage(f"/{'/'.join(parts)}{end}")
        except Http404:
            continue
        return True
    return False
