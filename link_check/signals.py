"""Signal receivers: the addresses follow the pages and terms, and what `tick` does."""

from django.conf import settings
from django.db.models.signals import post_save, pre_delete
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Page
from wagtail.signals import page_unpublished
from wagtail.snippets.models import get_snippet_models

from cms.models import BasePage
from cms.signals.definitions import call_on_tick, rewritten

from . import gathering
from .checking import check_due
from .models import Gathering, Place


def saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """Ignores drafts, and what Wagtail stores on a live page when its draft is saved."""
    if raw or update_fields:
        return
    if isinstance(instance, BasePage):
        if instance.live:
            gathering.page_changed(instance)
    elif isinstance(instance, BaseSiteSetting):
        gathering.gather_again(instance.site.root_page_id)
    elif not isinstance(instance, Page) and sender in get_snippet_models():
        gathering.term_changed(instance)


def unpublished(instance, **kwargs):
    """Its links leave the report with it."""
    Place.objects.filter(page=instance.pk).delete()
    Gathering.objects.filter(page=instance.pk).delete()


def term_deleted(sender, instance, **kwargs):
    if sender in get_snippet_models():
        gathering.term_changed(instance)


def content_rewritten(pages, **kwargs):
    """Somebody was erased: a sentence may have the name."""
    Place.objects.filter(page__in=pages).delete()
    Gathering.objects.filter(page__in=pages).delete()


def keep_up() -> None:
    """Gathers what changed, asks for what is due, forgets what is gone; forgets all where checking is off."""
    gathering.forget()
    if settings.CHECK_LINKS:
        gathering.gather_due()
        check_due()
    else:
        gathering.forget_pages(Gathering.objects.all())


def connect() -> None:
    """Connects all receivers; repeated calls connect each once."""
    post_save.connect(saved, dispatch_uid="link_check.saved")
    pre_delete.connect(term_deleted, dispatch_uid="link_check.term_deleted")
    page_unpublished.connect(unpublished, dispatch_uid="link_check.unpublished")
    rewritten.connect(content_rewritten, dispatch_uid="link_check.rewritten")
    call_on_tick(keep_up)
