"""Registers with Wagtail's admin: the lists of what waits, the line in the history."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from cms.permissions import is_reviewer, pages_to_change

from . import editing
from .forms import WorkMailForm
from .mails import mail_of
from .reviewing import ARRANGE, CONFIRM
from .views.lists import HandOver, ReviewList
from .views.one import ArrangeReview, ConfirmReview
from .views.terms import ReviewTerms
from .work import PagesToReview, PeopleLeaving

# After the hooks of the editor.
LAST = 1001

for work_list in (PagesToReview, PeopleLeaving):
    hooks.register("register_work_list", work_list)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action(CONFIRM, _("Periodic review"), _("Reviewed: still true"))
    actions.register_action(ARRANGE, _("Arrange the review"), _("Changed who is responsible, or the term"))


@hooks.register("register_admin_urls")
def register_urls():
    results = ReviewList.as_view(results_only=True)
    return [
        path("pages/<int:pk>/review/", ConfirmReview.as_view(), name="page_review"),
        path("pages/<int:pk>/review/arrange/", ArrangeReview.as_view(), name="page_review_arrange"),
        path("review/", ReviewList.as_view(), name="periodic_review"),
        path("review/results/", results, name="periodic_review_results"),
        path("review/hand-over/", HandOver.as_view(), name="periodic_review_hand_over"),
        path("review/terms/", ReviewTerms.as_view(), name="periodic_review_terms"),
    ]


class WorkMailPanel(BaseSettingsPanel):
    """How often somebody wants the mail about what waits."""

    name, title, tab, order = "work_mail", _("Mail about your work"), notifications_tab, 50
    form_class = WorkMailForm

    def get_form(self):
        """Stores nothing where a request leaves it out."""
        is_sent = f"{self.name}-frequency" in self.request.POST
        data = self.request.POST if is_sent else None
        return self.form_class(data, instance=mail_of(self.user), prefix=self.name)


hooks.register("register_account_settings_panel", WorkMailPanel)


class ReviewMenuItem(MenuItem):
    """For who has a section, or reviews."""

    def is_shown(self, request):
        return pages_to_change(request.user).exists()


@hooks.register("register_reports_menu_item")
def register_menu_item():
    url = reverse("periodic_review")
    return ReviewMenuItem(_("Periodic review"), url, name="review", icon_name="calendar-check", order=90)


class TermsMenuItem(MenuItem):
    """For reviewers."""

    def is_shown(self, request):
        return is_reviewer(request.user)


@hooks.register("register_settings_menu_item")
def register_terms_menu_item():
    url = reverse("periodic_review_terms")
    return TermsMenuItem(
        ReviewTerms.page_title, url, name="review-terms", icon_name="calendar-check", order=700
    )


@hooks.register("insert_global_admin_css")
def stylesheet():
    return format_html('<link rel="stylesheet" href="{}">', static("admin/work-lists.css"))


hooks.register("register_page_header_buttons", editing.header_buttons)
hooks.register("register_page_side_panel", editing.side_panel)
# After the editor has put “Publish” beside “Save draft”.
hooks.register("construct_page_action_menu", editing.add_tick, order=LAST)
hooks.register("after_publish_page", editing.published)
hooks.register("after_edit_page", editing.edited)
hooks.register("construct_decision_form", editing.with_tick)
