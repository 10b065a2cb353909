"""The list of people who registered for an event."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.models import Registration, RegistrationMail
from registrations.seats import why_nobody_moves_up

from . import exports
from .filters import RegistrationFilterSet
from .lines import number_by_state, part_counts, positions_in
from .permissions import OfEvent
from .words import WHY_NOBODY_MOVES_UP, state_in_words

SEARCHED = ["first_name", "last_name", "email", "organisation"]


class ChooseColumn(BaseColumn):
    """A box to choose the row, of the form with the id `form`."""

    cell_template_name = "registrations/officer/choose_cell.html"

    def __init__(self, form, **options):
        super().__init__("chosen", **options)
        self.form = form

    def get_cell_context_data(self, instance, parent_context):
        return {**super().get_cell_context_data(instance, parent_context), "form": self.form}


class StateColumn(Column):
    """The state, with the place in the line, and whether a mail did not arrive."""

    def get_value(self, registration):
        words = state_in_words(registration, registration.position)
        if registration.has_failed_mail:
            return format_html("{} <strong>({})</strong>", words, _("a mail failed"))
        return words


def search(registrations, text):
    """Those in whom each word occurs: in the name, the address or the organisation."""
    for word in text.split():
        registrations = registrations.filter(
            Q(*[(f"{field}__icontains", word) for field in SEARCHED], _connector=Q.OR)
        )
    return registrations


class RegistrationList(OfEvent, ReportView):
    """All registrations for an event: to search, filter, download, and choose people from to mail."""

    model = Registration
    page_title = _("Registrations")
    template_name = "registrations/officer/list.html"
    results_template_name = "registrations/officer/list_results.html"
    filterset_class = RegistrationFilterSet
    is_searchable = True
    search_backend_name = None
    default_ordering = ["number"]
    table_classname = "listing listing-of-registrations"
    verbose_name_plural = _("registrations")

    def get_index_url(self):
        return self.address("list")

    def get_index_results_url(self):
        return self.address("list_results")

    def crumbs_below(self):
        return [{"url": "", "label": self.page.title}]

    @cached_property
    def columns(self):
        return [
            ChooseColumn("chosen-people", label=_("Choose"), width="4%"),
            TitleColumn(
                "name",
                label=_("Name"),
                accessor=str,
                classname="title",
                sort_key="last_name",
                get_url=lambda registration: self.address("one", registration.pk),
            ),
            Column("organisation", label=_("Organisation"), sort_key="organisation"),
            *(
                [Column("parts", label=_("Track or session"), accessor=exports.parts_of)]
                if self.parts
                else []
            ),
            StateColumn("state", label=_("State"), sort_key="state"),
            Column(
                "registered_at",
                label=_("Registered on"),
                accessor=lambda registration: exports.clock(registration.registered_at),
                sort_key="number",
            ),
        ]

    @cached_property
    def parts(self):
        return part_counts(self.page, self.terms)

    @cached_property
    def positions(self):
        return positions_in(self.page)

    def get_filterset_kwargs(self):
        return {**super().get_filterset_kwargs(), "parts": [(part.key, part.label) for part in self.parts]}

    def get_base_queryset(self):
        failed = RegistrationMail.objects.filter(registration=OuterRef("pk")).exclude(
            failed_at=None, outgoing__given_up_at=None
        )
        registrations = Registration.objects.filter(page=self.page).select_related("municipality")
        return registrations.annotate(has_failed_mail=Exists(failed)).prefetch_related("places")

    def search_queryset(self, queryset):
        return search(queryset, self.search_query)

    def decorate_paginated_queryset(self, registrations):
        """Says of each who waits where in the line."""
        for registration in registrations:
            registration.position = self.positions.get(registration.pk) if registration.is_waiting else None
        return registrations

    @cached_property
    def questions(self):
        return exports.question_headings(Registration.objects.filter(page=self.page))

    @cached_property
    def export_headings(self):
        return {**exports.HEADINGS, **self.questions}

    @cached_property
    def list_export(self):
        return [*exports.HEADINGS, *self.questions]

    def get_filename(self):
        return exports.file_name(self.page, self.page_title)

    def to_row_dict(self, registration):
        words = state_in_words(registration, registration.position)
        return exports.row_of(registration, words, self.questions)

    @cached_property
    def header_buttons(self):
        return [
            HeaderButton(_("Add somebody"), url=self.address("add"), icon_name="plus"),
            HeaderButton(_("Check in"), url=self.address("check_in"), icon_name="check"),
        ]

    @cached_property
    def header_more_buttons(self):
        address = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        edit = Button(_("Edit the event"), url=address, icon_name="edit", priority=80)
        return [edit, *super().header_more_buttons]

    @property
    def screens(self):
        """What else there is about this event, as label and address: in sight, also on a phone."""
        screens = {
            "mail": _("Mail"),
            "attendance": _("Attendance list to print"),
            "catering": _("For the caterer"),
            "later": _("A later deadline for one person"),
            **({"invoices": _("Invoices")} if self.terms.is_invoiced else {}),
        }
        return [(label, self.address(name)) for name, label in screens.items()]

    def get_context_data(self, **kwargs):
        somebody_waits = self.positions or any(part.waiting for part in self.parts)
        reason = why_nobody_moves_up(self.page, self.terms) if somebody_waits else ""
        return super().get_context_data(
            states=[(state.label, number) for state, number in number_by_state(self.page)],
            held=Registration.objects.active().filter(page=self.page, has_held_seat=True).count(),
            parts=self.parts,
            why_nobody_moves_up=WHY_NOBODY_MOVES_UP.get(reason, ""),
            screens=self.screens,
            mail_address=self.address("mail"),
            **kwargs,
        )
