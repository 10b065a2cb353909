"""Signal receivers: the review of a page follows the page, and what `tick` does."""

from django.db.models.signals import post_save

from cms.models import BasePage
from cms.signals.definitions import call_on_tick

from .mails import send_due
from .reviewing import follow_page
from .upkeep import keep_up


def page_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """Ignores drafts, and what Wagtail stores on a live page when its draft is saved."""
    if isinstance(instance, BasePage) and instance.live and not raw and not update_fields:
        follow_page(instance)


def connect() -> None:
    """Connects all receivers; repeated calls connect each once."""
    post_save.connect(page_saved, dispatch_uid="periodic_review.page_saved")
    call_on_tick(keep_up, send_due)
