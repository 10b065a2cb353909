"""Puts many new pages in the tree at once: a few queries for a batch, where saving takes dozens for each page."""

from collections import defaultdict
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery
from django.utils.text import slugify
from wagtail.models import Page
from wagtail.search.backends import get_search_backend


class Draft(NamedTuple):
    """A page that is not stored yet, the page that it goes below, and its child rows."""

    parent: Page
    page: Page
    rows: list[models.Model]


@transaction.atomic
def store(drafts):
    """Makes all these pages, of one type, live below their parents; and puts them in the search index.

    What Wagtail does beside that at each save stays undone: no versions, no log, no index of references.
    """
    by_parent = defaultdict(list)
    for draft in drafts:
        by_parent[draft.parent.pk].append(draft.page)
    for key, pages in by_parent.items():
        put_below(Page.objects.get(pk=key), pages)
    insert_pages([draft.page for draft in drafts])
    insert_rows(drafts)
    model = type(drafts[0].page)
    pages = model.get_indexed_objects().filter(pk__in=[draft.page.pk for draft in drafts])
    get_search_backend().add_bulk(model, pages)


def put_below(parent, pages):
    """Sets path, depth and the other derived fields of pages that become last children of the parent."""
    last = Page.objects.child_of(parent).order_by("path").values_list("path", flat=True).last()
    last_step = Page._str2int(last[-Page.steplen :]) if last else 0
    content_type = ContentType.objects.get_for_model(pages[0])
    for step, page in enumerate(pages, start=last_step + 1):
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, step)
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.locale_id = parent.locale_id
        page.content_type = content_type
        page.draft_title = page.title
        page.last_published_at = page.first_published_at
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + len(pages))


def insert_pages(pages):
    """Each page is a row in Wagtail's table and one in that of its type: Django's bulk_create refuses that."""
    Page.objects.bulk_create(pages)
    for page in pages:
        page.page_ptr_id = page.id
    fields = type(pages[0])._meta.local_concrete_fields
    size = connection.ops.bulk_batch_size(fields, pages) or 1
    for start in range(0, len(pages), size):
        query = InsertQuery(type(pages[0]))
        query.insert_values(fields, pages[start : start + size])
        query.get_compiler(connection=connection).execute_sql()


def insert_rows(drafts):
    """The child rows of all the pages, one type after the other, numbered within each page."""
    by_type = defaultdict(list)
    for draft in drafts:
        numbers = defaultdict(int)
        for row in draft.rows:
            row.page_id, row.sort_order = draft.page.pk, numbers[type(row)]
            numbers[type(row)] += 1
            by_type[type(row)].append(row)
    for model, rows in by_type.items():
        model.objects.bulk_create(rows)


def name_it(page, key, suffix):
    """A permanent id and an address that no other page has."""
    page.translation_key = key
    page.slug = f"{slugify(page.title)[:80]}-{suffix}"
