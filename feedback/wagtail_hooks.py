"""Registers with Wagtail's admin: what readers wrote, the button on a page, and what is kept of readers."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from cms.permissions import pages_to_change

from .acts import Delete, One, SetState
from .lists import FeedbackList, UsefulPages
from .models import Feedback, UsefulVotes
from .processing import describe
from .work import PagesWithFeedback

hooks.register("register_processing_activity", describe)
hooks.register("register_work_list", PagesWithFeedback)


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("feedback/", FeedbackList.as_view(), name="feedback_list"),
        path("feedback/results/", FeedbackList.as_view(results_only=True), name="feedback_list_results"),
        path("feedback/pages/", UsefulPages.as_view(), name="feedback_pages"),
        path(
            "feedback/pages/results/", UsefulPages.as_view(results_only=True), name="feedback_pages_results"
        ),
        path("feedback/<int:pk>/", One.as_view(), name="feedback_one"),
        path("feedback/<int:pk>/state/", SetState.as_view(), name="feedback_state"),
        path("feedback/<int:pk>/delete/", Delete.as_view(), name="feedback_delete"),
    ]


class FeedbackMenuItem(MenuItem):
    """For who has a section, or reviews."""

    def is_shown(self, request):
        return pages_to_change(request.user).exists()


@hooks.register("register_admin_menu_item")
def register_menu_item():
    url = reverse("feedback_list")
    return FeedbackMenuItem(
        _("Feedback"), f"{url}?state=new", name="feedback", icon_name="comment", order=610
    )


@hooks.register("register_page_header_buttons")
def number_button(page, user, view_name, next_url=None):
    """How many found the page useful, and what is still to be read; opens the list."""
    if not page.pk or not page.permissions_for_user(user).can_edit():
        return
    votes = UsefulVotes.objects.of_last_year().filter(page=page.pk).totals()
    number = Feedback.objects.open().filter(page=page.pk).count()
    if number or any(votes.values()):
        label = ngettext("%d remark", "%d remarks", number) % number
        label = _("%(remarks)s, useful %(yes)d, not useful %(no)d") % {"remarks": label, **votes}
        address = f"{reverse('feedback_list')}?page={page.pk}"
        yield Button(label, address, icon_name="comment", priority=16)
