"""The one query that everything public starts from, and how people name a place."""

import re
from collections import defaultdict

from django.db.models import BooleanField, Exists, Func, OuterRef, QuerySet
from django.db.models.query import ModelIterable
from django.utils.text import slugify
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, get_page_models
from wagtail.query import PageQuerySet

from cms.prepared import Prepared

# No page lies deeper than this: below the home page, that is twelve plain pages inside each other.
DEEPEST = 14


# The paths of a page and of all above it, cut from its own, so that the database looks each up in its index: comparing
# prefixes read the whole table for every page. Written out, for made from expressions the SQL cost more than its query.
PATHS = ", ".join(f"SUBSTR(%(expressions)s, 1, {Page.steplen * depth})" for depth in range(1, DEEPEST + 1))


class IsUnpublished(Func):
    """True where the page of this path, or one above it, is not live."""

    output_field = BooleanField()
    template = (
        f"EXISTS(SELECT 1 FROM wagtailcore_page above WHERE NOT above.live AND above.path IN ({PATHS}))"  # noqa: S608 - our own
    )


class IsRestricted(Func):
    """True where a view restriction stands on the page of this path, or on one above it.

    Wagtail's `public()` asks for all restrictions first, in a query of its own. They are few: so they come first here
    (SQLite keeps the order of a cross join).
    """

    output_field = BooleanField()
    template = (
        "EXISTS(SELECT 1 FROM wagtailcore_pageviewrestriction restriction CROSS JOIN wagtailcore_page above"  # noqa: S608 - our own
        f" WHERE above.id = restriction.page_id AND above.path IN ({PATHS}))"
    )


class IsAlias(Func):
    """True where the page of this path, or one above it, is Wagtail's alias of another: then that one's rules count."""

    output_field = BooleanField()
    template = (
        "EXISTS(SELECT 1 FROM wagtailcore_page above"  # noqa: S608 - our own
        f" WHERE above.alias_of_id IS NOT NULL AND above.path IN ({PATHS}))"
    )


def listed(pages):
    """The given pages that everybody may see: those that answer, less the private ones."""
    return answering(pages).filter(~IsRestricted("path"))


def answering(pages):
    """The given pages that are live, below no unpublished page, and not hidden by their type.

    Wagtail's `live()` still answers pages below an unpublished section.
    """
    return not_hidden(pages.live().filter(~IsUnpublished("path"), depth__lte=DEEPEST))


def not_hidden(pages):
    """The given pages less those that their type hides from everybody, live or not."""
    for model in get_page_models():
        hidden = model.hidden() if issubclass(model, pages.model) and hasattr(model, "hidden") else None
        if hidden is not None:
            pages = pages.filter(~Exists(hidden.filter(pk=OuterRef("pk"))))
    return pages


@Prepared
def rows_of(relation, keys, *, owners):
    """The rows of a relation that hang below these pages, in the editor's order.

    With what the keys point at; and without the columns named with a minus, as in an order: long texts.
    """
    rows = relation.related_model.objects.filter(**{f"{relation.field.attname}__in": owners})
    # What a program wrote may have no place among the rows: then the first that was made comes first.
    rows = rows.order_by(*rows.model._meta.ordering, "pk")
    left = [key[1:] for key in keys if key.startswith("-")]
    joined = [key for key in keys if not key.startswith("-")]
    return rows.select_related(*joined).defer(*left) if joined else rows.defer(*left)


def load_rows(pages, relations):
    """Puts the rows of the pages at hand, as `prefetch_related` does: one light query for each relation.

    `relations` names for each the keys whose targets belong with it (`rows_of`). New drafts have theirs at hand.
    """
    stored = [page for page in pages if page.pk]
    for name, keys in relations.items() if stored else ():
        relation = type(stored[0])._meta.get_field(name)
        found = defaultdict(list)
        for row in rows_of(relation, tuple(keys), owners=[page.pk for page in stored]):
            found[getattr(row, relation.field.attname)].append(row)
        for page in stored:
            keep_rows(page, relation, found[page.pk])


def keep_rows(page, relation, rows):
    """Where Django looks for what was prefetched."""
    for row in rows:
        setattr(row, relation.field.name, page)
    kept = relation.related_model.objects.all()
    kept._result_cache, kept._prefetch_done = rows, True
    page.__dict__.setdefault("_prefetched_objects_cache", {})[relation.get_accessor_name()] = kept


class ListedQuerySet(PageQuerySet):
    """What all our page types can be asked."""

    _rows = {}

    def listed(self):
        return listed(self)

    def with_rows(self, **relations):
        """With the rows of these relations loaded, and what the keys of each row point at."""
        pages = self._chain()
        pages._rows = {**self._rows, **relations}
        return pages

    def _clone(self):
        clone = super()._clone()
        clone._rows = self._rows
        return clone

    def _fetch_all(self):
        is_asked = self._result_cache is None
        super()._fetch_all()
        if is_asked and self._rows and issubclass(self._iterable_class, ModelIterable):
            load_rows(self._result_cache, self._rows)

    def for_cards(self):
        """With all that a card shows loaded; each type says what that is, and in which order."""
        return self.defer_streamfields().with_rows(page_themes=["theme"])

    def for_entries(self):
        """With all that an entry tells loaded (`as_entry`), in the order of the cards.

        Of the long texts only those of its story: to read a stream costs more than to read all the rest.
        """
        return self.telling(self.model.story).prefetch_related(*self.model.entry_rows)

    def for_data(self):
        """With all that an entry and `structured_data` tell loaded. Of long texts only what the latter reads."""
        told = self.telling(self.model.data_streams)
        return told.prefetch_related(*self.model.entry_rows, *self.model.data_rows)

    def for_summaries(self):
        """With all that the API tells of them in lists: no running text."""
        return self.telling(()).prefetch_related(*self.model.entry_rows)

    def telling(self, names):
        """As cards, and with all fields that are no stream; of the streams, these."""
        streams = {field.name for field in self.model._meta.fields if isinstance(field, StreamField)}
        return self.for_cards().defer(None).defer(*streams.difference(names))


ListedManager = PageManager.from_queryset(ListedQuerySet)


SAINT = re.compile(r"\bst\b")
POSTAL_CODE = re.compile(r"[0-9]{4}")


def fold(text):
    """A name as it compares: no case, accents or dots, and “St.” for Sint. Empty where no letter or digit is."""
    return SAINT.sub("sint", slugify(text.replace(".", " ")))


class MunicipalityQuerySet(QuerySet):
    def named(self, text):
        """Those that go by this text: a slug, a name of today or of before a merger, or a postal code.

        Case, accents and hyphens don't matter. Several can answer: a postal code can have two, and Aalter is also
        the name of what merged into it. `current` leads to what a municipality is called today.
        """
        folded = fold(text)
        if not folded:
            return self.none()
        if POSTAL_CODE.fullmatch(folded):
            return self.filter(pk__in=self.filter(postal_codes__code=folded).values("pk"))
        names = self.values_list("pk", "slug", "name")
        return self.filter(pk__in=[pk for pk, slug, name in names if folded in (slug, fold(name))])
