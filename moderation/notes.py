"""What was written with the last time that a page was submitted."""

from django.db.models import Max
from wagtail.models import TaskState

from .models import SubmissionNote


def load_notes(workflow_states) -> None:
    """Sets `note` on each of these states of review, "" without one; in two queries.

    A page that was sent back and submitted again has the note of the last time only.
    """
    keys = [state.pk for state in workflow_states]
    rejected = TaskState.objects.filter(workflow_state__in=keys, status=TaskState.STATUS_REJECTED)
    last_rejected = dict(rejected.order_by().values_list("workflow_state").annotate(last=Max("pk")))
    notes = SubmissionNote.objects.filter(task_state__workflow_state__in=keys).order_by("pk")
    by_state = {}
    for key, step, text in notes.values_list("task_state__workflow_state", "task_state", "text"):
        if step > last_rejected.get(key, 0):
            by_state[key] = text
    for state in workflow_states:
        state.note = by_state.get(state.pk, "")
