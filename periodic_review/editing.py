"""What the editor of a page shows of its review: buttons above, a panel at the side, a tick beside “Publish”.

The tick stands beside “Approve” too, and in its dialog, where that publishes.
"""

import json

from django import forms
from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.models import BasePage
from cms.models.page_reviews import usual_term
from cms.work_lists import Urgency

from .reviewing import confirm, review_of
from .work import STILL_TRUE, last_review, urgency_of

TICK, TICK_IN_DIALOG = "counts-as-review", "counts_as_review"
APPROVE = "approve"
WHAT_IT_MEANS = _("Then today counts as the day of review. Only tick this if you read all of it.")


def may_be_reviewed(page, user) -> bool:
    """A page of Wagtail's own type, such as the root, has no day of review."""
    is_ours = isinstance(page, BasePage) and page.pk and page.live
    return bool(is_ours and page.permissions_for_user(user).can_edit())


def header_buttons(page, user, view_name, next_url=None):
    """One click says that the page is still true. Without scripts the address shows a button that does."""
    if not may_be_reviewed(page, user):
        return
    url = reverse("page_review", args=[page.pk])
    attrs = {
        "data-controller": "w-action",
        "data-action": "click->w-action#post:prevent",
        "data-w-action-url-value": url,
    }
    yield Button(STILL_TRUE, url, icon_name="calendar-check", attrs=attrs, priority=13)
    url = reverse("page_review_arrange", args=[page.pk])
    yield Button(_("Who is responsible, and the term"), url, icon_name="user", priority=14)


class ReviewSidePanel(BaseSidePanel):
    """Whose the page is, when it was last reviewed and by when it has to be again."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle review")
        icon_name = "calendar-check"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context):
            is_due = urgency_of(self.panel.review) != Urgency.NORMAL
            return {**super().get_context_data(parent_context), "count": int(is_due)}

    name = "review"
    title = _("Periodic review")
    template_name = "periodic_review/side_panel.html"
    order = 350

    def __init__(self, page, request):
        super().__init__(page, request)
        self.review = review_of(page)

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        return {
            **context,
            "review": self.review,
            "last_review": last_review(self.review),
            "urgency": urgency_of(self.review),
            "csrf_token": parent_context.get("csrf_token"),
        }


def side_panel(page, request):
    return ReviewSidePanel(page, request) if may_be_reviewed(page, request.user) else None


class PublishWithTick(ActionMenuItem):
    """The buttons with “Publish”, and a tick: does it count as a review? It is off until somebody ticks it."""

    template_name = "periodic_review/publish_with_tick.html"

    def __init__(self, buttons, review):
        super().__init__(order=buttons.order)
        self.buttons, self.review = buttons, review

    def get_context_data(self, parent_context):
        is_due = self.review is not None and urgency_of(self.review) != Urgency.NORMAL
        return {
            "buttons": self.buttons.render_html(parent_context),
            "name": TICK,
            "due": self.review.review_by if is_due else None,
        }

    @property
    def media(self):
        return self.buttons.media


def add_tick(items, request, context) -> None:
    """Adds the tick where somebody publishes, by itself or by approving, a page that is reviewed at all.

    Changes the list in place.
    """
    page = context.get("page")
    shown = [*items, *getattr(items[0], "buttons", [])] if items else []
    names = {getattr(item, "name", "") for item in shown}
    if "action-publish" not in names and not (APPROVE in names and is_last_step(page)):
        return
    review = review_of(page) if page and page.pk else None
    model = type(page) if page and page.pk else model_to_create(request)
    if review.term if review else model and usual_term(model):
        items[0] = PublishWithTick(items[0], review)


def model_to_create(request):
    kwargs = request.resolver_match.kwargs
    names = kwargs.get("content_type_app_name"), kwargs.get("content_type_model_name")
    return apps.get_model(*names) if all(names) else None


def is_last_step(page) -> bool:
    """Whether approving the step in which the page is publishes it."""
    state = page.current_workflow_state
    return (
        bool(state)
        and not state.workflow.tasks.exclude(
            pk__in=[
                state.current_task_state.task_id,
                *state.successful_task_states.values_list("task", flat=True),
            ]
        )
        .filter(active=True)
        .exists()
    )


def with_tick(form_class, page, action):
    """The form of the dialog of a decision; where approving publishes a page that is reviewed at all, with the tick."""
    if action != APPROVE or not is_last_step(page) or not review_of(page).term:
        return form_class
    tick = forms.BooleanField(label=_("All is still true"), required=False, help_text=WHAT_IT_MEANS)
    return type(form_class.__name__, (form_class,), {TICK_IN_DIALOG: tick})


def published(request, page) -> None:
    if request.POST.get(TICK):
        confirm(page, request.user)


def edited(request, page) -> None:
    """Counts an approval with the tick, if it published the page."""
    data = request.POST
    is_approval = "action-workflow-action" in data and data.get("workflow-action-name") == APPROVE
    if not is_approval or not (data.get(TICK) or is_ticked_in_dialog(data)):
        return
    page = Page.objects.get(pk=page.pk).specific
    state = page.workflow_states.order_by("created_at", "pk").last()
    is_own = state.status == state.STATUS_APPROVED and state.current_task_state.finished_by == request.user
    if is_own and page.live and not page.has_unpublished_changes:
        confirm(page, request.user)


def is_ticked_in_dialog(data) -> bool:
    try:
        return json.loads(data.get("workflow-action-extra-data", ""))[TICK_IN_DIALOG] is True
    except (ValueError, KeyError, TypeError):
        return False
