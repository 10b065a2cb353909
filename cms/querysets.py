"""The one query that everything public starts from, and how people name a place."""

import re

from django.db.models import BooleanField, Exists, Func, OuterRef, Prefetch, QuerySet
from django.utils.text import slugify
from wagtail.models import Page, PageManager, get_page_models
from wagtail.query import PageQuerySet

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


def listed(pages):
    """The given pages that everybody may see: those that answer, less the private ones."""
    return answering(pages).filter(~IsRestricted("path"))


def answering(pages):
    """The given pages that are live, below no unpublished page, and not hidden by their type.

    Wagtail's `live()` still answers pages below an unpublished section.
    """
    shown = pages.live().filter(~IsUnpublished("path"), depth__lte=DEEPEST)
    for model in get_page_models():
        hidden = model.hidden() if issubclass(model, pages.model) and hasattr(model, "hidden") else None
        if hidden is not None:
            shown = shown.filter(~Exists(hidden.filter(pk=OuterRef("pk"))))
    return shown


def rows_of(model, relation, *keys):
    """To prefetch: the rows of a relation with what their keys point at, in one query instead of one for each key."""
    rows = model._meta.get_field(relation).related_model.objects
    return Prefetch(relation, rows.select_related(*keys) if keys else rows.all())


class ListedQuerySet(PageQuerySet):
    """What all our page types can be asked."""

    def listed(self):
        return listed(self)

    def for_cards(self):
        """With all that a card shows loaded; each type says what that is, and in which order."""
        return self.defer_streamfields().prefetch_related(rows_of(self.model, "page_themes", "theme"))

    def for_entries(self):
        """With all that an entry tells loaded (`as_entry`), in the order of the cards."""
        return self.for_cards().defer(None).prefetch_related(*self.model.entry_rows)


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
