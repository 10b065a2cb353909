"""Signal receivers: what is kept when something is deleted, and what follows on each tick and on erasing somebody."""

from django.db.models.signals import post_save, pre_delete
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.signals.definitions import call_on_tick, copied, person_erased, restored

from . import capturing, erasing, forgetting, messages, sequences
from .models import Deletion


def connect() -> None:
    """Connects all receivers; repeated calls connect each once."""
    pre_delete.connect(capturing.keep_deleted, dispatch_uid="recycle_bin.keep_deleted")
    for model in (get_image_model(), get_document_model()):
        pre_delete.connect(
            capturing.keep_files, sender=model, dispatch_uid=f"recycle_bin.keep_files.{model.__name__}"
        )
    post_save.connect(
        messages.offer_to_undo_deletion, sender=Deletion, dispatch_uid="recycle_bin.offer_to_undo_deletion"
    )
    call_on_tick(forgetting.forget_due, erasing.erase_due)
    person_erased.connect(
        lambda names, addresses, key, **kwargs: erasing.erase(key, names, addresses),
        weak=False,
        dispatch_uid="recycle_bin.erase",
    )
    restored.connect(
        lambda since, logs, **kwargs: erasing.erase_again(since, logs),
        weak=False,
        dispatch_uid="recycle_bin.erase_again",
    )
    restored.connect(
        lambda **kwargs: sequences.pass_kept_keys(), weak=False, dispatch_uid="recycle_bin.pass_kept_keys"
    )
    copied.connect(
        lambda using, **kwargs: sequences.pass_kept_keys(using),
        weak=False,
        dispatch_uid="recycle_bin.pass_kept_keys",
    )
