"""Tells the lists that are kept in memory what has changed."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.models import (
    CustomDocument,
    CustomImage,
    LegalReference,
    ListingChange,
    Municipality,
    Navigation,
    Organisation,
    Person,
    Publisher,
    Region,
    TargetGroup,
    Theme,
)
from cms.models.base import Keyword
from cms.models.changes import SHOWN_ONLY

# Their names stand in every list.
VOCABULARIES = [Theme, TargetGroup, Municipality, Region, Person]
# Pages show them, and no filter asks for them. A new one is on no page yet; the API lists new organisations.
ONLY_SHOWN = [Organisation, LegalReference, CustomImage, CustomDocument, Keyword]


def page_changed(sender, instance, **kwargs):
    """A page with pages below it takes them along."""
    ListingChange.record(None if instance.numchild else instance.pk)


def page_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """A draft changes no list, nor does what Wagtail notes on a public page when a draft of it is saved.

    A platform does, live or not: the pages below it ask which one it is.
    """
    is_whole_page = isinstance(instance, Page) and not raw and not update_fields
    if is_whole_page and (instance.live or getattr(sender, "is_platform", False)):
        page_changed(sender, instance)


def page_deleted(sender, instance, **kwargs):
    if isinstance(instance, Page) and instance.live:
        page_changed(sender, instance)


def anything_changed(sender, raw=False, **kwargs):
    if not raw:
        ListingChange.record()


def shown_thing_changed(sender, created=False, raw=False, **kwargs):
    if not raw and (not created or sender is Organisation):
        ListingChange.record(SHOWN_ONLY)


def setting_changed(sender, created, **kwargs):
    """Wagtail makes an empty setting when somebody first asks for it: that says nothing new."""
    if not created:
        ListingChange.record()


def connect():
    post_save.connect(page_saved, dispatch_uid="cms.page_saved")
    post_delete.connect(page_deleted, dispatch_uid="cms.page_deleted")
    for signal in (page_published, page_unpublished):
        signal.connect(page_changed, dispatch_uid="cms.page_changed")
    post_page_move.connect(anything_changed, dispatch_uid="cms.page_moved")
    for model in (Navigation, Publisher):
        post_save.connect(setting_changed, sender=model, dispatch_uid=f"cms.{model.__name__}_changed")
    for model in ONLY_SHOWN:
        for signal in (post_save, post_delete):
            signal.connect(shown_thing_changed, sender=model, dispatch_uid=f"cms.{model.__name__}_changed")
    for model in (*VOCABULARIES, PageViewRestriction, Site):
        for signal in (post_save, post_delete):
            signal.connect(anything_changed, sender=model, dispatch_uid=f"cms.{model.__name__}_changed")
