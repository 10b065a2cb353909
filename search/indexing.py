"""The search fields of pages, and when a page is indexed again.

The index holds each page's text as written (for the admin's search and for snippets), and its terms with a marker
before each (`search.terms`). The site searches for terms only, and only public text has them: so neither a draft nor
another model is ever found.
"""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone
from modelsearch.backends import get_search_backend
from modelsearch.index import AutocompleteField, SearchField
from wagtail.models import Page, ReferenceIndex, get_default_page_content_type

from .models import SearchRefresh, SearchWord
from .stemming import stem
from .terms import TITLE_WORD, Field, marked, terms_of
from .words import LONGEST_WORD, unhyphenated_words, words

SHORTEST_STORED = 4
MAX_DUE_PAGES = 500
# The fields that saving a draft writes; none is public.
DRAFT_FIELDS = {"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"}

# The ids of the pages to index at the end of `deferred_indexing`, by model; None outside it.
_deferred = ContextVar("deferred", default=None)


class TitleStems(SearchField):
    """The terms of the title, in the index's title column."""

    def __init__(self):
        super().__init__("title", boost=2)

    def get_value(self, page):
        return " ".join(marked(Field.TITLE, term) for term in terms_of(page.title)) if page.live else ""


class BodyField(SearchField):
    """The text of the page without its title, followed by the terms of both, so that one column matches all words."""

    def __init__(self):
        super().__init__("search_text")

    def get_value(self, page):
        text = page.search_text
        return f"{text} {page.searched.marked_terms}" if page.live else text


class BeginningField(AutocompleteField):
    """The words of the title, for suggestions."""

    def __init__(self):
        super().__init__("search_text")

    def get_value(self, page):
        return " ".join(TITLE_WORD + word for word in words(page.title)) if page.live else ""


class StoreWordsMixin:
    """For the index of a search backend: stores the words of pages, for corrections, whenever pages are indexed."""

    def add_items(self, model, objs):
        super().add_items(model, objs)
        if hasattr(model, "search_text"):
            store_words(objs)


def update_search_index(page, update_fields=None) -> None:
    """Indexes a saved page again. Its child rows must be saved too; saving only a draft changes nothing."""
    if update_fields is None or not set(update_fields) <= DRAFT_FIELDS:
        if (deferred := _deferred.get()) is not None:
            deferred[type(page)].add(page.pk)
        else:
            # The object in memory may be a draft; the index holds what is public.
            get_search_backend().add(type(page).objects.get(pk=page.pk))


@contextmanager
def deferred_indexing():
    """Indexes the pages saved within this context once, at its end, in bulk; for code that creates many pages.

    Nested contexts leave it to the outer one.
    """
    if _deferred.get() is not None:
        yield
        return
    token = _deferred.set(defaultdict(set))
    try:
        yield
        for model, ids in _deferred.get().items():
            get_search_backend().add_bulk(model, model.get_indexed_objects().filter(pk__in=ids))
    finally:
        _deferred.reset(token)


def store_words(pages):
    """Stores the words of these pages for corrections, and the day on which each has to be indexed again."""
    live_pages = [page for page in pages if page.live]
    texts = [f"{page.title} {page.searched.text}" for page in live_pages]
    page_words = {word for text in texts for word in [*words(text), *unhyphenated_words(text)]}
    SearchWord.objects.bulk_create(
        [
            SearchWord(word=word, backwards=stem(word)[::-1])
            for word in sorted(page_words)
            if SHORTEST_STORED <= len(word) < LONGEST_WORD
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    SearchRefresh.objects.filter(page__in=[page.pk for page in pages]).delete()
    SearchRefresh.objects.bulk_create(
        SearchRefresh(page_id=page.pk, due_on=page.searched.changes_on)
        for page in live_pages
        if page.searched.changes_on
    )


def schedule_reindexing(instance) -> None:
    """Makes `tick` index every page that points at this organisation, person, theme, …, which may be renamed."""
    references = ReferenceIndex.get_references_to(instance)
    page_references = references.filter(base_content_type=get_default_page_content_type())
    ids = {int(pk) for pk in page_references.values_list("object_id", flat=True)}
    schedule_pages(Page.objects.filter(pk__in=ids))


def schedule_pages(pages) -> None:
    """Makes `tick` index these pages, a QuerySet."""
    SearchRefresh.objects.bulk_create(
        [SearchRefresh(page_id=pk, due_on=timezone.localdate()) for pk in pages.values_list("pk", flat=True)],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["due_on"],
        batch_size=500,
    )


def due_pages():
    """The pages to index again today; at most as many as take about a minute."""
    due = SearchRefresh.objects.filter(due_on__lte=timezone.localdate()).values("page")
    return Page.objects.filter(pk__in=due).specific()[:MAX_DUE_PAGES]
