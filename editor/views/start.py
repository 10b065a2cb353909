"""The panels of the start screen."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState, WorkflowState

from cms.models import OutgoingMail
from cms.permissions import pages_of
from cms.sections import load_sections
from editor.filters import page_keys_of
from editor.reviews import load_rejections


class StartButtons(Component):
    """Buttons to add a page, one for each page type that this user may add somewhere."""

    name, order = "start_buttons", 100
    template_name = "cms/start/buttons.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        buttons = [button(user) for button in hooks.get_hooks("register_start_button")]
        return {"buttons": [button for button in buttons if button]}


class MailTrouble(Component):
    """For superusers: outgoing mail that is late or failed; empty while there is none."""

    name, order = "mail_trouble", 50
    template_name = "cms/start/mail.html"

    def get_context_data(self, parent_context):
        mails = OutgoingMail.objects
        last = mails.exclude(error="").order_by("-pk").first()
        return {"late": mails.late().count(), "given_up": mails.given_up().count(), "last": last}


class PagesPanel(Component):
    """A short list of pages on the start screen, in a fixed number of queries."""

    class Media:
        css = {"all": ["admin/start.css"]}

    template_name = "cms/start/pages.html"
    max_pages = 8

    def pages(self, user):
        """All pages of this panel, the most urgent first."""
        raise NotImplementedError

    def get_context_data(self, parent_context):
        pages = self.pages(parent_context["request"].user)[: self.max_pages + 1]
        pages = load_sections(pages)
        return {
            "name": self.name,
            "heading": self.heading,
            "empty": self.empty,
            "pages": pages[: self.max_pages],
            "is_long": len(pages) > self.max_pages,
        }


class MyDrafts(PagesPanel):
    """Pages with unpublished changes that this user owns or edited last."""

    name, order = "my_drafts", 200
    heading = _("My drafts")
    empty = _("You have no unfinished work.")

    def pages(self, user):
        mine = Q(owner=user) | Q(latest_revision__user=user)
        unfinished = Q(live=False) | Q(has_unpublished_changes=True)
        return pages_of(user).filter(mine, unfinished).order_by("-latest_revision_created_at")


class SentBack(PagesPanel):
    """Pages that a reviewer sent back, with the comment; without those that this user sent back."""

    name, order = "sent_back", 10
    heading = _("Sent back to you")
    empty = ""

    def pages(self, user):
        sent_back = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)
        sent_back = sent_back.exclude(current_task_state__finished_by=user)
        return pages_of(user).filter(pk__in=page_keys_of(sent_back)).order_by("-latest_revision_created_at")

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        load_rejections(context["pages"])
        return context

    def render_html(self, parent_context=None):
        """Empty if nothing was sent back."""
        user = parent_context["request"].user
        return super().render_html(parent_context) if self.pages(user).exists() else ""


class WaitingForMe(PagesPanel):
    """Pages that this user may review now."""

    name, order = "waiting_for_me", 300
    heading = _("Waiting for me")
    empty = _("Nothing waits for you.")

    def pages(self, user):
        tasks = TaskState.objects.reviewable_by(user)
        states = WorkflowState.objects.filter(pk__in=tasks.values("workflow_state"))
        return Page.objects.filter(pk__in=page_keys_of(states)).order_by("latest_revision_created_at")


class WaitingForReview(PagesPanel):
    """Pages that this user's team submitted for review."""

    name, order = "waiting_for_review", 400
    heading = _("Waiting for review")
    empty = _("Nothing of your team waits for review.")

    def pages(self, user):
        states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
        pages = pages_of(user).filter(pk__in=page_keys_of(states))
        return pages.order_by("latest_revision_created_at")
