"""What this process knows of the changes: the newest one of each model, for caches that depend on some models."""

import threading
from typing import NamedTuple

from django.apps import apps

from .models import ListingChange, today


class Known(NamedTuple):
    """The newest change; the newest that may concern any model; and the newest of each model since, by label."""

    newest: tuple
    of_any: tuple
    by_model: dict

    def newest_of(self, labels) -> tuple:
        """The newest change of one of these models. No labels stand for all models."""
        if labels is None:
            return self.newest
        return max((self.by_model[label] for label in labels & self.by_model.keys()), default=self.of_any)


_known = Known((0, None), (0, None), {})
_lock = threading.Lock()


def state_of(labels) -> tuple:
    """The newest change of the models with these labels (`labels_of`), and the date.

    Equal states mean that none of them has changed. Read it before the data that depend on it.
    """
    return known_changes().newest_of(labels), today()


def known_changes() -> Known:
    """What is known of the changes up to the one that is the newest for this request."""
    global _known
    newest = ListingChange.newest()
    if _known.newest == newest:
        return _known
    with _lock:
        if newest[0] < _known.newest[0] and ListingChange.between(_known.newest[0], _known.newest[0]):
            # This request began earlier than another. For it alone anything may have changed.
            return Known(newest, newest, {})
        _known = caught_up(_known, newest)
        return _known


def caught_up(known, newest) -> Known:
    """What is known after the changes up to `newest`.

    Where the last known one is gone (forgotten, or rolled back) anything may have changed.
    """
    rows = ListingChange.between(known.newest[0], newest[0])
    if not rows or rows[0][:2] != known.newest:
        return Known(newest, newest, {})
    of_any, by_model = known.of_any, dict(known.by_model)
    for pk, token, model in rows[1:]:
        if model:
            by_model[model] = (pk, token)
        else:
            of_any, by_model = (pk, token), {}
    return Known(newest, of_any, by_model)


def labels_of(*models) -> frozenset | None:
    """The labels under which changes of these models (classes or labels) are recorded; None stands for all models.

    A page is a row of Wagtail's Page and one of its own type. So a change of a model concerns whoever reads a model
    that it inherits from, or that inherits from it.
    """
    if not models:
        return None
    classes = [apps.get_model(model) if isinstance(model, str) else model for model in models]
    return frozenset(
        model._meta.label_lower
        for model in apps.get_models()
        if any(issubclass(model, known) or issubclass(known, model) for known in classes)
    )
