"""Records a ListingChange for changes that affect lists, so that every process invalidates its caches."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from caching.models import SHOWN_ONLY, ListingChange
from cms.models import (
    CustomDocument,
    CustomImage,
    LegalReference,
    Method,
    Municipality,
    Navigation,
    Organisation,
    Person,
    Publisher,
    Region,
    TargetGroup,
    Theme,
)
from cms.models.page_rows import Keyword
from cms.sections import is_platform_model

# Facets and cards read these, so all that is kept of lists is made anew.
READ_BY_FACETS = [Theme, TargetGroup, Method, Municipality, Region, Person]
# Shown on pages but not used by filters. A new one is on no page yet, but the API lists new organisations.
ONLY_SHOWN = [Organisation, LegalReference, CustomImage, CustomDocument, Keyword]


def page_changed(sender, instance, **kwargs):
    """Records a change of this page, or of everything if there are pages below it."""
    ListingChange.record(None if instance.numchild else instance.pk)


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


def anything_changed(sender, raw=False, **kwargs):
    if not raw:
        ListingChange.record()


def shown_thing_changed(sender, created=False, raw=False, **kwargs):
    if not raw and (not created or sender is Organisation):
        ListingChange.record(SHOWN_ONLY)


def visibility_changed(sender, raw=False, **kwargs):
    """A collection decides whether its documents, and those below it, are private."""
    if not raw:
        ListingChange.record(SHOWN_ONLY)


def setting_changed(sender, created=False, **kwargs):
    """Ignores the empty settings row that Wagtail creates at first use."""
    if not created:
        ListingChange.record()


LISTENERS = {
    **dict.fromkeys([Navigation, Publisher], setting_changed),
    **dict.fromkeys(ONLY_SHOWN, shown_thing_changed),
    **dict.fromkeys([Collection, CollectionViewRestriction], visibility_changed),
    **dict.fromkeys([*READ_BY_FACETS, PageViewRestriction, Locale, Site], anything_changed),
}


def connect():
    post_save.connect(page_saved, dispatch_uid="cms.page_saved")
    post_delete.connect(page_deleted, dispatch_uid="cms.page_deleted")
    for signal in (page_published, page_unpublished):
        signal.connect(page_changed, dispatch_uid="cms.page_changed")
    post_page_move.connect(anything_changed, dispatch_uid="cms.page_moved")
    for model, listener in LISTENERS.items():
        for signal in (post_save, post_delete):
            signal.connect(listener, sender=model, dispatch_uid=f"cms.{model.__name__}_changed")
