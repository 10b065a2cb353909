"""The screen of the register of processing, for reviewers; it prints as it is."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.models import Publisher
from cms.permissions import is_reviewer

from .processing import activities


class ProcessingPage(WagtailAdminTemplateMixin, TemplateView):
    template_name = "registrations/processing.html"
    page_title = _("Register of processing")
    header_icon = "list-ul"

    def dispatch(self, request, *args, **kwargs):
        if not is_reviewer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        publisher = Publisher.objects.first() or Publisher()
        town = f"{publisher.postal_code} {publisher.city}".strip()
        responsible = [publisher.name, publisher.street, town, publisher.email]
        return super().get_context_data(
            activities=activities(),
            today=timezone.localdate(),
            responsible=", ".join(part for part in responsible if part),
            **kwargs,
        )
