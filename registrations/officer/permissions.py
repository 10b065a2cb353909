"""Who may see registrations: the team of the event's section, and reviewers."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.models import BasePage
from cms.permissions import pages_to_change
from cms.registering import RegistrationTerms
from registrations.models import Registration


def takes_registrations(page_class) -> bool:
    """Whether pages of this type can have registration terms."""
    inherits = getattr(page_class, "registration_terms", None)
    return inherits is not None and inherits is not BasePage.registration_terms


def event_for(user, page_id) -> Page:
    """The event, for who may see its registrations; PermissionDenied for everybody else, before more is read."""
    page = get_object_or_404(Page, pk=page_id).specific
    may_see = takes_registrations(type(page)) and page.permissions_for_user(user).can_edit()
    if not may_see:
        raise PermissionDenied
    return page


def events_of(user):
    """The pages of which this user may see the registrations."""
    return pages_to_change(user)


class OfEvent(WagtailAdminTemplateMixin):
    """A screen about the registrations for one event (`page_id`)."""

    header_icon = "group"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.page = event_for(request.user, kwargs["page_id"])

    @cached_property
    def terms(self) -> RegistrationTerms:
        return self.page.registration_terms() or RegistrationTerms()

    def address(self, name, *keys):
        return reverse(f"registrations_{name}", args=[self.page.pk, *keys])

    def get_page_subtitle(self):
        return self.page.title

    def get_breadcrumbs_items(self):
        return [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": reverse("registrations"), "label": _("Registrations")},
            *self.crumbs_below(),
        ]

    def crumbs_below(self):
        """The crumbs from the event on."""
        return [
            {"url": self.address("list"), "label": self.page.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(event=self.page, terms=self.terms, **kwargs)


class OfRegistration(OfEvent):
    """A screen about one registration (`pk`) for an event; 404 for one of another event."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        registrations = Registration.objects.filter(page=self.page).select_related(
            "municipality", "replaced_by"
        )
        self.registration = get_object_or_404(registrations, pk=kwargs["pk"])

    @cached_property
    def own_address(self):
        return self.address("one", self.registration.pk)

    def crumbs_below(self):
        return [
            {"url": self.address("list"), "label": self.page.title},
            {"url": self.own_address, "label": str(self.registration)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(registration=self.registration, **kwargs)
