"""The screen on which an officer makes the next edition of an event or trajectory."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from cms.permissions import visible_to
from fields.form_fields import DateField

from .editions import next_edition, usual_first_day
from .models import EventPage, TrajectoryPage


class NextEditionForm(forms.Form):
    first_day = DateField(
        label=gettext_lazy("First day of the new edition"),
        widget=AdminDateInput,
        help_text=gettext_lazy("All other dates move along, by as many days."),
    )


class NextEdition(WagtailAdminTemplateMixin, FormView):
    """Asks for the first day; makes the draft and opens it."""

    page_title = gettext_lazy("Make the next edition")
    header_icon = "copy"
    template_name = "events/admin/next_edition.html"
    form_class = NextEditionForm

    @cached_property
    def page(self):
        """The event or trajectory, for who may copy it below its list; 404 for others who may not see it."""
        page = get_object_or_404(
            Page.objects.filter(visible_to(self.request.user)), pk=self.kwargs["page_id"]
        )
        if not issubclass(page.specific_class or Page, (EventPage, TrajectoryPage)):
            raise Http404
        page = page.specific
        if not may_repeat(self.request.user, page):
            raise PermissionDenied
        return page

    def dispatch(self, request, *args, **kwargs):
        self.page  # noqa: B018 - checks the permission, whatever the method
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if self.page.first_day is None:
            del form.fields["first_day"]
        return form

    def get_initial(self):
        return {"first_day": usual_first_day(self.page)}

    @method_decorator(transaction.atomic)
    def form_valid(self, form):
        draft = next_edition(self.page, form.cleaned_data.get("first_day"), self.request.user)
        text = _(
            "This is the draft of “%s”. Look at the dates, the texts and the price, and publish it when it is right."
        )
        messages.success(self.request, text % draft.title)
        return redirect("wagtailadmin_pages:edit", draft.pk)

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self):
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit, "label": self.get_page_subtitle()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(page=self.page, **kwargs)


def may_repeat(user, page) -> bool:
    """Whether this user may copy the page below the list that it stands in."""
    parent = page.get_parent().specific
    return page.permissions_for_user(user).can_copy_to(parent)
