"""Submitting a page with a note, and taking it back."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from editor.submitting import LONGEST_NOTE


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What you want to say to who reviews it"),
        help_text=gettext_lazy("It stands in their mail and on their start screen."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SubmissionNoteView(View):
    """The dialog that asks for the note; saves nothing, as the page's form is submitted with what was typed."""

    def dispatch(self, request, page_id):
        self.page = get_object_or_404(Page, pk=page_id)
        permissions = self.page.permissions_for_user(request.user)
        # Wagtail's second permission does not ask for the first.
        if not permissions.can_edit() or not permissions.can_submit_for_moderation():
            raise PermissionDenied
        return super().dispatch(request, page_id)

    def get(self, request, page_id):
        return self.dialog(NoteForm())

    def post(self, request, page_id):
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.dialog(form)
        answer = {"step": "success", "cleaned_data": form.cleaned_data}
        return render_modal_workflow(request, "", None, {}, json_data=answer)

    def dialog(self, form):
        context = {
            "form": form,
            "submit_url": reverse("submission_note", args=[self.page.pk]),
            "action_verbose": _("Submit with a note"),
        }
        template = "wagtailadmin/shared/workflow_action_modal.html"
        return render_modal_workflow(self.request, template, None, context, json_data={"step": "action"})


class TakeBackView(WagtailAdminTemplateMixin, TemplateView):
    """Ends the review of a page, after asking. For who submitted it, its maker and who may decide."""

    template_name = "moderation/take_back.html"
    page_title = gettext_lazy("Take back")
    header_icon = "undo"

    def dispatch(self, request, page_id):
        self.page = get_object_or_404(Page, pk=page_id)
        may_edit = self.page.permissions_for_user(request.user).can_edit()
        if not may_edit or not self.state or not self.state.user_can_cancel(request.user):
            raise PermissionDenied
        return super().dispatch(request, page_id)

    @cached_property
    def state(self):
        return self.page.current_workflow_state

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_context_data(self, **kwargs):
        next_url = get_valid_next_url_from_request(self.request)
        return super().get_context_data(page=self.page, next_url=next_url, **kwargs)

    def post(self, request, page_id):
        with transaction.atomic():
            self.state.cancel(user=request.user)
        text = _("“%s” is taken back: it is a draft again, and nobody is asked to review it.")
        messages.success(request, text % self.page.get_admin_display_title())
        return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))
