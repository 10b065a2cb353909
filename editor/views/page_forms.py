"""The create and edit views of a page, which show what publishing still needs."""

import json
import re

from django.db import transaction
from django.http import JsonResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page

from cms.forms import SUBMIT_WITH_NOTE
from cms.models import BasePage
from cms.models.starting_texts import begin_with_texts
from cms.permissions import visible_to
from cms.publishing import PublishingRules
from editor.models import OpenForm, new_key, turn_of
from editor.reviews import rejection_of, reviewer_of
from editor.submitting import note_to_reviewers

from .edit_conflicts import CREATE, RevisionCheckMixin, lock_page

CHECK_PARAMETER = "publishing-check"
ABOUT, LONGEST_KEY = "about", 10
MAX_LABELS = 6
FORM_KEY = re.compile(r"[\w-]{16,32}")


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
        (form.html_id(problem.field, problem.row), str(problem.message)): form.label_of(problem)
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
        """Approving a step asks of the page what publishing asks."""
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
        """With those of other rooms: functions of the page and the request that give a panel or None.

        Not when the create view turns into an edit view after its first autosave: the panel is there already.
        """
        panels = super().get_side_panels()
        is_partial = self.expects_json_response or getattr(self, "hydrate_create_view", False)
        if self.has_rules and not is_partial:
            others = [make(self.page, self.request) for make in hooks.get_hooks("register_page_side_panel")]
            panels = [*panels, PublishingSidePanel(self.page, self.request), *filter(None, others)]
            return MediaContainer(sorted(panels, key=lambda panel: panel.order))
        return panels


class PageCreateView(PublishingCheckMixin, CreateView):
    """Fills the form of a new page with its presets and starting texts, on GET only.

    A form that is sent twice makes one page.
    """

    def dispatch(self, request, content_type_app_name, content_type_model_name, parent_page_id):
        names = content_type_app_name, content_type_model_name, parent_page_id
        if request.method != "POST":
            return super().dispatch(request, *names)
        with transaction.atomic():
            lock_page(parent_page_id)
            if made := OpenForm.of(request.POST, request.user):
                return self.save_again(made.page_id)
            return super().dispatch(request, *names)

    def save_again(self, page_id):
        """The page was made, but the browser never heard of it."""
        response = PageEditView.as_view()(self.request, page_id)
        if self.expects_json_response and isinstance(response, JsonResponse) and response.status_code == 200:
            url = reverse(self.edit_url_name, args=[page_id])
            more = {"url": url, "hydrate_url": f"{url}?_w_hydrate_create_view=1"}
            return JsonResponse(json.loads(response.content) | more)
        return response

    def get(self, request):
        if isinstance(self.page, BasePage):
            self.page.propose(getattr(self.parent_page, "section", None))
            if subject := self.subject():
                self.page.propose_about(subject)
            begin_with_texts(self.page)
        return super().get(request)

    def subject(self):
        """The page that the new one is about (`?about=12`), if this user may know of it; else None."""
        key = self.request.GET.get(ABOUT, "")
        pages = Page.objects.filter(visible_to(self.request.user))
        page = pages.filter(pk=key).first() if key.isdecimal() and len(key) < LONGEST_KEY else None
        return page and page.specific

    def form_valid(self, form):
        response = super().form_valid(form)
        key, revision = self.request.POST.get("form_key", ""), self.page.latest_revision
        if not self.is_check and revision and FORM_KEY.fullmatch(key):
            user, turn = self.request.user, turn_of(self.request.POST) or 0
            values = {"user": user, "page_id": self.page.pk, "saved": revision, "turn": turn}
            OpenForm.objects.get_or_create(key=key, defaults=values)
        return response

    def get_template_names(self):
        return [
            "editor/create_page.html" if name == CREATE else name for name in super().get_template_names()
        ]

    def get_context_data(self, **kwargs):
        key = self.request.POST.get("form_key") or new_key()
        return super().get_context_data(**kwargs) | {"form_key": key}


class SubmissionNoteMixin:
    """Mixin for Wagtail's edit view; a page can be submitted with a note to the reviewers.

    The note comes as the comment of a decision does: from a dialog, as `workflow-action-extra-data`.
    """

    @cached_property
    def is_submission_with_note(self):
        data = self.request.POST
        is_submission = data.get("workflow-action-name") == SUBMIT_WITH_NOTE
        return is_submission and self.page_perms.can_submit_for_moderation()

    @cached_property
    def action_name_and_method(self):
        if self.is_submission_with_note:
            return ("submit", self.submit_action)
        return super().action_name_and_method

    @transaction.atomic
    def submit_action(self):
        with note_to_reviewers(self.note() if self.is_submission_with_note else ""):
            return super().submit_action()

    def note(self):
        """An empty one if no dialog sent this: the page is submitted all the same."""
        try:
            return str(json.loads(self.request.POST.get("workflow-action-extra-data", ""))["note"])
        except (ValueError, KeyError, TypeError):
            return ""


class PageEditView(RevisionCheckMixin, SubmissionNoteMixin, PublishingCheckMixin, EditView):
    """Shows the comment of the reviewer who sent the page back, until it is submitted again."""

    def get(self, request, *args, **kwargs):
        if not self.hydrate_create_view and (review := rejection_of(self.page)):
            messages.warning(request, rejection_message(review))
        return super().get(request, *args, **kwargs)


class PageRevertView(RevisionCheckMixin, RevisionsRevertView):
    """Puts an old version back, unless somebody saved meanwhile."""


def rejection_message(review):
    words = {"reviewer": reviewer_of(review)}
    if not review.comment:
        return _("%(reviewer)s sent this back. Send it in again when it is ready.") % words
    text = _("%(reviewer)s sent this back: “%(comment)s” Send it in again when it is ready.")
    return text % {**words, "comment": review.comment}
