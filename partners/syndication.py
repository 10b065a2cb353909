"""Keeps the `Syndicated` rows in line with the pages that are listed."""

from functools import cache

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, get_page_models
from wagtail.query import PageQuerySet

from caching.models import ListingChange, list_state
from cms.models import IndexPage
from cms.querysets import listed

from .content_hashes import content_hash
from .models import Syndicated

# Content hashes computed in one sweep, for pages that were created without publishing in the editor.
MAX_HASHES = 200


@cache
def kind_by_model() -> dict[type[Page], str]:
    """`IndexPage.kind` of the list that shows it, by page model; only models that are syndicated."""
    return {
        model: index.kind
        for index in get_page_models()
        if issubclass(index, IndexPage) and index.kind
        for model in index.clean_subpage_models()
    }


def syndicated_pages() -> PageQuerySet:
    """All pages of the types that are syndicated, listed or not."""
    return Page.objects.type(*kind_by_model())


def ensure_row(page) -> None:
    """Creates the row of a listed page that has none. One that was withdrawn before gets a new version."""
    pages = Page.objects.filter(pk=page.pk)
    if (
        not Syndicated.objects.syndicated().filter(permanent_id=page.translation_key).exists()
        and listed(pages).exists()
    ):
        create_rows(pages)


def create_rows(pages) -> None:
    """Creates a row for each page of this queryset; none of them may have a current row."""
    now, ancestors = timezone.now(), Ancestors()
    withdrawn_rows = {
        row.permanent_id: row
        for row in Syndicated.objects.filter(permanent_id__in=pages.values("translation_key")).order_by(
            "version"
        )
    }
    columns = ["translation_key", "path", "content_type__model", "last_published_at", "first_published_at"]
    kind_by_name = {model._meta.model_name: kind for model, kind in kind_by_model().items()}
    rows = []
    for key, path, name, last, first in pages.values_list(*columns):
        withdrawn_row = withdrawn_rows.get(key)
        rows.append(
            Syndicated(
                permanent_id=key,
                kind=kind_by_name[name],
                above=ancestors.above(path),
                changed_at=now if withdrawn_row else last or first or now,
                version=withdrawn_row.version + 1 if withdrawn_row else 0,
                fingerprint=withdrawn_row.fingerprint if withdrawn_row else "",
            )
        )
    # Another process may have created some of them meanwhile.
    Syndicated.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    ListingChange.record(Syndicated)


class Ancestors:
    """The keys of all pages that have children, read once when it is made."""

    def __init__(self) -> None:
        self.keys = dict(Page.objects.filter(numchild__gt=0).values_list("path", "pk"))

    def above(self, path) -> str:
        """The keys of the ancestors of the page with this tree path, in the form of `Syndicated.above`."""
        ends = range(Page.steplen, len(path), Page.steplen)
        return "".join([",", *(f"{self.keys[path[:end]]}," for end in ends if path[:end] in self.keys)])


@transaction.atomic
def record_publication(page) -> None:
    """Updates `changed_at` and `version` of a published page if its content hash differs from the stored one.

    The first publication only stores the hash. Does nothing for a page without a current row.
    """
    row = (
        Syndicated.objects.syndicated().select_for_update().filter(permanent_id=page.translation_key).first()
    )
    if row is None:
        return
    new_hash = content_hash(page)
    is_first = not row.fingerprint and page.first_published_at == page.last_published_at
    if new_hash == row.fingerprint:
        return
    row.fingerprint = new_hash
    if not is_first:
        row.changed_at, row.version = timezone.now(), row.version + 1
    row.save()
    ListingChange.record(Syndicated)


def record_changes(page_ids) -> None:
    """Records pages that were changed by something else than publishing."""
    for page in syndicated_pages().filter(pk__in=page_ids).specific():
        record_publication(page)


def withdraw(page) -> None:
    """Withdraws the row of a deleted page."""
    rows = Syndicated.objects.syndicated().filter(permanent_id=page.translation_key)
    rows.update(withdrawn_at=timezone.now())
    ListingChange.record(Syndicated)


@transaction.atomic
def reconcile(pages=None) -> None:
    """Withdraws the rows of pages that are no longer listed, creates rows for new ones, and records moves.

    `pages` is a queryset of pages, listed or not; without it all pages and all rows are checked, so deleted pages too.
    """
    rows = Syndicated.objects.syndicated()
    if pages is not None:
        rows = rows.filter(permanent_id__in=pages.values("translation_key"))
    pages = syndicated_pages() if pages is None else pages
    ancestors = Ancestors()
    above_by_id = {
        key: ancestors.above(path) for key, path in listed(pages).values_list("translation_key", "path")
    }
    rows_by_id = {key: (pk, place) for key, pk, place in rows.values_list("permanent_id", "pk", "above")}
    gone = [pk for key, (pk, _place) in rows_by_id.items() if key not in above_by_id]
    moved = [pk for key, (pk, place) in rows_by_id.items() if above_by_id.get(key, place) != place]
    new = [key for key in above_by_id if key not in rows_by_id]
    if not (gone or moved or new):
        return
    in_batches(gone, lambda keys: Syndicated.objects.filter(pk__in=keys).update(withdrawn_at=timezone.now()))
    in_batches(moved, lambda keys: record_moves(Syndicated.objects.filter(pk__in=keys), above_by_id))
    in_batches(new, lambda keys: create_rows(Page.objects.filter(translation_key__in=keys)))
    ListingChange.record(Syndicated)


def record_moves(rows, above_by_id) -> None:
    """Adds a withdrawn row for the old place of each row, and writes the new place into the row itself."""
    now, rows = timezone.now(), list(rows)
    withdrawn_rows = [
        Syndicated(
            permanent_id=row.permanent_id,
            kind=row.kind,
            above=row.above,
            changed_at=row.changed_at,
            withdrawn_at=now,
        )
        for row in rows
    ]
    for row in rows:
        row.above = above_by_id[row.permanent_id]
    Syndicated.objects.bulk_create(withdrawn_rows)
    Syndicated.objects.bulk_update(rows, ["above"], batch_size=100)


def in_batches(keys, action, size=500) -> None:
    """Calls `action` with at most `size` keys at a time: databases limit the parameters of a query."""
    for start in range(0, len(keys), size):
        action(keys[start : start + size])


class Sweep:
    """Runs every minute: catches changes that sent no signal, and deletes old rows.

    Reconciles only if a list has changed since the last sweep of this process.
    """

    def __init__(self) -> None:
        self.last_state = None

    def __call__(self) -> None:
        state = list_state()
        if state != self.last_state:
            reconcile()
            # The state from before `reconcile`, so the next sweep checks once more what this one wrote.
            self.last_state = state
        fill_content_hashes()
        Syndicated.objects.outdated().delete()


sweep = Sweep()


def fill_content_hashes() -> None:
    """Computes the missing content hashes from the current content; `changed_at` stays as it is."""
    rows = Syndicated.objects.syndicated().filter(fingerprint="")[:MAX_HASHES]
    by_key = {row.permanent_id: row for row in rows}
    for page in syndicated_pages().filter(translation_key__in=by_key).specific():
        by_key[page.translation_key].fingerprint = content_hash(page)
    Syndicated.objects.bulk_update(by_key.values(), ["fingerprint"], batch_size=100)
