"""Registering somebody by hand or phone, changing a registration, and giving a place to a colleague."""

from django.db import transaction
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from registrations import registering
from registrations.admission import RefusedError
from registrations.models import Registration
from registrations.models.registration import identity_of

from .forms import ChangeForm, OfficerForm, OfficerInvoiceForm, SubstituteForm
from .lines import positions_in
from .permissions import OfEvent, OfRegistration
from .words import refusal_in_words, state_in_words


class PersonView(OfEvent, FormView):
    """A form about somebody, which `save` gives to `registering`; a refusal is said above the form.

    With `asks_invoice` the data for the invoice stand below it, where the event makes invoices.
    """

    form_class = OfficerForm
    template_name = "registrations/officer/form.html"
    submit_label = gettext_lazy("Save")
    explanation = ""
    asks_invoice = True

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "terms": self.terms}

    def get_form(self, form_class=None):
        kwargs = self.get_form_kwargs()
        kwargs.pop("initial", None)
        return self.form_class(**kwargs)

    @cached_property
    def invoice_form(self):
        """None where there is nothing to invoice."""
        if not (self.asks_invoice and self.terms.is_invoiced):
            return None
        data = self.request.POST if self.request.method == "POST" else None
        return OfficerInvoiceForm(data, invoice=self.stored_invoice)

    @property
    def stored_invoice(self):
        return None

    def save(self, form, invoice) -> Registration:
        raise NotImplementedError

    def form_valid(self, form):
        if self.invoice_form and not self.invoice_form.is_valid():
            return self.form_invalid(form)
        invoice = self.invoice_form and self.invoice_form.values_or_none()
        try:
            with transaction.atomic():
                registration = self.save(form, invoice)
        except RefusedError as refusal:
            form.add_error(None, refusal_in_words(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.success(registration))
        return redirect(self.address("one", registration.pk))

    def success(self, registration) -> str:
        return _("Saved.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit_label=self.submit_label,
            explanation=self.explanation,
            back=self.back,
            invoice_form=self.invoice_form,
            **kwargs,
        )


class AddByHand(PersonView):
    """Registers somebody at any time: before it opens, after the deadline, or when the form is closed."""

    page_title = gettext_lazy("Add somebody")
    submit_label = gettext_lazy("Register")
    explanation = gettext_lazy(
        "For who phones or writes. It also works before registration opens and after the deadline. With an address"
        " there goes a mail with the confirmation and the private link. If it is full, this person comes on the waiting"
        " list."
    )

    @property
    def back(self):
        return self.address("list")

    def save(self, form, invoice):
        applicant = form.applicant(invoice)
        values = applicant.values
        identity = identity_of(values["email"], values["first_name"], values["last_name"])
        same = Registration.objects.active().filter(page=self.page, identity=identity)
        if same.exists():
            raise RefusedError("taken")
        registering.register(self.page.pk, [applicant], accepts_waiting=True, ignores_terms=True)
        return same.get()

    def success(self, registration):
        state = state_in_words(registration, positions_in(self.page).get(registration.pk))
        return _("%(name)s is registered: %(state)s.") % {"name": registration, "state": state}


class Change(OfRegistration, PersonView):
    """Changes data and parts, also after it has begun."""

    page_title = gettext_lazy("Change")
    form_class = ChangeForm
    explanation = gettext_lazy("With an address there goes a mail that says what stands here now.")

    @property
    def back(self):
        return self.own_address

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "registration": self.registration}

    @property
    def stored_invoice(self):
        return getattr(self.registration, "invoice", None)

    def save(self, form, invoice):
        if not self.registration.is_active:
            raise RefusedError(self.registration.state)
        applicant = form.applicant(invoice)
        return registering.change(self.registration.pk, self.page.pk, applicant, by_officer=True)


class HandOver(OfRegistration, PersonView):
    """Gives the place, or the place in the line, to a colleague."""

    page_title = gettext_lazy("Give the place to a colleague")
    form_class = SubstituteForm
    asks_invoice = False
    submit_label = gettext_lazy("Give the place")
    explanation = gettext_lazy(
        "The colleague gets the place, the price and the data for the invoice. Both get a mail. Consents and what was"
        " said about food and access don't go along."
    )

    @property
    def back(self):
        return self.own_address

    def save(self, form, invoice):
        return registering.hand_over(self.registration.pk, self.page.pk, form.applicant())
