"""Keeps what readers elsewhere were told in line with what everybody may see."""

from functools import cache

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, get_page_models

from cms.models import IndexPage, ListingChange
from cms.models.changes import SHOWN_ONLY, list_state
from cms.querysets import listed

from .fingerprints import fingerprint
from .models import Syndicated

# Fingerprints that one minute takes: for pages that came by another way than an editor's button.
MOST_AT_ONCE = 200


@cache
def kinds():
    """Which kind of list each type of page stands in."""
    return {
        model: index.kind
        for index in get_page_models()
        if issubclass(index, IndexPage) and index.kind
        for model in index.clean_subpage_models()
    }


def pages_told():
    """All pages of the kinds that are told, whoever may see them."""
    return Page.objects.type(*kinds())


def keep(page):
    """There is a row for a page that everybody may see. One that came back is told anew: readers dropped it."""
    shown = Page.objects.filter(pk=page.pk)
    if (
        not Syndicated.objects.told().filter(permanent_id=page.translation_key).exists()
        and listed(shown).exists()
    ):
        begin(shown)


def begin(pages):
    """Rows for these pages, which have none."""
    now, above = timezone.now(), Above()
    back = {
        row.permanent_id: row
        for row in Syndicated.objects.filter(permanent_id__in=pages.values("translation_key")).order_by(
            "version"
        )
    }
    columns = ["translation_key", "path", "content_type__model", "last_published_at", "first_published_at"]
    by_name = {model._meta.model_name: kind for model, kind in kinds().items()}
    rows = []
    for key, path, name, last, first in pages.values_list(*columns):
        known = back.get(key)
        rows.append(
            Syndicated(
                permanent_id=key,
                kind=by_name[name],
                above=above.of(path),
                changed_at=now if known else last or first or now,
                version=known.version + 1 if known else 0,
                fingerprint=known.fingerprint if known else "",
            )
        )
    # Another process may have been first.
    Syndicated.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


class Above:
    """The pages above a path, as a row keeps them."""

    def __init__(self):
        self.keys = dict(Page.objects.filter(numchild__gt=0).values_list("path", "pk"))

    def of(self, path):
        ends = range(Page.steplen, len(path), Page.steplen)
        return "".join([",", *(f"{self.keys[path[:end]]}," for end in ends if path[:end] in self.keys)])


@transaction.atomic
def note(page):
    """The page was published: if it says something else than before, it is as new as this."""
    row = Syndicated.objects.told().select_for_update().filter(permanent_id=page.translation_key).first()
    if row is None:
        return
    said = fingerprint(page)
    is_first = not row.fingerprint and page.first_published_at == page.last_published_at
    if said == row.fingerprint:
        return
    row.fingerprint = said
    if not is_first:
        row.changed_at, row.version = timezone.now(), row.version + 1
    row.save()
    ListingChange.record(SHOWN_ONLY)


def renew(pages):
    """The pages with these keys were changed by something else than publishing."""
    for page in pages_told().filter(pk__in=pages).specific():
        note(page)


def withdraw(page):
    """The page is no more."""
    told = Syndicated.objects.told().filter(permanent_id=page.translation_key)
    told.update(withdrawn_at=timezone.now())


@transaction.atomic
def reconcile(pages=None):
    """What is gone is withdrawn, what is new or back begins, what moved leaves a row where it was.

    For the pages of this query, whether they are listed or not; without it for all, those that are no more included.
    """
    rows = Syndicated.objects.told()
    if pages is not None:
        rows = rows.filter(permanent_id__in=pages.values("translation_key"))
    pages = pages_told() if pages is None else pages
    above = Above()
    shown = {key: above.of(path) for key, path in listed(pages).values_list("translation_key", "path")}
    known = {key: (pk, place) for key, pk, place in rows.values_list("permanent_id", "pk", "above")}
    gone = [pk for key, (pk, _place) in known.items() if key not in shown]
    moved = [pk for key, (pk, place) in known.items() if key in shown and shown[key] != place]
    new = [key for key in shown if key not in known]
    if not (gone or moved or new):
        return
    in_parts(gone, lambda keys: Syndicated.objects.filter(pk__in=keys).update(withdrawn_at=timezone.now()))
    in_parts(moved, lambda keys: leave_behind(Syndicated.objects.filter(pk__in=keys), shown))
    in_parts(new, lambda keys: begin(Page.objects.filter(translation_key__in=keys)))
    ListingChange.record(SHOWN_ONLY)


def leave_behind(moved, shown):
    """A withdrawn row where each of these stood; what is told stands where it is now."""
    now, moved = timezone.now(), list(moved)
    old = [
        Syndicated(
            permanent_id=row.permanent_id,
            kind=row.kind,
            above=row.above,
            changed_at=row.changed_at,
            withdrawn_at=now,
        )
        for row in moved
    ]
    for row in moved:
        row.above = shown[row.permanent_id]
    Syndicated.objects.bulk_create(old)
    Syndicated.objects.bulk_update(moved, ["above"], batch_size=100)


def in_parts(keys, action, size=500):
    for start in range(0, len(keys), size):
        action(keys[start : start + size])


class Sweep:
    """What the clock does: whatever came by another way than ours. Nothing while no list has changed."""

    def __init__(self):
        self.seen = None

    def __call__(self):
        state = list_state()
        if state != self.seen:
            reconcile()
            # Not the newest: what we wrote ourselves is looked at once more, and found in order.
            self.seen = state
        learn()
        Syndicated.objects.outdated().delete()


sweep = Sweep()


def learn():
    """Fingerprints of pages that have none yet: what they say today is what was told."""
    rows = Syndicated.objects.told().filter(fingerprint="")[:MOST_AT_ONCE]
    by_key = {row.permanent_id: row for row in rows}
    for page in pages_told().filter(translation_key__in=by_key).specific():
        by_key[page.translation_key].fingerprint = fingerprint(page)
    Syndicated.objects.bulk_update(by_key.values(), ["fingerprint"], batch_size=100)
