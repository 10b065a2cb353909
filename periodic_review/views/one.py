"""The review of one page: the one button, and who is responsible for how long."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.models import BasePage
from cms.permissions import pages_to_change

from ..forms import ReviewForm
from ..reviewing import arrange, confirm, review_of
from ..work import last_review


class OfPage(WagtailAdminTemplateMixin):
    """A screen about the review of a live page (`pk`); 404 for who may not edit it."""

    header_icon = "calendar-check"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        pages = Page.objects.filter(pk__in=pages_to_change(request.user).values("pk"), live=True)
        self.page = get_object_or_404(pages, pk=kwargs["pk"]).specific
        if not isinstance(self.page, BasePage):
            raise Http404

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self):
        return [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {
                "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
                "label": self.get_page_subtitle(),
            },
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        review = review_of(self.page)
        return super().get_context_data(
            page=self.page,
            review=review,
            last_review=last_review(review),
            next_url=next_url(self.request, self.page),
            **kwargs,
        )


class ConfirmReview(OfPage, TemplateView):
    """One button. Only a POST says that the page is still true: programs open links."""

    page_title = gettext_lazy("Is this still true?")
    template_name = "periodic_review/confirm.html"

    def post(self, request, pk):
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        confirm(self.page, request.user)
        message = _("“%s” counts as reviewed today.") % self.page.get_admin_display_title()
        messages.success(request, message)
        return redirect(next_url(request, self.page))


class ArrangeReview(OfPage, FormView):
    """Who is responsible, the term, and another day of review. It holds at once: nothing is published."""

    page_title = gettext_lazy("Who is responsible, and the term")
    template_name = "periodic_review/form.html"
    form_class = ReviewForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": review_of(self.page), "page": self.page}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            button=_("Save"),
            explanation=_("This holds at once, and says nothing to readers but the day of the last review."),
            **kwargs,
        )

    def form_valid(self, form):
        arrange(form.instance, self.page, self.request.user, form.cleaned_data["reviewed_on"])
        messages.success(self.request, _("Saved."))
        return redirect(next_url(self.request, self.page))


def next_url(request, page) -> str:
    """Where to go afterwards: a page of this admin that the form names, else the editor of the page."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        return url
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
