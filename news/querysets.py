from wagtail.models import PageManager

from cms.querysets import ListedQuerySet


class NewsQuerySet(ListedQuerySet):
    def for_cards(self):
        """Loads what a card shows, newest first."""
        cards = super().for_cards().select_related("listing_image", "region")
        return cards.order_by("-publication_date", "-first_published_at", "-pk")


NewsManager = PageManager.from_queryset(NewsQuerySet)
