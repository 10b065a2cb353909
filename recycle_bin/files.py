"""Files of what is in the bin: they stay where they were, out of reach without a row, until the entry goes."""

from functools import partial

from django.db import models, transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from media.storages import KeptFiles

from .models import KeptRow
from .rows import label_of


def keep_file(instance) -> None:
    """Has the file of a row that is being deleted stay.

    Uploads are served by their row alone (`media.storages`), so that nobody can reach it meanwhile.
    """
    instance.file.storage = KeptFiles()


def delete_files(rows) -> None:
    """Deletes the files of these kept rows once the transaction ends, unless their row is back."""
    for model in (get_image_model(), get_document_model()):
        kept = rows.filter(model=label_of(model))
        names = [content.get("file") for content in kept.values_list("content", flat=True)]
        for name in filter(None, names):
            transaction.on_commit(partial(delete_file, model, name), robust=True)


def delete_file(model: type[models.Model], name: str) -> None:
    is_used = model._base_manager.filter(file=name).exists()
    is_kept = KeptRow.objects.filter(model=label_of(model), content__file=name).exists()
    if not (is_used or is_kept):
        model._meta.get_field("file").storage.delete(name)
