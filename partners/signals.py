"""Signal receivers that keep the `Syndicated` rows up to date."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.signals.definitions import put_back, rewritten, ticked

from . import syndication


def create_missing_row(sender, instance, raw=False, update_fields=None, **kwargs) -> None:
    """Gives a page its row when it is saved live, also by code that publishes no revision."""
    if not raw and not update_fields and sender in syndication.kind_by_model() and instance.live:
        syndication.ensure_row(instance)


def record_published(sender, instance, **kwargs) -> None:
    """Records a published page. Of another type (a section, a list) it may have published the pages below it."""
    if type(instance) in syndication.kind_by_model():
        syndication.record_publication(instance)
    elif instance.numchild:
        reconcile_below(instance)


def reconcile_below(instance, **kwargs) -> None:
    """Reconciles this page and all below it, whose visibility or place may have changed."""
    syndication.reconcile(syndication.syndicated_pages().filter(path__startswith=instance.path))


def reconcile_moved(instance, **kwargs) -> None:
    """Records the new place of a moved page and of all pages below it."""
    # The page in memory may still have its old path.
    reconcile_below(Page.objects.get(pk=instance.pk))


def reconcile_restricted(instance, **kwargs) -> None:
    """Reconciles below the page of a view restriction. Does nothing if the page was deleted with its restriction."""
    if page := Page.objects.filter(pk=instance.page_id).first():
        reconcile_below(page)


def withdraw_deleted(instance, **kwargs) -> None:
    """Withdraws the row of a deleted page."""
    syndication.withdraw(instance)


def connect() -> None:
    """Connects all receivers; repeated calls connect each once."""
    post_save.connect(create_missing_row, dispatch_uid="partners.create_missing_row")
    page_published.connect(record_published, dispatch_uid="partners.record_published")
    page_unpublished.connect(reconcile_below, dispatch_uid="partners.reconcile_unpublished")
    post_page_move.connect(reconcile_moved, dispatch_uid="partners.reconcile_moved")
    put_back.connect(
        lambda root, **kwargs: reconcile_below(root), weak=False, dispatch_uid="partners.reconcile_put_back"
    )
    post_delete.connect(withdraw_deleted, sender=Page, dispatch_uid="partners.withdraw_deleted")
    for signal in (post_save, post_delete):
        signal.connect(
            reconcile_restricted, sender=PageViewRestriction, dispatch_uid="partners.reconcile_restricted"
        )
    rewritten.connect(
        lambda pages, **kwargs: syndication.record_changes(pages),
        weak=False,
        dispatch_uid="partners.record_changes",
    )
    ticked.connect(lambda **kwargs: syndication.sweep(), weak=False, dispatch_uid="partners.sweep")
