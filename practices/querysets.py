"""Querysets of practices, and how their rows are loaded for cards and data."""

from collections import defaultdict

from django.db.models.query import ModelIterable
from wagtail.models import PageManager

from caching.compiled import Prepared
from caching.functions import cached_until_change
from cms.models import Method, Organisation, Region, TargetGroup, Theme
from cms.querysets import ListedQuerySet, load_rows

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
    "is_example",
    "listing_image",
    "owner_note",
    "status",
    "evidence_level",
    "evidence_judged_level",
    "evidence_judged_by",
    "evidence_judged_on",
    "cost_total",
    "cost_band",
    "approach",
    "results",
]
# What the entry of a practice reads, except its body.
EXPORT_COLUMNS = [
    "title",
    "url_path",
    "translation_key",
    "path",
    "depth",
    "content_type",
    "search_description",
    "first_published_at",
    "last_published_at",
    "reviewed_on",
    "review_by",
    "is_stub",
    "is_example",
    "status",
    "scale",
    "evidence_level",
    "evidence_judged_level",
    "evidence_judged_by",
    "evidence_judged_on",
    "evidence_judged_on_precision",
    "cost_band",
    "participant_cost",
    "licence",
]
# The child rows that the page of a practice shows, with the foreign keys to load.
PAGE_ROWS = {
    "page_themes": ["theme"],
    "owners": ["organisation"],
    "target_groups": ["target_group"],
    "methods": ["method"],
    "working_regions": ["region"],
    "contacts": [],
    "partners": ["organisation"],
    "networks": ["organisation"],
    "recognitions": ["organisation"],
    "reach": ["municipality", "region"],
    "grew_from": [],
    "working_area": ["municipality"],
    "adopted_by": ["organisation"],
    "legal_references": ["legal_reference"],
    "related_pages": [],
    "footnotes": [],
    "tagged_items": ["tag"],
}


class PracticeQuerySet(ListedQuerySet):
    def for_cards(self):
        """Loads what a card shows, newest first. Keeps long texts that a card may report as missing."""
        cards = self.only(*CARD_COLUMNS).order_by("-first_published_at", "-pk")
        cards._iterable_class = CardIterable
        return cards

    def for_teasers(self):
        """Loads where they work, of all rows of a card."""
        teasers = self.only(*CARD_COLUMNS)
        teasers._iterable_class = PlaceIterable
        return teasers

    def for_exports(self):
        exports = self.only(*EXPORT_COLUMNS)
        exports._iterable_class = ExportIterable
        return exports

    def for_data(self):
        """Also loads the listed earlier practices."""
        data = super().for_data()
        data._iterable_class = DataIterable
        return data

    def for_comparison(self):
        """Loads what a column of the comparison shows."""
        return self.with_rows(**PAGE_ROWS)


class PlaceIterable(ModelIterable):
    """Loads where practices work, without row objects."""

    def __iter__(self):
        pages = list(super().__iter__())
        fill_places(self.queryset.model, pages)
        return iter(pages)


class CardIterable(ModelIterable):
    """Loads the names in the rows of practices without row objects: a list of twenty has some three hundred rows."""

    def __iter__(self):
        pages = list(super().__iter__())
        fill_cards(self.queryset.model, pages)
        return iter(pages)


class ExportIterable(ModelIterable):
    """Loads the names that entries read, without row objects."""

    def __iter__(self):
        pages = list(super().__iter__())
        fill_names(self.queryset.model, pages)
        keys = [page.pk for page in pages]
        names = row_values_by_page(self.queryset.model, "networks", keys, "name", "organisation__name")
        judges = {page.evidence_judged_by_id for page in pages} - {None}
        judge_names = dict(organisation_names(keys=list(judges))) if judges else {}
        for page in pages:
            labels = [name or organisation for name, organisation in names[page.pk]]
            page.network_labels = [label for label in labels if label]
            judge = page.evidence_judged_by_id if page.judged_level is not None else None
            page.judge_name = judge_names.get(judge, "")
        return iter(pages)


class DataIterable(CardIterable):
    """Also sets `origins`, in two queries."""

    def __iter__(self):
        pages = list(super().__iter__())
        load_rows(pages, {"grew_from": []})
        keys = {row.practice_id for page in pages for row in page.grew_from.all()}
        earlier = self.queryset.model.objects.filter(pk__in=keys - {None}).listed().defer_streamfields()
        earlier_by_key = {page.pk: page for page in earlier}
        for page in pages:
            page.origins = page.origins_among(earlier_by_key)
        return iter(pages)


def fill_cards(model, pages):
    """Sets the cached properties of cards that depend on rows, with one query for each kind of row."""
    fill_names(model, pages)
    fill_places(model, pages)
    contacts = row_values_by_page(model, "contacts", [page.pk for page in pages], "name", "coordinator_id")
    for page in pages:
        page.has_contacts = any(name or coordinator for name, coordinator in contacts[page.pk])


def fill_places(model, pages):
    """Sets the cached properties with the regions and municipalities where practices work."""
    keys, words = [page.pk for page in pages], vocabularies()
    regions = row_values_by_page(model, "working_regions", keys, "region_id")
    towns = row_values_by_page(model, "working_area", keys, "municipality_id")
    for page in pages:
        page.working_ids = [key for key in regions[page.pk] if key], [key for key in towns[page.pk] if key]
        page.regions = [words[Region][key] for key in regions[page.pk] if key in words[Region]]


def fill_names(model, pages):
    """Sets the cached properties with the names of themes, target groups, methods and owners."""
    keys = [page.pk for page in pages]
    words = vocabularies()
    themes = row_values_by_page(model, "page_themes", keys, "theme_id")
    groups = row_values_by_page(model, "target_groups", keys, "target_group_id")
    methods = row_values_by_page(model, "methods", keys, "method_id")
    owners = row_values_by_page(model, "owners", keys, "organisation__name")
    for page in pages:
        page.themes = [words[Theme][key] for key in themes[page.pk] if key in words[Theme]]
        page.target_group_words = [
            words[TargetGroup][key] for key in groups[page.pk] if key in words[TargetGroup]
        ]
        page.method_words = [words[Method][key] for key in methods[page.pk] if key in words[Method]]
        page.owner_names = [name for name in owners[page.pk] if name]


@Prepared
def organisation_names(*, keys):
    return Organisation.objects.filter(pk__in=keys).values_list("pk", "name")


@cached_until_change(Theme, TargetGroup, Method, Region)
def vocabularies():
    return {model: model.objects.in_bulk() for model in (Theme, TargetGroup, Method, Region)}


def row_values_by_page(model, relation, keys, *columns):
    """Maps page keys to the values of their rows, in the editor's order; lists of values for several columns."""
    row_model = model._meta.get_field(relation).related_model
    values_by_page = defaultdict(list)
    for page_key, *values in row_values(row_model, columns, keys=keys):
        values_by_page[page_key].append(values[0] if len(columns) == 1 else values)
    return values_by_page


@Prepared
def row_values(row_model, columns, *, keys):
    rows = row_model.objects.filter(page_id__in=keys)
    return rows.order_by("sort_order").values_list("page_id", *columns)


PracticeManager = PageManager.from_queryset(PracticeQuerySet)
