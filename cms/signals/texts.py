"""What is stored of content, by any way in: no unseen characters, and rich text in the features of its field."""

from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import pre_save
from modelcluster.fields import ParentalKey
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page, Revision
from wagtail.snippets.models import get_snippet_models

from fields.plain_text import tidy_json, tidy_texts
from rich_text.stored import clean_record, clean_texts


def connect():
    pre_save.connect(tidy_content, dispatch_uid="tidy_content")


def tidy_content(sender, instance, raw=False, **kwargs):
    """Before content is saved, or a version of it. A fixture stays as it is."""
    if raw:
        return
    if sender is Revision:
        instance.content = tidy_json(instance.content)
        if model := ContentType.objects.get_for_id(instance.content_type_id).model_class():
            clean_record(model, instance.content)
    elif holds_content(sender):
        tidy_texts(instance)
        clean_texts(instance)


@cache
def holds_content(model) -> bool:
    """Whether people write it: pages, their rows, words that pages share, pictures and documents."""
    is_row = any(isinstance(field, ParentalKey) for field in model._meta.concrete_fields)
    return (
        is_row or issubclass(model, (Page, AbstractImage, AbstractDocument)) or model in get_snippet_models()
    )
