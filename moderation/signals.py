"""Signal receivers: who hears what of a review. Those of Wagtail's admin with the same uid are not connected then."""

from django.db.models.signals import post_save
from wagtail.models import Comment, CommentReply, Page, TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from cms.signals.definitions import call_on_tick, person_erased
from editor.submitting import current_note

from . import comments, mailing, reminders
from .models import SubmissionNote


def keep_note(instance, **kwargs) -> None:
    """The first step of a submission keeps what was written with it."""
    if current_note():
        SubmissionNote.objects.get_or_create(task_state_id=instance.pk, defaults={"text": current_note()})


def subscribe_submitter(instance, user=None, **kwargs) -> None:
    """Who submits a page for the first time hears of comments on it, also who opened it before without a word."""
    page = instance.content_object
    first = not page.workflow_states.filter(requested_by=user).exclude(pk=instance.pk).exists()
    if isinstance(page, Page) and user and first:
        comments.subscribe(page, [user])


def subscribe_named(instance, created=False, raw=False, **kwargs) -> None:
    """Who is named in a new comment or reply gets the mail that Wagtail sends about it next, and the later ones."""
    if created and not raw:
        page = instance.page if isinstance(instance, Comment) else instance.comment.page
        comments.subscribe(page, comments.named_in(instance.text, page))


def forget_named(names, addresses, **kwargs) -> None:
    """Deletes the notes that name somebody who is erased."""
    for text in filter(None, {*names, *addresses}):
        SubmissionNote.objects.filter(text__icontains=text).delete()


def connect() -> None:
    """Connects all receivers; repeated calls connect each once. The note first: the mail shows it."""
    call_on_tick(reminders.send_due)
    person_erased.connect(forget_named, dispatch_uid="moderation.forget_named")
    workflow_submitted.connect(
        subscribe_submitter, sender=WorkflowState, dispatch_uid="moderation.subscribe_submitter"
    )
    for model in (Comment, CommentReply):
        name = f"moderation.subscribe_named.{model.__name__}"
        post_save.connect(subscribe_named, sender=model, dispatch_uid=name)
    task_submitted.connect(keep_note, dispatch_uid="moderation.keep_note")
    task_submitted.connect(
        mailing.SubmissionNotifier(),
        sender=TaskState,
        weak=False,
        dispatch_uid="group_approval_task_submitted_email_notification",
    )
    for signal, notifier, name in (
        (workflow_rejected, mailing.RejectionNotifier(), "workflow_state_rejected_email_notification"),
        (workflow_approved, mailing.ApprovalNotifier(), "workflow_state_approved_email_notification"),
        (workflow_cancelled, mailing.CancellationNotifier(), "moderation.cancelled"),
    ):
        signal.connect(notifier, sender=WorkflowState, weak=False, dispatch_uid=name)
