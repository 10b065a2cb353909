"""Registers with Wagtail's admin what concerns reviews."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from .actions import set_review_actions
from .comments import subscribe_concerned
from .deciding import names_of_keys
from .models import DECIDED_FOR
from .panels import panels_for
from .substitutes import SubstitutePanel
from .views import SubmissionNoteView, TakeBackView
from .work_lists import CommentsToAnswer, PagesToApprove

# Before the room `editor` moves the most likely action out of this menu.
EARLY = 900
# After it has set the start screen.
LAST = 1100


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("pages/<int:page_id>/submission-note/", SubmissionNoteView.as_view(), name="submission_note"),
        path("pages/<int:page_id>/take-back/", TakeBackView.as_view(), name="take_back"),
    ]


hooks.register("register_account_settings_panel", SubstitutePanel)


@hooks.register("before_edit_page")
def subscribe_to_comments(request, page):
    """Before Wagtail makes a subscription for who opens the page, and before it mails about comments that changed."""
    has_comments = request.POST.get("comments-TOTAL_FORMS", "0") != "0"
    if request.method == "GET" or has_comments:
        subscribe_concerned(page)


@hooks.register("construct_homepage_panels", order=LAST)
def add_homepage_panels(request, panels):
    panels.extend(panels_for(request.user))


hooks.register("register_work_list", PagesToApprove)
hooks.register("register_work_list", CommentsToAnswer)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    @actions.register_action(DECIDED_FOR)
    class DecidedFor(LogFormatter):
        """Beside the decision itself, in the history of the page."""

        label = _("Decide for somebody else")

        def format_message(self, entry):
            return _("Decided in the place of %s") % names_of_keys(entry.data["replaced"])


@hooks.register("construct_page_action_menu", order=EARLY)
def construct_page_action_menu(items, request, context):
    set_review_actions(items, context)
