from wagtail.models import PageManager

from cms.querysets import ListedQuerySet

CARD_ROWS = [
    "page_themes__theme",
    "owners__organisation",
    "target_groups__target_group",
    "working_regions__region",
    "contacts",
]


class PracticeQuerySet(ListedQuerySet):
    def for_cards(self):
        """With all that a card shows loaded, newest first.

        The approach stays in, unlike the other long texts: a card says whether it is still missing.
        """
        unseen = [name for name in self.model.get_streamfield_names() if name != "approach"]
        cards = self.defer(*unseen).prefetch_related(*CARD_ROWS)
        return cards.order_by("-first_published_at", "-pk")

    def for_comparison(self):
        """With all that a column of the comparison shows loaded."""
        return self.for_cards().defer(None).prefetch_related("working_area__municipality")


PracticeManager = PageManager.from_queryset(PracticeQuerySet)
