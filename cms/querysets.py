"""The one query that everything public starts from."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet


def listed(pages):
    """The given pages that everybody may see: live, public, and below no unpublished page.

    Wagtail's `live().public()` still answers pages below an unpublished section.
    """
    unpublished_above = Page.objects.filter(
        live=False, numchild__gt=0, path=Substr(OuterRef("path"), 1, Length("path"))
    )
    return pages.live().public().filter(~Exists(unpublished_above))


class ListedQuerySet(PageQuerySet):
    """What all our page types can be asked."""

    def listed(self):
        return listed(self)

    def for_cards(self):
        """With all that a card shows loaded; each type says what that is, and in which order."""
        return self.defer_streamfields().prefetch_related("page_themes__theme")


ListedManager = PageManager.from_queryset(ListedQuerySet)
