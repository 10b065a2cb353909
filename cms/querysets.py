"""The querysets that all public content starts from (`listed`), and how names are compared."""

import re
from collections import defaultdict

from django.db import transaction
from django.db.models import Exists, F, Lookup, OuterRef, Q, QuerySet
from django.db.models.query import ModelIterable
from django.utils.text import slugify
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, get_page_models
from wagtail.query import PageQuerySet

from caching.compiled import Prepared

# The deepest level of a public page: twelve plain pages inside each other, below the home page.
DEEPEST = 14


# The paths of a page and its ancestors, cut from its own path, so that the database can use its index on `path`.
# Comparing prefixes reads the whole table for every page. Raw SQL, because compiling expressions cost more than running
# the query.
PATHS = ", ".join(f"SUBSTR(%(path)s, 1, {Page.steplen * depth})" for depth in range(1, DEEPEST + 1))


class PathCondition(Lookup):
    """A condition on the path of a page: SQL in terms of `%(path)s`.

    A lookup, because search accepts only lookups on fields of its index, such as `path`.
    """

    template = ""
    # Where PostgreSQL needs its own.
    postgresql_template = ""

    def __init__(self, path):
        super().__init__(F(path), True)

    def as_sql(self, compiler, connection):
        path, params = self.process_lhs(compiler, connection)
        is_postgresql = connection.vendor == "postgresql"
        template = (is_postgresql and self.postgresql_template) or self.template
        return template % {"path": path}, params


class IsUnpublished(PathCondition):
    """True if the page with this path or an ancestor is not live."""

    template = (
        f"EXISTS(SELECT 1 FROM wagtailcore_page above WHERE NOT above.live AND above.path IN ({PATHS}))"  # noqa: S608 - our own
    )


class IsRestricted(PathCondition):
    """True if a view restriction applies to the page with this path, from itself or an ancestor.

    Wagtail's `public()` needs an extra query for all restrictions. They are few, so here they come first in the join
    (SQLite keeps the order of a cross join).
    """

    template = (
        "EXISTS(SELECT 1 FROM wagtailcore_pageviewrestriction restriction CROSS JOIN wagtailcore_page above"  # noqa: S608 - our own
        f" WHERE above.id = restriction.page_id AND above.path IN ({PATHS}))"
    )


class IsInClosedBranch(PathCondition):
    """True if the page is below an unpublished page or a view restriction applies to it.

    For queries over many pages: the database finds the closed branches once, where the two conditions above look above
    each page. PostgreSQL would not keep the pages below them as a table in memory.
    """

    closed = (
        "SELECT page.path FROM wagtailcore_page page WHERE page.numchild > 0 AND NOT page.live"
        " UNION SELECT page.path FROM wagtailcore_page page"
        " WHERE page.id IN (SELECT page_id FROM wagtailcore_pageviewrestriction)"
    )
    # A cross join keeps this order in SQLite. The range is that of treebeard.
    template = (
        f"%(path)s IN (SELECT below.path FROM ({closed}) above CROSS JOIN wagtailcore_page below"  # noqa: S608 - our own
        f" WHERE below.path BETWEEN above.path AND above.path || '{Page.steplen * 'Z'}')"
    )
    postgresql_template = f"%(path)s ^@ ANY(ARRAY({closed}))"


class IsAlias(PathCondition):
    """True if the page with this path or an ancestor is an alias; then the rules of its source apply."""

    template = (
        "EXISTS(SELECT 1 FROM wagtailcore_page above"  # noqa: S608 - our own
        f" WHERE above.alias_of_id IS NOT NULL AND above.path IN ({PATHS}))"
    )


def is_listed() -> Q:
    """The condition of `listed` for queries over many pages, also for those that are searched (`PathCondition`)."""
    condition = Q(~Q(IsInClosedBranch("path")), live=True, depth__lte=DEEPEST)
    for hidden in hidden_pages():
        condition &= ~Q(pk__in=hidden.values("pk"))
    return condition


def listed(pages) -> QuerySet:
    """The pages that everybody may see: those `reachable`, less the restricted ones.

    For few pages or those with given keys; `is_listed` gives the same of many.
    """
    return reachable(pages).filter(~IsRestricted("path"))


def deduplicated(pages, below="") -> QuerySet:
    """The pages without aliases whose source is listed below the same path: then the source is enough."""
    return pages.exclude(is_duplicate(below))


def is_duplicate(below) -> Q:
    """The condition for aliases whose source is listed below this path."""
    sources = Page.objects.filter(pk__in=Page.objects.exclude(alias_of=None).values("alias_of"))
    return Q(alias_of__in=listed(sources.filter(path__startswith=below)).values("pk"))


def reachable(pages) -> QuerySet:
    """The pages that are live, below no unpublished page, and not hidden by their type.

    Wagtail's `live()` includes pages below an unpublished page.
    """
    return not_hidden(pages.live().filter(~IsUnpublished("path"), depth__lte=DEEPEST))


def not_hidden(pages) -> QuerySet:
    """The pages without those that their type hides (`BasePage.hidden`)."""
    for hidden in hidden_pages(pages.model):
        pages = pages.filter(~Exists(hidden.filter(pk=OuterRef("pk"))))
    return pages


def hidden_pages(model=Page):
    """Yields a queryset of hidden pages for each subtype of this page type that hides any."""
    for page_class in get_page_models():
        hidden = (
            page_class.hidden() if issubclass(page_class, model) and hasattr(page_class, "hidden") else None
        )
        if hidden is not None:
            yield hidden


@Prepared
def rows_of(relation, keys, *, owners):
    """The rows of a child relation of these pages, in the editor's order.

    `keys` are foreign keys to join; a key with a minus names a column to defer (long texts).
    """
    rows = relation.related_model.objects.filter(**{f"{relation.field.attname}__in": owners})
    # Rows written by a program may have no sort order: the oldest first.
    rows = rows.order_by(*rows.model._meta.ordering, "pk")
    deferred = [key[1:] for key in keys if key.startswith("-")]
    joined = [key for key in keys if not key.startswith("-")]
    return rows.select_related(*joined).defer(*deferred) if joined else rows.defer(*deferred)


def load_rows(pages, relations) -> None:
    """Prefetches child rows of the pages: one query per relation, lighter than `prefetch_related`.

    `relations` maps each relation to the foreign keys to join (`rows_of`). Unsaved pages have their rows in memory.
    """
    stored = [page for page in pages if page.pk]
    for name, keys in relations.items() if stored else ():
        relation = type(stored[0])._meta.get_field(name)
        rows_by_page = defaultdict(list)
        for row in rows_of(relation, tuple(keys), owners=[page.pk for page in stored]):
            rows_by_page[getattr(row, relation.field.attname)].append(row)
        for page in stored:
            set_prefetched_rows(page, relation, rows_by_page[page.pk])


def set_prefetched_rows(page, relation, rows):
    """Stores the rows where Django looks for prefetched objects."""
    for row in rows:
        setattr(row, relation.field.name, page)
    queryset = relation.related_model.objects.all()
    queryset._result_cache, queryset._prefetch_done = rows, True
    page.__dict__.setdefault("_prefetched_objects_cache", {})[relation.get_accessor_name()] = queryset


class ListedQuerySet(PageQuerySet):
    """The querysets of all our page types."""

    _rows = {}

    def listed(self) -> QuerySet:
        return listed(self)

    @transaction.atomic
    def delete(self, *args, **kwargs):
        """As treebeard's, which counts the children of the parent before it knows whether the pages may go."""
        return super().delete(*args, **kwargs)

    delete.alters_data = True
    delete.queryset_only = True

    def with_rows(self, **relations):
        """Prefetches these child relations, each with the given foreign keys joined (`load_rows`)."""
        pages = self._chain()
        pages._rows = {**self._rows, **relations}
        return pages

    def _clone(self):
        clone = super()._clone()
        clone._rows = self._rows
        return clone

    def _fetch_all(self):
        is_first_fetch = self._result_cache is None
        super()._fetch_all()
        if is_first_fetch and self._rows and issubclass(self._iterable_class, ModelIterable):
            load_rows(self._result_cache, self._rows)

    def for_cards(self):
        """Loads what a card shows. Page types extend this, and set their order here."""
        return self.defer_streamfields().with_rows(page_themes=["theme"])

    def for_teasers(self):
        """Loads what a list of several types of pages shows; types whose cards show much more load less."""
        return self.for_cards()

    def for_entries(self):
        """Loads what `as_entry` reads, in the order of the cards.

        Of the stream fields only the story: reading a stream costs more than all the rest.
        """
        return self.with_streams(self.model.story).prefetch_related(*self.model.entry_rows)

    def for_data(self):
        """Loads what `as_entry` and `structured_data` read; of the stream fields only those of the latter."""
        pages = self.with_streams(self.model.data_streams)
        return pages.prefetch_related(*self.model.entry_rows, *self.model.data_rows)

    def for_summaries(self):
        """Loads what lists in the API show: no stream fields."""
        return self.with_streams(()).prefetch_related(*self.model.entry_rows)

    def for_exports(self):
        """Loads what `as_entry` reads except the body, for lists of any length."""
        texts = [field.name for field in self.model._meta.fields if field.name in self.model.story]
        return self.for_summaries().defer(*texts)

    def with_streams(self, names):
        """As `for_cards`, with all other fields too, except stream fields that are not in `names`."""
        streams = {field.name for field in self.model._meta.fields if isinstance(field, StreamField)}
        return self.for_cards().defer(None).defer(*streams.difference(names))


ListedManager = PageManager.from_queryset(ListedQuerySet)


SAINT = re.compile(r"\bst\b")


def fold(text) -> str:
    """The name for comparing: without case, accents or dots, and “St.” as Sint. Empty without letters or digits."""
    return SAINT.sub("sint", slugify(text.replace(".", " ")))
