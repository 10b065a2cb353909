"""The one query that everything public starts from."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import Substr
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

# No page lies deeper than this: below the home page, that is twelve plain pages inside each other.
DEEPEST = 14


def listed(pages):
    """The given pages that everybody may see: live, public, and below no unpublished page.

    Wagtail's `live().public()` still answers pages below an unpublished section. The paths above a page are cut from
    its own, so that the database looks each up in its index: comparing prefixes read the whole table for every page.
    """
    above = [Substr(OuterRef("path"), 1, Page.steplen * depth) for depth in range(1, DEEPEST)]
    unpublished_above = Page.objects.filter(live=False, numchild__gt=0, path__in=above)
    return pages.live().public().filter(~Exists(unpublished_above), depth__lte=DEEPEST)


class ListedQuerySet(PageQuerySet):
    """What all our page types can be asked."""

    def listed(self):
        return listed(self)

    def for_cards(self):
        """With all that a card shows loaded; each type says what that is, and in which order."""
        return self.defer_streamfields().prefetch_related("page_themes__theme")


ListedManager = PageManager.from_queryset(ListedQuerySet)
