"""What is to be invoiced: a list to download for the bookkeeping. There is no invoice engine."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminDateInput

from cms.permissions import is_reviewer
from fields.contact import format_enterprise_number
from fields.form_fields import DateField
from registrations.models import InvoiceData

from . import exports
from .filters import InvoiceFilterSet
from .lists import ChooseColumn
from .permissions import OfEvent

# The scheme of Belgian enterprise numbers in Peppol (ISO 6523: 0208).
SCHEME = "0208:"
COLUMNS = {
    "entity": gettext_lazy("name of who pays"),
    "enterprise_number": gettext_lazy("enterprise number"),
    "peppol_id": gettext_lazy("Peppol id"),
    "street": gettext_lazy("street and number"),
    "postal_code": gettext_lazy("postal code"),
    "city": gettext_lazy("city"),
    "email": gettext_lazy("e-mail for the invoice"),
    "order_number": gettext_lazy("order number"),
    "amount": gettext_lazy("amount in euro"),
    "event_title": gettext_lazy("event"),
    "event_day": gettext_lazy("day of the event"),
    "participant": gettext_lazy("participant"),
    "note": gettext_lazy("note for the invoice"),
    "invoiced_on": gettext_lazy("invoiced on"),
}


def peppol_id(invoice) -> str:
    """As it was given, or the one that follows from the enterprise number."""
    return invoice.peppol_id or (SCHEME + invoice.enterprise_number if invoice.enterprise_number else "")


def number_in_words(invoice) -> str:
    return format_enterprise_number(invoice.enterprise_number)


def invoiced_on_in_words(invoice) -> str:
    return invoice.invoiced_on.strftime("%d-%m-%Y") if invoice.invoiced_on else _("not yet")


class MarkForm(forms.Form):
    """The day on which invoices were made."""

    invoiced_on = DateField(label=gettext_lazy("Invoiced on"), widget=AdminDateInput)


class InvoiceReport(ReportView):
    """The data for invoices, with the columns that UBL needs."""

    model = InvoiceData
    header_icon = "doc-full"
    filterset_class = InvoiceFilterSet
    default_ordering = ["pk"]
    table_classname = "listing listing-of-invoices"
    verbose_name_plural = gettext_lazy("invoices")
    list_export = list(COLUMNS)
    export_headings = COLUMNS
    columns = [
        TitleColumn("entity", label=gettext_lazy("Who pays"), classname="title"),
        Column("number", label=gettext_lazy("Enterprise number"), accessor=number_in_words),
        Column("order_number", label=gettext_lazy("Order number")),
        Column("participant", label=gettext_lazy("Participant")),
        Column("amount", label=gettext_lazy("Amount in euro")),
        Column("invoiced_on", label=gettext_lazy("Invoiced on"), accessor=invoiced_on_in_words),
    ]

    def to_row_dict(self, invoice):
        values = {name: getattr(invoice, name) for name in COLUMNS}
        return {**values, "peppol_id": peppol_id(invoice)}


class InvoiceList(OfEvent, InvoiceReport):
    """The invoices of an event, to download and to note which were made."""

    page_title = gettext_lazy("Invoices")
    header_icon = "doc-full"
    template_name = "registrations/officer/invoices.html"
    columns = [ChooseColumn("mark", label=gettext_lazy("Choose"), width="4%"), *InvoiceReport.columns]

    def get_index_url(self):
        return self.address("invoices")

    def get_index_results_url(self):
        return self.address("invoices_results")

    def get_base_queryset(self):
        return InvoiceData.objects.filter(page=self.page)

    def get_filename(self):
        return exports.file_name(self.page, self.page_title)

    def get_context_data(self, **kwargs):
        form = MarkForm(initial={"invoiced_on": timezone.localdate()})
        return super().get_context_data(mark_form=form, mark_address=self.address("invoices_mark"), **kwargs)


class InvoicesOfDeletedEvents(InvoiceReport):
    """What is kept for ten years of events that are deleted by now. For reviewers: it has no section any more."""

    page_title = gettext_lazy("Invoices of deleted events")
    template_name = "registrations/officer/list.html"
    index_url_name = "registrations_invoices_left"
    index_results_url_name = "registrations_invoices_left_results"
    export_filename = "invoices"
    columns = [
        *InvoiceReport.columns[:1],
        Column("event_title", label=gettext_lazy("Event")),
        *InvoiceReport.columns[1:],
    ]

    def dispatch(self, request, *args, **kwargs):
        if not is_reviewer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return InvoiceData.objects.filter(page=None)


class MarkInvoiced(OfEvent, View):
    """Notes on which day the chosen invoices were made; what has a day already keeps it."""

    http_method_names = ["post"]

    def post(self, request, page_id):
        form, keys = (
            MarkForm(request.POST),
            [key for key in request.POST.getlist("chosen") if key.isdecimal()],
        )
        if not form.is_valid():
            messages.error(request, _("Fill in the day on which the invoices were made."))
        elif not keys:
            messages.error(request, _("Choose at least one invoice."))
        else:
            self.mark(keys, form.cleaned_data["invoiced_on"])
        return redirect(self.address("invoices"))

    def mark(self, keys, day):
        invoices = InvoiceData.objects.filter(page=self.page, pk__in=keys, invoiced_on=None)
        number = invoices.update(invoiced_on=day)
        text = ngettext("%(number)s invoice is marked.", "%(number)s invoices are marked.", number)
        messages.success(self.request, text % {"number": number})
