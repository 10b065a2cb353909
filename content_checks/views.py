"""What is found on a page, for the panel of its editor; saying that something does not apply; the settings."""

from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.models import Page

from cms.models import BasePage
from cms.permissions import pages_to_change
from editor.views.reviewer_settings import ReviewerSettings

from .applying import say_not_applicable, take_back
from .editing import RemarksInOrder
from .forms import NotApplicableForm, SettingsForm


class OfPage(View):
    """About a page (`pk`), live or not; 404 for who may not edit it."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        pages = Page.objects.filter(pk__in=pages_to_change(request.user).values("pk"))
        self.page = get_object_or_404(pages, pk=kwargs["pk"]).specific
        is_ours = isinstance(self.page, BasePage)
        if not is_ours or not self.page.permissions_for_user(request.user).can_edit():
            raise Http404


class RemarksOfPage(OfPage):
    """A part of HTML with what is found in the latest version of the page."""

    def get(self, request, pk):
        context = {"remarks": RemarksInOrder(self.page, request.user)}
        response = render(request, "content_checks/remarks.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response


class SayNotApplicable(OfPage):
    """Only by POST, of a `check_name` and a `digest`."""

    http_method_names = ["post"]

    def post(self, request, pk):
        form = NotApplicableForm(request.POST)
        if not form.is_valid():
            return HttpResponseBadRequest(_("There is no such check or sentence."))
        self.act(form.cleaned_data["check_name"], form.cleaned_data["digest"])
        return HttpResponse(status=204)

    def act(self, check_name, digest):
        say_not_applicable(self.page, check_name, digest, self.request.user)


class TakeBack(SayNotApplicable):
    """It does apply, after all."""

    def act(self, check_name, digest):
        take_back(self.page, check_name, digest)


class CheckSettings(ReviewerSettings):
    """For reviewers: which checks read along."""

    page_title = gettext_lazy("Checks of texts")
    header_icon = "clipboard-list"
    template_name = "content_checks/settings.html"
    form_class = SettingsForm
    index_url_name = "content_checks_settings"
