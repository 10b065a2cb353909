"""A screen in the settings that reviewers fill in."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.permissions import is_reviewer


class ReviewerSettings(WagtailAdminTemplateMixin, FormView):
    """Shows and stores a form, for reviewers only. Its `save` gives what was changed.

    `index_url_name` is the URL of the screen itself.
    """

    index_url_name = ""

    def dispatch(self, request, *args, **kwargs):
        if not is_reviewer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def form_valid(self, form):
        changes = form.save()
        messages.success(self.request, _("Saved.") if changes else _("Nothing was changed."))
        return redirect(self.index_url_name)
