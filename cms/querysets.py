"""The one query that everything public starts from, and how people name a place."""

import re

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Substr
from django.utils.text import slugify
from wagtail.models import Page, PageManager, get_page_models
from wagtail.query import PageQuerySet

# No page lies deeper than this: below the home page, that is twelve plain pages inside each other.
DEEPEST = 14


def listed(pages):
    """The given pages that everybody may see: those that answer, less the private ones."""
    return answering(pages).public()


def answering(pages):
    """The given pages that are live, below no unpublished page, and not hidden by their type.

    Wagtail's `live()` still answers pages below an unpublished section. The paths above a page are cut from its own,
    so that the database looks each up in its index: comparing prefixes read the whole table for every page.
    """
    above = [Substr(OuterRef("path"), 1, Page.steplen * depth) for depth in range(1, DEEPEST)]
    unpublished_above = Page.objects.filter(live=False, numchild__gt=0, path__in=above)
    shown = pages.live().filter(~Exists(unpublished_above), depth__lte=DEEPEST)
    for model in get_page_models():
        hidden = model.hidden() if issubclass(model, pages.model) and hasattr(model, "hidden") else None
        if hidden is not None:
            shown = shown.filter(~Exists(hidden.filter(pk=OuterRef("pk"))))
    return shown


class ListedQuerySet(PageQuerySet):
    """What all our page types can be asked."""

    def listed(self):
        return listed(self)

    def for_cards(self):
        """With all that a card shows loaded; each type says what that is, and in which order."""
        return self.defer_streamfields().prefetch_related("page_themes__theme")

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
