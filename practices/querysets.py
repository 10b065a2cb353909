from collections import defaultdict

from django.db.models.query import ModelIterable
from wagtail.models import PageManager

from cms.models import Region, TargetGroup, Theme
from cms.models.changes import Remembered
from cms.prepared import Prepared
from cms.querysets import ListedQuerySet

CARD_COLUMNS = [
    "title",
    "slug",
    "url_path",
    "translation_key",
    "path",
    "depth",
    "numchild",
    "live",
    "content_type",
    "search_description",
    "first_published_at",
    "is_stub",
    "owner_note",
    "status",
    "evidence_level",
    "cost_total",
    "cost_band",
    "problem",
    "approach",
    "results",
]
# What the page of a practice shows.
PAGE_ROWS = {
    "page_themes": ["theme"],
    "owners": ["organisation"],
    "target_groups": ["target_group"],
    "working_regions": ["region"],
    "contacts": [],
    "partners": ["organisation"],
    "working_area": ["municipality"],
    "adopted_by": ["organisation"],
    "legal_references": ["legal_reference"],
    "related_pages": [],
    "footnotes": [],
    "tagged_items": ["tag"],
}


class PracticeQuerySet(ListedQuerySet):
    def for_cards(self):
        """With all that a card shows loaded, newest first.

        The approach stays in, unlike the other long texts: a card says whether it is still missing.
        """
        cards = self.only(*CARD_COLUMNS).order_by("-first_published_at", "-pk")
        cards._iterable_class = CardIterable
        return cards

    def for_comparison(self):
        """With all that a column of the comparison shows loaded."""
        return self.with_rows(**PAGE_ROWS)


class CardIterable(ModelIterable):
    """Practices with what their cards say of their rows: names, and no objects for the rows themselves.

    A list of twenty made three hundred objects to show sixty words.
    """

    def __iter__(self):
        pages = list(super().__iter__())
        fill_cards(self.queryset.model, pages)
        return iter(pages)


def fill_cards(model, pages):
    """Sets what the pages would otherwise ask of their rows, one light query for each kind of row."""
    keys = [page.pk for page in pages]
    words = vocabularies()
    themes = rows_by_page(model, "page_themes", keys, "theme_id")
    groups = rows_by_page(model, "target_groups", keys, "target_group_id")
    regions = rows_by_page(model, "working_regions", keys, "region_id")
    owners = rows_by_page(model, "owners", keys, "organisation__name")
    contacts = rows_by_page(model, "contacts", keys, "name", "coordinator_id")
    for page in pages:
        page.themes = [words[Theme][key] for key in themes[page.pk] if key in words[Theme]]
        page.target_group_words = [
            words[TargetGroup][key] for key in groups[page.pk] if key in words[TargetGroup]
        ]
        page.regions = [words[Region][key] for key in regions[page.pk] if key in words[Region]]
        page.owner_names = [name for name in owners[page.pk] if name]
        page.has_contacts = any(name or coordinator for name, coordinator in contacts[page.pk])


@Remembered
def vocabularies():
    return {model: model.objects.in_bulk() for model in (Theme, TargetGroup, Region)}


def rows_by_page(model, relation, keys, *columns):
    """What the rows of these pages say, in the editor's order: one column's values, or tuples of several."""
    found = defaultdict(list)
    for page, *values in columns_of(model._meta.get_field(relation).related_model, columns, keys=keys):
        found[page].append(values[0] if len(columns) == 1 else values)
    return found


@Prepared
def columns_of(row_model, columns, *, keys):
    rows = row_model.objects.filter(page_id__in=keys)
    return rows.order_by("sort_order").values_list("page_id", *columns)


PracticeManager = PageManager.from_queryset(PracticeQuerySet)
