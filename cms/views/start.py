"""The start screen: what there is to do."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState, WorkflowState

from cms.filters.admin import pages_in
from cms.models.base import load_sections
from cms.permissions import pages_of


class StartButtons(Component):
    """The big buttons of the start screen, for each kind of page that this user has a place for."""

    name, order = "start_buttons", 100
    template_name = "cms/start/buttons.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        buttons = [button(user) for button in hooks.get_hooks("register_start_button")]
        return {"buttons": [button for button in buttons if button]}


class PagesPanel(Component):
    """A short list of pages on the start screen: as many queries for ten as for two hundred."""

    template_name = "cms/start/pages.html"
    longest = 8

    def pages(self, user):
        """All pages of this panel, the most urgent first."""
        raise NotImplementedError

    def get_context_data(self, parent_context):
        pages = self.pages(parent_context["request"].user)[: self.longest + 1]
        pages = load_sections(pages)
        return {
            "name": self.name,
            "heading": self.heading,
            "empty": self.empty,
            "pages": pages[: self.longest],
            "is_long": len(pages) > self.longest,
        }


class MyDrafts(PagesPanel):
    """What this user began, or edited last, and is not public as it stands."""

    name, order = "my_drafts", 200
    heading = _("My drafts")
    empty = _("You have no unfinished work.")

    def pages(self, user):
        mine = Q(owner=user) | Q(latest_revision__user=user)
        unfinished = Q(live=False) | Q(has_unpublished_changes=True)
        return pages_of(user).filter(mine, unfinished).order_by("-latest_revision_created_at")


class WaitingForMe(PagesPanel):
    """What this user is asked to review."""

    name, order = "waiting_for_me", 300
    heading = _("Waiting for me")
    empty = _("Nothing waits for you.")

    def pages(self, user):
        tasks = TaskState.objects.reviewable_by(user)
        waiting = WorkflowState.objects.filter(pk__in=tasks.values("workflow_state"))
        return Page.objects.filter(pk__in=pages_in(waiting)).order_by("latest_revision_created_at")


class WaitingForReview(PagesPanel):
    """What a team submitted, and waits for the reviewers."""

    name, order = "waiting_for_review", 400
    heading = _("Waiting for review")
    empty = _("Nothing of your team waits for review.")

    def pages(self, user):
        waiting = pages_of(user).filter(pk__in=pages_in(WorkflowState.objects.active()))
        return waiting.order_by("latest_revision_created_at")
