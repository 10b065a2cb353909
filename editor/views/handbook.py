"""The handbook for editors, in the admin."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from editor import handbook


class Handbook(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/handbook.html"
    page_title = _("Handbook")
    header_icon = "help"

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(handbook=handbook.load_handbook(), **kwargs)
