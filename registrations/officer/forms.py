"""The forms with which an officer registers somebody, changes a registration, cancels it, or moves a deadline."""

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from fields.form_fields import AmountField, DateTimeField
from registrations.admission import Applicant
from registrations.forms.invoice import InvoiceForm
from registrations.forms.people import TOKENS, PersonForm
from registrations.models import Registration

CONSENT = _("This person agrees that we use what stands here about food and access to prepare the event.")
HELD = _("Give one of the held places")
WHAT_IS_HELD = _("For speakers and guests. It takes none of the places for the public.")
NO_ADDRESS = _("Without an address nobody gets a mail, and there is no private link.")


class OfficerForm(PersonForm):
    """What the public form asks, of somebody who phones or writes: only the name and the choices have to be there.

    Nobody consents for somebody else, so it notes no consent but the one to food and access, which is asked by phone.
    """

    def __init__(self, terms, *args, **kwargs):
        super().__init__(terms, *args, **kwargs)
        del self.fields["on_list"]
        self.fields["email"].required = False
        self.fields["email"].help_text = NO_ADDRESS
        if "needs_consent" in self.fields:
            self.fields["needs_consent"].label = CONSENT
        if terms.held_seats:
            self.fields["takes_held_seat"] = forms.BooleanField(
                label=HELD, help_text=WHAT_IS_HELD, required=False
            )
        for name, field in self.fields.items():
            if name in TOKENS:
                field.widget.attrs["autocomplete"] = "off"
            if name.startswith("q_"):
                field.required = False

    @cached_property
    def consents(self):
        return {}

    def applicant(self, invoice=None) -> Applicant:
        takes_held_seat = self.cleaned_data.get("takes_held_seat", False)
        source = Registration.Source.OFFICER
        return super().applicant(invoice)._replace(source=source, takes_held_seat=takes_held_seat)


class ChangeForm(OfficerForm):
    """All that an officer can change: not the price, and not food and access, which the person changes by the link."""

    def __init__(self, terms, *args, registration, **kwargs):
        super().__init__(terms, *args, initial=stored_values(registration), **kwargs)
        for name in {"diet", "access", "needs_consent", "price", "takes_held_seat"} & self.fields.keys():
            del self.fields[name]
        if "parts" in self.fields:
            places = registration.places.exclude(state="cancelled")
            chosen = [place.part for place in places]
            is_one = self.terms.parts_to_choose == "one"
            self.initial["parts"] = next(iter(chosen), None) if is_one else chosen


class SubstituteForm(OfficerForm):
    """The colleague who takes a place: who that is, as the rest goes along or is asked by the link."""

    def __init__(self, terms, *args, **kwargs):
        asks = terms.asks - {"diet", "access"}
        only_who = terms._replace(parts_to_choose="none", prices=(), questions=(), asks=asks, held_seats=0)
        super().__init__(only_who, *args, **kwargs)


def stored_values(registration) -> dict:
    answers = {f"q_{answer['key']}": answer["answer"] for answer in registration.answers}
    return {**{name: getattr(registration, name) for name in [*TOKENS, "municipality"]}, **answers}


class OfficerInvoiceForm(InvoiceForm):
    """The data for the invoice, all or nothing: they may follow later by the private link."""

    def __init__(self, *args, invoice=None, **kwargs):
        stored = {name: getattr(invoice, name) for name in self.base_fields if hasattr(invoice, name)}
        is_private = bool(invoice and not invoice.enterprise_number)
        super().__init__(
            *args,
            prefix="invoice",
            initial={**stored, "is_private": is_private},
            empty_permitted=True,
            use_required_attribute=False,
            **kwargs,
        )
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def values_or_none(self) -> dict | None:
        """None if nothing was typed or changed."""
        return self.values() if self.has_changed() else None


class CancelForm(forms.Form):
    """Ends a registration, by the event's own rule or with another charge. It asks for no reason."""

    by_rule = forms.ChoiceField(label=_("What it costs"), initial="rule", widget=forms.RadioSelect)
    charge = AmountField(
        label=_("The other amount, in euro"), required=False, min_value=0, max_digits=8, decimal_places=2
    )

    def __init__(self, *args, by_rule, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["by_rule"].choices = [("rule", by_rule), ("other", _("another amount"))]

    def clean(self):
        cleaned = super().clean()
        is_missing = cleaned.get("charge") is None and "charge" not in self.errors
        if cleaned.get("by_rule") == "other" and is_missing:
            self.add_error("charge", _("Fill in an amount; 0 is free of charge."))
        return cleaned

    @property
    def amount(self):
        """The other amount; None by the rule."""
        return self.cleaned_data["charge"] if self.cleaned_data["by_rule"] == "other" else None


class LaterForm(forms.Form):
    """A later deadline for one person."""

    email = forms.EmailField(label=_("E-mail"))
    until = DateTimeField(label=_("Until"), widget=AdminDateTimeInput)

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until <= timezone.now():
            raise forms.ValidationError(_("Choose a moment that is still to come."))
        return until
