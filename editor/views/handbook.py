"""The handbook for editors, in the admin."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from editor import handbook


class Handbook(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/handbook.html"
    page_title = _("Handbook")
    header_icon = "help"

    def dispatch(self, request, *args, chapter="", **kwargs):
        self.chapter = handbook.load_chapters().get(chapter)
        if not self.chapter:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        items = [*super().get_breadcrumbs_items(), {"url": reverse("handbook"), "label": self.page_title}]
        if self.kwargs:
            items.append({"url": "", "label": self.chapter.title})
        return items

    def get_context_data(self, **kwargs):
        return super().get_context_data(handbook=self.chapter, **kwargs)
