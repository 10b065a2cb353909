"""From an address to a page and what is asked of it."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.querysets import DEEPEST, IsRestricted, answering

from .errors import MovedError, forbidden, not_found, unauthorized

RESOLVE_UID = "resolveuid"
MARKER = "++api++"


class Target(NamedTuple):
    """The slugs of a page, the endpoint that is asked of it (empty for the page itself), and what stands after it."""

    slugs: list[str]
    endpoint: str
    rest: list[str]

    @property
    def asked_of_it(self):
        return "/".join(part for part in (self.endpoint, *self.rest) if part)


def parse(path):
    """Empty parts and repeated markers mean nothing."""
    parts = [part for part in path.split("/") if part and part != MARKER]
    at = next((n for n, part in enumerate(parts) if part.startswith("@") or part == RESOLVE_UID), None)
    if at is None:
        return Target(parts, "", [])
    return Target(parts[:at], parts[at], parts[at + 1 :])


def page_at(asked, target):
    """The page that is asked of, as the base class knows it; else the reason why not, or the way to it."""
    slugs = target.slugs
    if len(slugs) > DEEPEST:
        raise not_found()
    ways = [
        asked.root.url_path + "".join(f"{slug}/" for slug in slugs[:end]) for end in range(len(slugs) + 1)
    ]
    slug = slugs[-1] if slugs else asked.root.slug
    if page := asked.page_at(slug, ways[-1]):
        return page
    refuse_private(asked, ways)
    if slugs and (page := moved(asked, slugs)):
        raise MovedError(asked.way_to(page, target.asked_of_it), 302)
    raise not_found()


def refuse_private(asked, ways):
    """Everybody may know that a section is private, as on the site itself; but not what is in it, nor of a draft."""
    above = answering(Page.objects.filter(url_path__in=ways))
    if not above.filter(IsRestricted("path")).exists():
        return
    if asked.user:
        raise forbidden()
    raise unauthorized(_("Sign in to see this."))


def moved(asked, slugs):
    """The page that once had this address, if whoever asks may know it."""
    try:
        path = Redirect.normalise_path("/" + "/".join(slugs))
    except ValueError:
        return None
    old = Redirect.get_for_site(asked.site).filter(old_path=path)
    return asked.known.filter(pk__in=old.values("redirect_page")).first()
