from wagtail.models import PageManager

from cms.querysets import ListedQuerySet, rows_of

# The rows that a card shows, and which keys of theirs.
CARD_ROWS = {
    "page_themes": ["theme"],
    "owners": ["organisation"],
    "target_groups": ["target_group"],
    "working_regions": ["region"],
    "contacts": [],
}
# What the page of a practice shows on top of that.
PAGE_ROWS = CARD_ROWS | {
    "partners": ["organisation"],
    "working_area": ["municipality"],
    "adopted_by": ["organisation"],
    "legal_references": ["legal_reference"],
    "related_pages": [],
    "footnotes": [],
}


def prefetches(model, rows):
    return [rows_of(model, relation, *keys) for relation, keys in rows.items()]


class PracticeQuerySet(ListedQuerySet):
    def for_cards(self):
        """With all that a card shows loaded, newest first.

        The approach stays in, unlike the other long texts: a card says whether it is still missing.
        """
        unseen = [name for name in self.model.get_streamfield_names() if name != "approach"]
        cards = self.defer(*unseen).prefetch_related(*prefetches(self.model, CARD_ROWS))
        return cards.order_by("-first_published_at", "-pk")

    def for_comparison(self):
        """With all that a column of the comparison shows loaded."""
        return self.for_cards().defer(None).prefetch_related("working_area__municipality")

    def for_register(self):
        """With what a line in a list shows: title, owners and region."""
        shown = {name: CARD_ROWS[name] for name in ("owners", "working_regions")}
        return self.defer_streamfields().prefetch_related(*prefetches(self.model, shown))


PracticeManager = PageManager.from_queryset(PracticeQuerySet)
