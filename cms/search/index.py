"""What of a page goes into the search index, and when it is renewed.

The index holds each page as people wrote it (for the admin, and for the lines below a result), and its stems with a
mark before each. The site asks for marked stems only, and only what is public has them: so no column of another
model, and nothing of a draft, is ever an answer.
"""

from django.utils import timezone
from modelsearch.backends import get_search_backend
from modelsearch.index import AutocompleteField, SearchField
from wagtail.models import Page, ReferenceIndex, get_default_page_content_type

from .words import LONGEST_WORD, stems, words

STEM, BEGINNING = "qz", "qw"  # no Dutch word begins like this
SHORTEST_KNOWN = 4
MOST_AT_ONCE = 500
# What saving a draft writes: nothing that is public.
OF_DRAFTS = {"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"}


def marked(mark, found):
    return " ".join(mark + word for word in found)


class TitleStems(SearchField):
    """The stems of the title, in the column of the title: a word found there weighs more."""

    def __init__(self):
        super().__init__("title", boost=2)

    def get_value(self, page):
        return marked(STEM, stems(page.title)) if page.live else ""


class BodyField(SearchField):
    """All words of the page but its title, and after them the stems of all, title included: one column has them all."""

    def __init__(self):
        super().__init__("search_text")

    def get_value(self, page):
        text = page.search_text
        return f"{text} {page.searched.marked_stems}" if page.live else text


class BeginningField(AutocompleteField):
    """The words of the title, for suggestions while somebody types."""

    def __init__(self):
        super().__init__("search_text")

    def get_value(self, page):
        return marked(BEGINNING, words(page.title)) if page.live else ""


class LearnsWords:
    """Stands left of the index of a backend: whoever indexes pages, by whatever way, learns their words."""

    def add_items(self, model, objs):
        super().add_items(model, objs)
        if hasattr(model, "search_text"):
            learn(objs)


def keep_index(page, update_fields=None):
    """Renew the page in the search index, after it was saved with all its rows. Saving a draft changes nothing."""
    if update_fields is None or not set(update_fields) <= OF_DRAFTS:
        # What is in memory may be a draft; the index holds what is public.
        get_search_backend().add(type(page).objects.get(pk=page.pk))


def learn(pages):
    """Remember the words of these pages for corrections, and when the pages have to be looked at again."""
    from cms.models import SearchRefresh, SearchWord

    public = [page for page in pages if page.live]
    found = {word for page in public for word in words(f"{page.title} {page.searched.text}")}
    new = [SearchWord(word=word) for word in sorted(found) if SHORTEST_KNOWN <= len(word) < LONGEST_WORD]
    SearchWord.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    SearchRefresh.objects.filter(page__in=[page.pk for page in pages]).delete()
    due = [page for page in public if page.searched.changes_on]
    SearchRefresh.objects.bulk_create(
        SearchRefresh(page_id=page.pk, due_on=page.searched.changes_on) for page in due
    )


def renew_pages_naming(thing):
    """Let `tick` renew every page that points at this organisation, person, theme, …: it may have another name."""
    from cms.models import SearchRefresh

    references = ReferenceIndex.get_references_to(thing)
    on_pages = references.filter(base_content_type=get_default_page_content_type())
    keys = {int(key) for key in on_pages.values_list("object_id", flat=True)}
    pages = Page.objects.filter(pk__in=keys).values_list("pk", flat=True)
    SearchRefresh.objects.bulk_create(
        [SearchRefresh(page_id=pk, due_on=timezone.localdate()) for pk in pages],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["due_on"],
    )


def due_pages():
    """The pages whose words in the index hold no longer; of very many, as many as a minute is for."""
    from cms.models import SearchRefresh

    due = SearchRefresh.objects.filter(due_on__lte=timezone.localdate()).values("page")
    return Page.objects.filter(pk__in=due).specific()[:MOST_AT_ONCE]
