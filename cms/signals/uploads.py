"""Cleans pictures in Wagtail's queue of uploads too, deletes nothing whose file can't be reached, and takes public
files away in time.
"""

import logging
from functools import partial

from django.core.files.storage import storages
from django.db import transaction
from django.db.models.signals import post_delete, pre_delete, pre_save
from wagtail.models import UploadedFile

from cms.models import CustomDocument, CustomImage, ReplacedRendition
from cms.signals.definitions import call_on_tick
from media.pictures import clean_picture

logger = logging.getLogger(__name__)
# Per minute: the rest has its turn a minute later.
MOST_AT_ONCE = 500


def clean_waiting_picture(sender, instance, **kwargs):
    """Rewrites the file, which Wagtail stores as sent until its form is filled in."""
    is_picture = instance.for_content_type and instance.for_content_type.model_class() is CustomImage
    if is_picture and instance.file and not instance.file._committed:
        instance.file = clean_picture(instance.file.file, instance.file.name)


def need_storage(sender, instance, **kwargs):
    """Raises StorageUnavailableError while S3 is away.

    Wagtail deletes the files after the rows, once: they would stay for good, and renditions are public.
    """
    instance.file.storage.exists(instance.file.name)


def withdraw_pictures():
    """Deletes the renditions of pictures whose consent has ended: pages left them out from midnight."""
    for picture in CustomImage.to_withdraw().distinct()[:MOST_AT_ONCE]:
        picture.withdraw()
        logger.info("Picture %s is off the site: the consent ended on %s", picture.pk, picture.consent_until)


def delete_replaced_renditions():
    for rendition in ReplacedRendition.objects.due()[:MOST_AT_ONCE]:
        rendition.delete_file()


def delete_file_with_row(sender, instance, **kwargs):
    """A picture that is deleted takes the files along that showed what it was before."""
    transaction.on_commit(partial(storages["public"].delete, instance.file), robust=True)


def connect():
    call_on_tick(withdraw_pictures, delete_replaced_renditions)
    post_delete.connect(
        delete_file_with_row, sender=ReplacedRendition, dispatch_uid="cms.replaced_rendition_file"
    )
    pre_save.connect(clean_waiting_picture, sender=UploadedFile, dispatch_uid="cms.waiting_picture")
    for model in (CustomImage, CustomDocument):
        pre_delete.connect(need_storage, sender=model, dispatch_uid=f"cms.need_storage.{model.__name__}")
