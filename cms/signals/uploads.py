"""Cleans pictures in Wagtail's queue of uploads too."""

from django.db.models.signals import pre_save
from wagtail.models import UploadedFile

from cms.models import CustomImage
from media.pictures import clean_picture


def clean_waiting_picture(sender, instance, **kwargs):
    """Rewrites the file, which Wagtail stores as sent until its form is filled in."""
    is_picture = instance.for_content_type and instance.for_content_type.model_class() is CustomImage
    if is_picture and instance.file and not instance.file._committed:
        instance.file = clean_picture(instance.file.file, instance.file.name)


def connect():
    pre_save.connect(clean_waiting_picture, sender=UploadedFile, dispatch_uid="cms.waiting_picture")
