"""Resolves a path to a page and the endpoint that is requested of it."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.querysets import DEEPEST, IsRestricted, reachable

from .errors import MovedError, forbidden, not_found, unauthorized

RESOLVE_UID = "resolveuid"
MARKER = "++api++"


class Target(NamedTuple):
    """A parsed path: the slugs of a page, an endpoint (empty for the page itself), and the parts behind it."""

    slugs: list[str]
    endpoint: str
    rest: list[str]

    @property
    def endpoint_path(self) -> str:
        return "/".join(part for part in (self.endpoint, *self.rest) if part)


def parse_path(path) -> Target:
    """Ignores empty parts and repeated markers."""
    parts = [part for part in path.split("/") if part and part != MARKER]
    for index, part in enumerate(parts):
        if part.startswith("@") or part == RESOLVE_UID:
            return Target(parts[:index], part, parts[index + 1 :])
    return Target(parts, "", [])


def resolve_page(context, target) -> Page:
    """The visible page of a target, as a base `Page`.

    Raises 401 or 403 in a private section, 404 elsewhere, and `MovedError` for an old address.
    """
    slugs = target.slugs
    if len(slugs) > DEEPEST:
        raise not_found()
    url_paths = [
        context.root.url_path + "".join(f"{slug}/" for slug in slugs[:end]) for end in range(len(slugs) + 1)
    ]
    slug = slugs[-1] if slugs else context.root.slug
    if page := context.page_at(slug, url_paths[-1]):
        return page
    reject_private(context, url_paths)
    if slugs and (page := moved_page(context, slugs)):
        raise MovedError(context.redirect_address(page, target.endpoint_path), 302)
    raise not_found()


def reject_private(context, url_paths) -> None:
    """Raises 401 or 403 if a published page on the way is restricted: that a section is private is no secret.

    Which pages and drafts it holds is, so all addresses in it answer alike.
    """
    ancestors = reachable(Page.objects.filter(url_path__in=url_paths))
    if not ancestors.filter(IsRestricted("path")).exists():
        return
    if context.user:
        raise forbidden()
    raise unauthorized(_("Sign in to see this."))


def moved_page(context, slugs) -> Page | None:
    """The visible page that had this address before."""
    try:
        path = Redirect.normalise_path("/" + "/".join(slugs))
    except ValueError:
        return None
    redirects = Redirect.get_for_site(context.site).filter(old_path=path)
    return context.visible_pages.filter(pk__in=redirects.values("redirect_page")).first()
