"""Signal receivers: whatever goes offline, away or private, or comes back, has the pages looked at that point there."""

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.signals.definitions import call_on_tick, put_back

from .checking import check_again, check_due


def page_changed(instance, **kwargs):
    """With all below: they are offline or elsewhere too."""
    check_again(Page, Page.objects.filter(path__startswith=instance.path))


def page_is_online(instance, **kwargs):
    check_again(Page, Page.objects.filter(pk=instance.pk))


def pages_are_back(root, **kwargs):
    if isinstance(root, Page):
        page_changed(root)
    else:
        file_changed(type(root), root)


def page_is_deleted(sender, instance, **kwargs):
    """Sent for each class of the page: once is enough."""
    if sender is Page:
        page_is_online(instance)


def restriction_changed(instance, **kwargs):
    page_changed(instance.page)


def file_changed(sender, instance, **kwargs):
    check_again(sender, sender.objects.filter(pk=instance.pk))


def collection_changed(instance, **kwargs):
    documents = get_document_model()
    below = documents.objects.filter(collection__path__startswith=instance.collection.path)
    check_again(documents, below)


def connect() -> None:
    """Connects all receivers; repeated calls connect each once."""
    call_on_tick(check_due)
    page_unpublished.connect(page_changed, dispatch_uid="internal_links.unpublished")
    post_page_move.connect(page_changed, dispatch_uid="internal_links.moved")
    page_published.connect(page_is_online, dispatch_uid="internal_links.published")
    put_back.connect(pages_are_back, dispatch_uid="internal_links.put_back")
    pre_delete.connect(page_is_deleted, sender=Page, dispatch_uid="internal_links.page_deleted")
    for signal, name in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(
            restriction_changed,
            sender=PageViewRestriction,
            dispatch_uid=f"internal_links.page_{name}_restriction",
        )
        signal.connect(
            collection_changed,
            sender=CollectionViewRestriction,
            dispatch_uid=f"internal_links.files_{name}_restriction",
        )
    for model in (get_document_model(), get_image_model()):
        pre_delete.connect(
            file_changed, sender=model, dispatch_uid=f"internal_links.{model.__name__}_deleted"
        )
    post_save.connect(file_changed, sender=get_document_model(), dispatch_uid="internal_links.document_saved")
