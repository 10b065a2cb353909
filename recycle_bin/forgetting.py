"""Takes entries out of the bin for good: after their time, or when a reviewer says so."""

from django.db import transaction
from django.utils import timezone

from audit.models import Action
from audit.recording import record
from cms.one_by_one import one_by_one

from .files import delete_files
from .models import Deletion, KeptRow, UndoableAct


def forget_due() -> None:
    """Purges what is past its time; `tick` calls it."""
    UndoableAct.objects.over().delete()
    KeptRow.objects.filter(until__lte=timezone.now()).delete()
    one_by_one(purge, Deletion.objects.over())


@transaction.atomic
def purge(deletion) -> None:
    """Deletes an entry with its rows and files. It can't be put back any more."""
    record(Action.PURGED, deletion)
    delete_files(deletion.rows.all())
    deletion.delete()
