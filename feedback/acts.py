"""One text of a reader, and what its team does with it: mark it as handled or as spam, open it again, delete it."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from audit.models import Action
from audit.recording import record

from .models import Feedback, UsefulVotes
from .retention import erase, term_in_words


class OfFeedback(WagtailAdminTemplateMixin):
    """A screen about one text (`pk`); 404 for who may not edit its page."""

    header_icon = "comment"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        own = Feedback.objects.for_user(request.user).select_related("page")
        self.feedback = get_object_or_404(own, pk=kwargs["pk"])

    def get_breadcrumbs_items(self):
        return [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": reverse("feedback_list"), "label": _("Feedback of readers")},
            {"url": "", "label": self.feedback.page.title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(feedback=self.feedback, term=term_in_words(), **kwargs)


class One(OfFeedback, TemplateView):
    """All of it, with the address for an answer."""

    page_title = gettext_lazy("Feedback of a reader")
    template_name = "feedback/admin/one.html"

    def get_context_data(self, **kwargs):
        votes = UsefulVotes.objects.of_last_year().filter(page=self.feedback.page_id)
        return super().get_context_data(votes=votes.totals(), states=self.other_states, **kwargs)

    @property
    def other_states(self):
        labels = {
            Feedback.State.HANDLED: _("Mark as handled"),
            Feedback.State.SPAM: _("Mark as spam"),
            Feedback.State.NEW: _("Open again"),
        }
        return [(state.value, label) for state, label in labels.items() if state != self.feedback.state]


class SetState(OfFeedback, View):
    """Only by POST, with the `state`."""

    http_method_names = ["post"]

    def post(self, request, pk):
        state = request.POST.get("state")
        if state not in Feedback.State.values:
            raise Http404
        self.feedback.set_state(state)
        messages.success(request, f"{self.feedback.page.title}: {self.feedback.get_state_display()}")
        return redirect("feedback_list")


class Delete(OfFeedback, TemplateView):
    """Asks first. The audit log has the number, and nothing of what was written."""

    page_title = gettext_lazy("Erase")
    template_name = "feedback/admin/delete.html"

    def post(self, request, pk):
        with transaction.atomic():
            record(Action.ERASED, self.feedback, page=self.feedback.page_id)
            erase(self.feedback)
        messages.success(request, _("It is deleted."))
        return redirect("feedback_list")
