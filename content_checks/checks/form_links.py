"""Links inside the site, on a page that readers may not have yet: `internal_links` finds those of live pages."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.models import Page

from cms.permissions import protected_model
from internal_links.addresses import Addresses
from internal_links.links import Link, kinds, links_in
from internal_links.models import BrokenLink
from internal_links.targets import problems

from ..content import Part
from ..findings import Check, Finding, Group
from ..rich_texts import html_of

Reason = BrokenLink.Reason


class PlacedLink(NamedTuple):
    link: Link
    part: Part


class InnerLink(Check):
    """A link to what readers can't open, or only by a redirect.

    Says no more of what it leads to than the page itself does: no title, and of an address not why nobody may see it.
    """

    name = "inner_link"
    group = Group.FORM
    heading = _("Links inside the site that lead nowhere")
    reason = _("Readers get a page that says that there is nothing here, or words without their link.")

    def find(self, content):
        placed = [each for part in content.parts for each in links_of(part, content.page)]
        wrong = problems([each.link for each in placed])
        addresses = Addresses() if any(each.link.kind == BrokenLink.Kind.ADDRESS for each in placed) else None
        seen = set()
        for link, part in placed:
            if link.kind == BrokenLink.Kind.ADDRESS:
                reason = addresses.problem(link.target)
            else:
                reason = wrong.get((link.kind, link.target))
            if reason and (link, part.path) not in seen:
                seen.add((link, part.path))
                yield Finding(excerpt_of(link, part), advice_for(link, reason), part.label, part.path)


def links_of(part, page) -> Iterator[PlacedLink]:
    """The links that a part is or holds, but for those of a page to itself and to what it is an alias of."""
    if isinstance(part.value, Model) and (model := protected_model(type(part.value))):
        is_own = model is Page and part.value.pk in (page.pk, page.alias_of_id)
        if not is_own and not isinstance(part.field, ParentalKey):
            yield PlacedLink(Link(kinds()[model], str(part.value.pk)), part)
    text = html_of(part.value) or (part.value if is_address(part) else "")
    yield from (PlacedLink(link, part) for link in links_in(text))


def is_address(part) -> bool:
    return isinstance(part.value, str) and isinstance(part.field, blocks.URLBlock)


def excerpt_of(link, part) -> str:
    if link.words:
        return link.words
    return link.target if link.kind == BrokenLink.Kind.ADDRESS else part.label


def advice_for(link, reason) -> str:
    kind = capfirst(BrokenLink.Kind(link.kind).label)
    if reason == Reason.MOVED:
        return gettext("This address still works, but the page has moved. Link to its new address.")
    if link.kind == BrokenLink.Kind.ADDRESS:
        return gettext("Readers can’t open this address. Link to another page, or remove the link.")
    values = {"kind": kind, "reason": Reason(reason).label}
    return (
        gettext("%(kind)s: %(reason)s. Link to something that everybody can open, or remove the link.")
        % values
    )
