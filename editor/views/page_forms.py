"""The create and edit views of a page, which show what publishing still needs."""

from django.http import JsonResponse
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView

from cms.models import BasePage
from cms.publishing import PublishingRules
from editor.reviews import rejection_of

CHECK_PARAMETER = "publishing-check"
MAX_LABELS = 6


class PublishingSidePanel(BaseSidePanel):
    """“Still needed”: the requirements for publishing. `static/editor/publishing.js` fills it."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle what is still needed")
        icon_name = "list-ul"
        counter_classname = "w-bg-critical-200"

    class Media:
        js = ["editor/publishing.js", "editor/last-words.js"]
        css = {"all": ["editor/publishing.css"]}

    name = "publishing"
    title = gettext_lazy("Still needed")
    template_name = "cms/publishing_panel.html"
    order = 50


def publishing_check(form):
    """The requirements of the page in this form, for the script of the side panel. Nothing is saved.

    `required`: the HTML ids of fields and rows that may not be empty. `problems`: dicts with the id, label and
    message of each.
    """
    form.defer_required_fields()
    form.is_valid()
    page = form.instance
    problems = {
        (form.html_id(problem.field, problem.row), str(problem.message)): str(page.label_of(problem))
        for problem in form.publishing_problems()
    }
    invalid = form.unreadable()
    invalid_ids = {html_id for html_id, _message in invalid}
    problems = invalid | {key: label for key, label in problems.items() if key[0] not in invalid_ids}
    return {
        "required": [form.html_id(name) for name in ["title", *page.required_to_publish()]],
        "problems": [
            {"id": html_id, "label": label, "message": message}
            for (html_id, message), label in problems.items()
        ],
    }


class PublishingCheckMixin:
    """Mixin for Wagtail's create and edit views; answers a POST with `?publishing-check` with JSON."""

    def post(self, request, *args, **kwargs):
        self.is_check = CHECK_PARAMETER in request.GET and self.has_rules
        return super().post(request, *args, **kwargs)

    @cached_property
    def has_rules(self):
        return isinstance(self.page, PublishingRules)

    @cached_property
    def action_name_and_method(self):
        """A check validates as saving a draft does."""
        return ("save", self.save_action) if self.is_check else super().action_name_and_method

    def form_valid(self, form):
        return JsonResponse(publishing_check(form)) if self.is_check else super().form_valid(form)

    def form_invalid(self, form):
        """Names the fields with errors: Wagtail's message does not."""
        if self.is_check:
            return JsonResponse(publishing_check(form))
        if self.expects_json_response or not self.has_rules or self.is_locked_or_cancelling():
            return super().form_invalid(form)
        messages.validation_error(self.request, self.error_message(form), form)
        self.errors_debug = ""
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())

    def is_locked_or_cancelling(self):
        """For a locked page and a workflow being cancelled Wagtail's own messages are right."""
        return getattr(self, "locked_for_user", False) or getattr(self, "is_cancelling_workflow", False)

    def is_approval(self):
        """Approving publishes: the workflow has one task."""
        data = self.request.POST
        return "action-workflow-action" in data and data.get("workflow-action-name") == "approve"

    def error_message(self, form):
        labels = form.labels_with_errors()
        shortened = labels[:MAX_LABELS] + [_("and more")] * (len(labels) > MAX_LABELS)
        message = (
            _("Not published yet: your text is still here. Look at: %(fields)s.")
            if self.action_name == "publish" or self.is_approval()
            else _("Not saved yet: your text is still here. Look at: %(fields)s.")
        )
        return message % {"fields": get_text_list(shortened, _("and"))}

    def get_side_panels(self):
        """Not when the create view turns into an edit view after its first autosave: the panel is there already."""
        panels = super().get_side_panels()
        is_partial = self.expects_json_response or getattr(self, "hydrate_create_view", False)
        if self.has_rules and not is_partial:
            panels = MediaContainer([*panels, PublishingSidePanel(self.page, self.request)])
        return panels


class PageCreateView(PublishingCheckMixin, CreateView):
    """Fills the form of a new page with its presets, on GET only."""

    def get(self, request):
        if isinstance(self.page, BasePage):
            self.page.propose(getattr(self.parent_page, "section", None))
        return super().get(request)


class PageEditView(PublishingCheckMixin, EditView):
    """Shows the comment of the reviewer who sent the page back, until it is submitted again."""

    def get(self, request, *args, **kwargs):
        if not self.hydrate_create_view and (review := rejection_of(self.page)):
            messages.warning(request, rejection_message(review))
        return super().get(request, *args, **kwargs)


def rejection_message(review):
    if not review.comment:
        return _("%(reviewer)s sent this back. Send it in again when it is ready.") % {
            "reviewer": review.finished_by
        }
    text = _("%(reviewer)s sent this back: “%(comment)s” Send it in again when it is ready.")
    return text % {"reviewer": review.finished_by, "comment": review.comment}
