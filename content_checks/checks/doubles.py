"""Pages that say what another page says already."""

from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.permissions import visible_to
from cms.querysets import is_listed
from editor.duplicates import MIN_SIMILARITY, normalize, similarity

from .. import sketches
from ..findings import Check, Finding, Group
from ..sketches import Candidate, Sign

MOST_NAMED = 3
# Of the shingles of two texts: with so many one was made from the other; with so many they are about the same.
COPIED, ALIKE = 0.5, 0.12
# An address that more pages have is one that people refer to, not where a text came from.
MOST_WITH_ADDRESS = 3


class Other(NamedTuple):
    """Another page of the same type, and what it shares with this one."""

    page: Page
    shared: Candidate
    resemblance: float
    title: float
    is_referred_to: bool

    @property
    def has_title(self) -> bool:
        return self.title == 1

    @property
    def has_second_sign(self) -> bool:
        """What makes the same title more than chance. A year in it does not."""
        shared = self.shared
        return bool(shared.day or shared.place or shared.address or shared.site or self.resemblance >= ALIKE)

    @property
    def is_same(self) -> bool:
        if self.resemblance >= COPIED or (self.has_title and self.has_second_sign):
            return True
        is_source = self.shared.address and not self.is_referred_to
        is_about = self.title >= MIN_SIMILARITY or self.resemblance >= ALIKE
        return bool(is_source or ((self.shared.site or self.shared.address) and is_about))


class SamePage(Check):
    """Another page about the same.

    One sign is not enough: titles return, and so do addresses.
    """

    name = "same_page"
    group = Group.DOUBLES
    heading = _("Perhaps on the site already")
    reason = _("Of two pages about the same, readers find the one that nobody keeps up to date.")

    def find(self, content):
        signs = sketches.signs_of(content)
        shared = sketches.candidates(signs, content.page.pk)
        others = [other for other in compared(content, signs, shared) if other.is_same]
        for other in sorted(others, key=lambda other: (-other.resemblance, -other.title))[:MOST_NAMED]:
            yield Finding(
                other.page.title, advice_for(other), url=other.page.get_url() or "", other=other.page.pk
            )


def compared(content, signs, shared) -> list[Other]:
    """The pages of this type that the viewer may see, compared; another day of an event is another event."""
    page = content.page
    if signs[Sign.DAY] and getattr(page, "happens", False):
        shared = [each for each in shared if each.day]
    pages = visible(content, [each.page for each in shared]) if shared else {}
    shared = [each for each in shared if each.page in pages]
    is_referred_to = sum(bool(each.address) for each in shared) > MOST_WITH_ADDRESS
    matcher = SequenceMatcher(b=normalize(page.title), autojunk=False)
    return [
        Other(
            pages[each.page],
            each,
            sketches.resemblance(signs, each),
            similarity(matcher, matcher.b, normalize(pages[each.page].title)),
            is_referred_to,
        )
        for each in shared
    ]


def visible(content, keys) -> dict[int, Page]:
    """Those of these pages that may be named, by key: no alias, and not what this page is an alias of."""
    page, user = content.page, content.user
    may_be_known = visible_to(user) if user else is_listed()
    pages = Page.objects.filter(may_be_known, pk__in=keys, live=True, alias_of=None)
    pages = pages.filter(content_type=page.cached_content_type).exclude(pk=page.alias_of_id or 0)
    return {each.pk: each for each in pages}


def advice_for(other) -> str:
    """Why this page is named."""
    shared = other.shared
    signs = [
        (other.has_title, gettext("the same title")),
        (other.resemblance >= ALIKE, gettext("a text that is alike")),
        (shared.address or shared.site, gettext("the same web address")),
        (shared.place, gettext("the same organisation or municipality")),
        (shared.day, gettext("the same day")),
    ]
    values = {"signs": get_text_list([words for is_so, words in signs if is_so], gettext("and"))}
    return gettext("It has %(signs)s. Is it the same? Then write on there.") % values
