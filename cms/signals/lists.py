"""Records a ListingChange for changes that affect lists, so that every process invalidates its caches."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from caching.models import ListingChange
from cms.models import (
    CustomDocument,
    CustomImage,
    LegalReference,
    Method,
    Municipality,
    Navigation,
    Organisation,
    Person,
    PlaceName,
    PostalCode,
    Publisher,
    Region,
    ReviewTerm,
    StartingWords,
    TargetGroup,
    Theme,
)
from cms.models.page_rows import Keyword
from cms.sections import is_platform_model
from search.models import BestBet, Synonym


def page_changed(sender, instance, **kwargs):
    """Records a change of this page, or of pages of all types if there are any below it."""
    if instance.numchild:
        ListingChange.record(Page)
    else:
        ListingChange.record(sender, instance.pk)


def page_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """Ignores drafts, and what Wagtail stores on a live page when its draft is saved.

    Platforms count even if they are not live: the pages below them read theirs. An alias that becomes a page of its
    own counts: lists leave out an alias whose source they have.
    """
    is_part = update_fields and "alias_of_id" not in update_fields
    is_whole_page = isinstance(instance, Page) and not raw and not is_part
    if is_whole_page and (instance.live or is_platform_model(sender)):
        page_changed(sender, instance)


def page_deleted(sender, instance, **kwargs):
    if isinstance(instance, Page) and instance.live:
        page_changed(sender, instance)


def page_moved(sender, **kwargs):
    """The pages below it move along, and those beside it may get another place."""
    ListingChange.record(Page)


def model_changed(sender, raw=False, **kwargs):
    if not raw:
        ListingChange.record(sender)


def shown_thing_changed(sender, created=False, **kwargs):
    """Ignores a new one: no page shows it yet."""
    if not created:
        model_changed(sender, **kwargs)


LISTENERS = {
    **dict.fromkeys(
        [
            BestBet,
            Collection,
            CollectionViewRestriction,
            Locale,
            Method,
            Municipality,
            Organisation,
            PageViewRestriction,
            Person,
            PlaceName,
            PostalCode,
            Region,
            ReviewTerm,
            Site,
            StartingWords,
            Synonym,
            TargetGroup,
            Theme,
        ],
        model_changed,
    ),
    # Wagtail creates an empty row of a setting at its first use.
    **dict.fromkeys(
        [CustomDocument, CustomImage, Keyword, LegalReference, Navigation, Publisher], shown_thing_changed
    ),
}


def connect():
    post_save.connect(page_saved, dispatch_uid="cms.page_saved")
    post_delete.connect(page_deleted, dispatch_uid="cms.page_deleted")
    for signal in (page_published, page_unpublished):
        signal.connect(page_changed, dispatch_uid="cms.page_changed")
    post_page_move.connect(page_moved, dispatch_uid="cms.page_moved")
    for model, listener in LISTENERS.items():
        for signal in (post_save, post_delete):
            signal.connect(listener, sender=model, dispatch_uid=f"cms.{model.__name__}_changed")
