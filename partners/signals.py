"""Signal receivers that keep the `Syndicated` rows up to date."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.signals.definitions import rewritten, ticked

from . import syndication


def page_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    if sender in syndication.kinds() and instance.live and not raw and not update_fields:
        syndication.ensure_row(instance)


def published(sender, instance, **kwargs):
    if type(instance) in syndication.kinds():
        syndication.record_publication(instance)
    elif instance.numchild:
        below(instance)


def below(instance, **kwargs):
    """The page and all below it: one way or another, everybody may see more or less of it."""
    syndication.reconcile(syndication.syndicated_pages().filter(path__startswith=instance.path))


def moved(instance, **kwargs):
    # The page in memory may still stand where it was.
    below(Page.objects.get(pk=instance.pk))


def restricted(instance, **kwargs):
    """Reconciles below the restricted page; it is gone when the restriction was deleted with it."""
    if page := Page.objects.filter(pk=instance.page_id).first():
        below(page)


def deleted(instance, **kwargs):
    syndication.withdraw(instance)


def connect():
    post_save.connect(page_saved, dispatch_uid="partners.page_saved")
    page_published.connect(published, dispatch_uid="partners.published")
    page_unpublished.connect(below, dispatch_uid="partners.unpublished")
    post_page_move.connect(moved, dispatch_uid="partners.moved")
    post_delete.connect(deleted, sender=Page, dispatch_uid="partners.deleted")
    for signal in (post_save, post_delete):
        signal.connect(restricted, sender=PageViewRestriction, dispatch_uid="partners.restricted")
    rewritten.connect(
        lambda pages, **kwargs: syndication.record_changes(pages),
        weak=False,
        dispatch_uid="partners.rewritten",
    )
    ticked.connect(lambda **kwargs: syndication.sweep(), weak=False, dispatch_uid="partners.ticked")
