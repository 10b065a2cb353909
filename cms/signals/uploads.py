"""Cleans pictures in Wagtail's queue of uploads too, and deletes nothing whose file can't be reached."""

from django.db.models.signals import pre_delete, pre_save
from wagtail.models import UploadedFile

from cms.models import CustomDocument, CustomImage
from media.pictures import clean_picture


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


def connect():
    pre_save.connect(clean_waiting_picture, sender=UploadedFile, dispatch_uid="cms.waiting_picture")
    for model in (CustomImage, CustomDocument):
        pre_delete.connect(need_storage, sender=model, dispatch_uid=f"cms.need_storage.{model.__name__}")
