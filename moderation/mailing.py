"""Wagtail's mails about a review, with what changed, what was written, and links to edit and to compare."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import Page, TaskState

from cms.sections import load_sections
from editor.history import changes_of

from .deciding import deciders_of, names_of, replaced_in, superusers
from .notes import load_notes
from .wording import name_of


def admin_address(name, *args) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse(f"wagtailadmin_pages:{name}", args=args)


class Version:
    """A version of a page in review: what it says, and what it is compared with."""

    def __init__(self, workflow_state, revision):
        self.workflow_state, self.revision = workflow_state, revision
        # As it is now: an approval published it since Wagtail read it.
        [self.page] = load_sections([Page.objects.get(pk=workflow_state.object_id).specific])
        self.draft = revision.as_object()

    def before(self):
        """The version that was sent back, else the public one, else None."""
        sent_back = self.workflow_state.task_states.filter(status=TaskState.STATUS_REJECTED)
        last = sent_back.exclude(revision=self.revision).select_related("revision").order_by("-pk").first()
        if last and last.revision.created_at < self.revision.created_at:
            return last.revision
        return "live" if self.page.live else None

    def context(self) -> dict:
        """For the part of the mail that every mail about this page has."""
        before = self.before()
        return {
            "title": " ".join(self.draft.get_admin_display_title().split()),
            "kind": self.page.page_type_display_name,
            "section": getattr(self.page.section, "title", ""),
            "edit_address": admin_address("edit", self.page.pk),
            "changes": self.changes(before),
            "compare_address": before and self.compare_address(before),
        }

    def changes(self, before) -> str:
        if before is None:
            return _("this page was never public before")
        old = self.page if before == "live" else before.as_object()
        words = changes_of(old, self.draft) or _("nothing that the comparison shows")
        if before == "live":
            return words
        return _("%(changes)s since it was sent back") % {"changes": words}

    def compare_address(self, before) -> str:
        old = before if before == "live" else before.pk
        return admin_address("revisions_compare", self.page.pk, old, self.revision.pk)


def whereabouts(page) -> dict:
    """Whether and where readers see the page, or from when on."""
    is_published = page.live and not page.has_unpublished_changes
    scheduled = page.scheduled_revision
    return {
        "is_published": is_published,
        "public_address": page.full_url if is_published else "",
        "goes_live_at": scheduled and scheduled.approved_go_live_at,
    }


def note_of(workflow_state) -> str:
    load_notes([workflow_state])
    return workflow_state.note


def decisions_of(workflow_state, statuses) -> list[dict]:
    """The decisions of this review, the oldest first: who, for whom, in which step, with which comment."""
    states = workflow_state.task_states.filter(status__in=statuses).select_related("task", "finished_by")
    replaced = replaced_in(states)
    return [
        {
            "who": name_of(state.finished_by),
            "replaced": replaced.get(state.pk, ""),
            "step": state.task.name,
            "comment": state.comment,
        }
        for state in states.order_by("pk")
    ]


class ReviewMailMixin:
    """Mixin for Wagtail's notifiers: each mail wholly in the language of who gets it, to who is asked for."""

    def send_emails(self, template_set, context, recipients, **kwargs):
        outcomes = [self.send_email(template_set, context, recipient) for recipient in recipients]
        return all(outcomes)

    def send_email(self, template_set, context, recipient) -> bool:
        with translation.override(recipient.wagtail_userprofile.get_preferred_language()):
            own = {**context, **self.context_for(context, recipient)}
            return super().send_emails(template_set, own, [recipient])

    def context_for(self, context, recipient) -> dict:
        """What only this recipient reads, and what is in words."""
        return context["version"].context()


class SubmissionNotifier(ReviewMailMixin, GroupApprovalTaskStateSubmissionEmailNotifier):
    """Asks who decides in this step, or their substitutes, and superusers: one mail each."""

    def get_recipient_users(self, task_state, **kwargs):
        users = set(deciders_of(task_state.task.specific))
        if getattr(settings, "WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS", True):
            users |= set(superusers())
        return users - {kwargs.get("user")}

    def get_context(self, task_state, **kwargs):
        workflow_state = task_state.workflow_state
        return super().get_context(task_state, **kwargs) | {
            "version": Version(workflow_state, task_state.revision),
            "who": name_of(workflow_state.requested_by),
            "note": note_of(workflow_state),
            "decisions": decisions_of(workflow_state, [TaskState.STATUS_APPROVED]),
            "deciders": deciders_of(task_state.task.specific),
        }

    def context_for(self, context, recipient):
        replaced = names_of(context["deciders"].get(recipient, ()))
        return super().context_for(context, recipient) | {"replaced": replaced}


class OutcomeMixin(ReviewMailMixin):
    """Mixin for notifiers of how a review ended: tells who submitted the page, or its maker if that account is gone."""

    def get_recipient_users(self, workflow_state, **kwargs):
        return {self.submitter_of(workflow_state)} - {kwargs.get("user"), None}

    def submitter_of(self, workflow_state):
        submitter, owner = workflow_state.requested_by, workflow_state.content_object.owner
        return submitter if submitter and submitter.is_active else owner

    def get_context(self, workflow_state, **kwargs):
        user, state = kwargs.get("user"), workflow_state.current_task_state
        revision = workflow_state.content_object.get_latest_revision()
        edited = changes_of(state.revision.as_object(), revision.as_object())
        return super().get_context(workflow_state, **kwargs) | {
            "version": Version(workflow_state, revision),
            "who": name_of(user),
            "replaced": replaced_in([state]).get(state.pk, ""),
            "step": state.task.name,
            "edited": edited,
            "edited_since": edited and state.revision,
            **whereabouts(Page.objects.get(pk=workflow_state.object_id)),
        }


class RejectionNotifier(OutcomeMixin, WorkflowStateRejectionEmailNotifier):
    """Also tells who approved an earlier step: else nobody heard when a submitter refused a later one."""

    def get_recipient_users(self, workflow_state, **kwargs):
        approved = workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED)
        earlier = {state.finished_by for state in approved.select_related("finished_by")}
        return super().get_recipient_users(workflow_state, **kwargs) | earlier - {kwargs.get("user"), None}


class ApprovalNotifier(OutcomeMixin, WorkflowStateApprovalEmailNotifier):
    """Says what each step wrote."""

    def get_context(self, workflow_state, **kwargs):
        decisions = decisions_of(workflow_state, [TaskState.STATUS_APPROVED])
        return super().get_context(workflow_state, **kwargs) | {"decisions": decisions}

    def context_for(self, context, recipient):
        """What was public before is no news to who submitted it; what the reviewer changed is."""
        words = super().context_for(context, recipient)
        since = context["edited_since"]
        compare_address = since and context["version"].compare_address(since)
        return words | {"changes": "", "compare_address": compare_address}


class CancellationNotifier(OutcomeMixin, WorkflowStateRejectionEmailNotifier):
    """Tells the submitter when somebody else ended the review: took it back, or published the page at once."""

    def get_template_set(self, instance, **kwargs):
        base = f"{self.template_directory}workflow_state_cancelled"
        return {"subject": f"{base}_subject.txt", "text": f"{base}.txt", "html": f"{base}.html"}
