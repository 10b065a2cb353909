"""Signal receivers: what was found follows the pages, and what `tick` does."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.signals import page_unpublished

from cms.models import BasePage
from cms.signals.definitions import call_on_tick, rewritten

from .gathering import forget, forget_offline, gather_due, read_again, read_documents


def saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """Ignores drafts, and what Wagtail stores on a live page when its draft is saved.

    After the transaction: a `tick` that reads the page meanwhile reads what it was before.
    """
    if isinstance(instance, BasePage) and instance.live and not raw and not update_fields:
        transaction.on_commit(partial(read_again, [instance.pk]), robust=True)


def unpublished(instance, **kwargs):
    """What was found leaves the report with the page."""
    forget([instance.pk])


def content_rewritten(pages, **kwargs):
    """Somebody was erased: a sentence may have the name."""
    forget(pages)


def connect() -> None:
    """Connects all receivers; repeated calls connect each once."""
    post_save.connect(saved, dispatch_uid="content_checks.saved")
    page_unpublished.connect(unpublished, dispatch_uid="content_checks.unpublished")
    rewritten.connect(content_rewritten, dispatch_uid="content_checks.rewritten")
    call_on_tick(forget_offline, read_documents, gather_due)
