from django.db.models import Case, Exists, OuterRef, Value, When
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

    def related_to(self, practice):
        """The other practices of the same site, those with the same owner or theme first; newest first among equals.

        Each says so itself: `same_owner` and `same_theme`.
        """
        same = self.model.objects.filter(pk=OuterRef("pk"))
        owners = [row.organisation_id for row in practice.owners.all() if row.organisation_id]
        themes = [row.theme_id for row in practice.page_themes.all() if row.theme_id]
        others = self.filter(path__startswith=practice.site_path).exclude(pk=practice.pk)
        return (
            others.for_cards()
            .annotate(
                same_owner=Exists(same.filter(owners__organisation__in=owners)),
                same_theme=Exists(same.filter(page_themes__theme__in=themes)),
            )
            .order_by(
                Case(
                    When(same_owner=True, same_theme=True, then=Value(0)),
                    When(same_owner=True, then=Value(1)),
                    When(same_theme=True, then=Value(1)),
                    default=Value(2),
                ),
                "-first_published_at",
                "-pk",
            )
        )


PracticeManager = PageManager.from_queryset(PracticeQuerySet)
