"""How lists of registrations and invoices are narrowed."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from registrations.models import InvoiceData, Place, Registration, State


class RegistrationFilterSet(WagtailFilterSet):
    """By state, and by track or session where the event (`page`, `terms`) has those."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=State.choices, widget=forms.CheckboxSelectMultiple
    )
    part = django_filters.MultipleChoiceFilter(
        label=_("Track or session"), method="in_parts", widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Registration
        fields = []

    def __init__(self, *args, parts=(), **kwargs):
        super().__init__(*args, **kwargs)
        if parts:
            self.filters["part"].extra["choices"] = parts
        else:
            del self.filters["part"]

    def in_parts(self, registrations, name, parts):
        if not parts:
            return registrations
        places = Place.objects.filter(part__in=parts).exclude(state=Place.State.CANCELLED)
        return registrations.filter(pk__in=places.values("registration"))


class InvoiceFilterSet(WagtailFilterSet):
    """What is still to be invoiced, or was."""

    invoiced = django_filters.ChoiceFilter(
        label=_("Invoiced"),
        choices=[("no", _("not yet invoiced")), ("yes", _("invoiced"))],
        method="is_invoiced",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = InvoiceData
        fields = []

    def is_invoiced(self, invoices, name, value):
        return invoices.filter(invoiced_on__isnull=value == "no")
