"""What an officer does with one registration: cancel, let in, note attendance, send the link again."""

from urllib.parse import urlencode

from django.db import transaction
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from audit.models import Action
from audit.recording import record
from fields.formatting import euro
from registrations import policy, registering, retention
from registrations.admission import RefusedError
from registrations.models import State

from .forms import CancelForm
from .permissions import OfRegistration
from .words import refusal_in_words


class Cancel(OfRegistration, FormView):
    """Ends a registration by the event's rule, or with another charge."""

    page_title = gettext_lazy("Cancel")
    form_class = CancelForm
    template_name = "registrations/officer/cancel.html"

    @cached_property
    def by_rule(self) -> str:
        """What cancelling costs now, in words."""
        cancellation = policy.cancellation(self.registration, self.terms)
        if cancellation.is_free:
            return _("by the rule of this event: free of charge")
        cost = {"amount": euro(cancellation.amount), "percent": f"{cancellation.percent:g}"}
        return _("by the rule of this event: %(amount)s (%(percent)s%% of the price)") % cost

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "by_rule": self.by_rule}

    def form_valid(self, form):
        if not self.registration.is_active:
            messages.error(self.request, refusal_in_words(RefusedError(self.registration.state)))
            return redirect(self.own_address)
        registering.cancel(self.registration.pk, self.page.pk, charge=form.amount, by_officer=True)
        messages.success(self.request, _("The registration of %s is cancelled.") % self.registration)
        return redirect(self.own_address)

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.own_address, **kwargs)


class Erase(OfRegistration, TemplateView):
    """Erases somebody who asks so, before the term; asks first. The audit log has the number, and no name."""

    page_title = gettext_lazy("Erase")
    template_name = "registrations/officer/erase.html"

    def post(self, request, page_id, pk):
        if self.registration.anonymised_at is None:
            self.erase()
        messages.success(request, _("All that could tell who this was is erased."))
        return redirect(self.address("list"))

    @transaction.atomic
    def erase(self):
        record(Action.ERASED, self.registration, page=self.page.pk)
        retention.erase(self.registration.pk, self.page.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.own_address, **kwargs)


class Act(OfRegistration, View):
    """Something that a button does. Only by POST."""

    http_method_names = ["post"]

    def post(self, request, page_id, pk):
        try:
            messages.success(request, self.act())
        except RefusedError as refusal:
            messages.error(request, refusal_in_words(refusal))
        return redirect(self.own_address)

    def act(self) -> str:
        """Does it, and says so. May raise RefusedError."""
        raise NotImplementedError


class LetIn(Act):
    """Gives a place to somebody in the line, whoever is before."""

    def act(self):
        registering.let_in(self.registration.pk, self.page.pk)
        return _("%s has a place now.") % self.registration


class SendLink(Act):
    """Mails a new private link; at most once an hour."""

    def act(self):
        registering.resend_links(self.page.pk, self.registration.email)
        return _("The link goes to %s, at most once an hour.") % self.registration.email


class NoteAttendance(Act):
    """Notes who was there, or takes that back (`state` in the form); goes back to the screen it came from."""

    STATES = {State.PRESENT, State.ABSENT, State.CONFIRMED}

    def post(self, request, page_id, pk):
        response = super().post(request, page_id, pk)
        return redirect(self.check_in_address) if "check_in" in request.POST else response

    @property
    def check_in_address(self):
        """The same place in the list of the check-in."""
        query = urlencode({"q": self.request.POST.get("q", "")[:100]})
        return f"{self.address('check_in')}?{query}#r{self.registration.pk}"

    def act(self):
        state = self.request.POST.get("state")
        if state not in self.STATES:
            raise RefusedError("state")
        registration = registering.note_attendance(self.registration.pk, self.page.pk, state)
        return f"{registration}: {registration.get_state_display()}"
