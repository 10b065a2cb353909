"""The index of each filter form that this process keeps, brought up to date by the changes since it was made."""

import threading
from functools import cache
from typing import NamedTuple

from caching.changes import known_changes, labels_of
from caching.models import ListingChange, today

from .facet_index import FacetIndex


class Kept(NamedTuple):
    """An index, the newest change that it knows of, the newest that concerns it, and the date."""

    index: FacetIndex
    newest: tuple
    change: tuple
    date: object


_kept = {}
_lock = threading.Lock()


@cache
def labels_for(form_class):
    """The labels of the models that an index of this form reads."""
    return labels_of(*form_class.models())


@cache
def page_labels_for(form_class):
    """Those that decide which pages are listed, in which order."""
    return labels_of(*form_class.page_models())


@cache
def facets_for(form_class, label):
    """The facets of the form that read the model with this label."""
    return {facet for facet in form_class.facets if facet.models() and label in labels_of(*facet.models())}


def current_index(form_class, root) -> FacetIndex:
    """The up-to-date index of this process: the one it has, an updated copy of it, or a new one.

    The date counts too: a person who leaves a platform is off the lists the day after.
    """
    known, date = known_changes(), today()
    change = known.newest_of(labels_for(form_class))
    kept = _kept.get((form_class, root))
    if not kept or (kept.change, kept.date) != (change, date):
        with _lock:
            kept = _kept.get((form_class, root))
            if not kept or (kept.change, kept.date) != (change, date):
                index = (kept and kept.date == date and updated(kept, known.newest)) or FacetIndex.build(
                    form_class, root
                )
                kept = _kept[form_class, root] = Kept(index, known.newest, change, date)
    elif kept.newest != known.newest:
        # So that what came in between may be forgotten.
        _kept[form_class, root] = kept._replace(newest=known.newest)
    return kept.index


def updated(kept, newest) -> FacetIndex | None:
    """The index with the changed pages, and the facets of changed words, read again; None when all has to be."""
    form_class, index = kept.index.form_class, kept.index
    (first, token), (last, _token) = kept.newest, newest
    if not first or not ListingChange.objects.filter(pk=first, token=token).exists():
        return None
    changes = ListingChange.objects.filter(
        pk__gt=first, pk__lte=last, model__in=["", *labels_for(form_class)]
    )
    limit = form_class.max_partial_changes
    changed = changes.values_list("model", "page_id").distinct()[: limit + 1]
    ids, facets = set(), set()
    for label, page_id in changed:
        if label not in page_labels_for(form_class):
            facets |= facets_for(form_class, label)
        elif page_id:
            ids.add(page_id)
    if len(changed) > limit or any(concerns_all(form_class, *change) for change in changed):
        return None
    index = index.updated(ids) if ids else index
    return index.with_facets_read_again(facets) if facets else index


def concerns_all(form_class, label, page_id) -> bool:
    """Whether any page of the list may differ after this change."""
    return not label or (page_id is None and label in page_labels_for(form_class))
