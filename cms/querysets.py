"""The one query that everything public starts from."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageManager, get_page_models
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


def all_listed():
    """Pages of all types that everybody may see, each by the rule of its own type: who has left is not among them."""
    pages = listed(Page.objects.all())
    for model in get_page_models():
        if getattr(type(model.objects.none()), "listed", ListedQuerySet.listed) is not ListedQuerySet.listed:
            other = ~Q(content_type=ContentType.objects.get_for_model(model))
            pages = pages.filter(other | Q(pk__in=model.objects.listed().values("pk")))
    return pages
