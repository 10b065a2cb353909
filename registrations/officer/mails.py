"""A mail of the officer to all who registered, or some: one to each, on record."""

import uuid
from typing import NamedTuple

from django import forms
from django.db import transaction
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.models import Page

from cms.registering import RegistrationTerms
from registrations.mailing import write
from registrations.models import Place, Registration, State

from .lines import part_counts
from .permissions import OfEvent
from .words import people

LONGEST_TEXT = 5000
MOST_CHOSEN = 1000


class About(NamedTuple):
    """What a mail is about, as `mailing.write` needs it."""

    page: Page
    terms: RegistrationTerms


class MailForm(forms.Form):
    """To whom, and what. `chosen` are people chosen one by one; without them all in these states and parts."""

    chosen = forms.ModelMultipleChoiceField(
        Registration.objects.none(), widget=forms.MultipleHiddenInput, required=False
    )
    states = forms.MultipleChoiceField(
        label=gettext_lazy("To who is"),
        choices=State.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[State.CONFIRMED],
        required=False,
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Only in"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Tick nothing for all."),
    )
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "Plain text. “Hello” with the name stands above it, the private link below it. Each person gets a mail of"
            " their own, and sees no other address."
        ),
    )
    # Tells this mail from the next one: sending it twice mails nobody twice.
    version = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, page, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page
        self.fields["chosen"].queryset = Registration.objects.filter(page=page, anonymised_at=None)
        self.fields["parts"].choices = [(part.key, part.label) for part in parts]
        if not parts:
            del self.fields["parts"]

    @property
    def is_to_chosen(self):
        return bool(self["chosen"].value())

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("chosen") and not cleaned.get("states"):
            self.add_error("states", gettext_lazy("Say to whom."))
        return cleaned

    def recipients(self):
        """The people, in the order in which they registered."""
        if chosen := self.cleaned_data["chosen"]:
            return chosen.order_by("number")
        registrations = Registration.objects.filter(
            page=self.page, state__in=self.cleaned_data["states"], anonymised_at=None
        )
        if parts := self.cleaned_data.get("parts"):
            places = Place.objects.filter(part__in=parts)
            registrations = registrations.filter(pk__in=places.values("registration"))
        return registrations.order_by("number")


class MailToPeople(OfEvent, FormView):
    """The mail is shown with who gets it first; sent by a second button."""

    page_title = gettext_lazy("Mail")
    header_icon = "mail"
    form_class = MailForm
    template_name = "registrations/officer/mail.html"

    @cached_property
    def parts(self):
        return part_counts(self.page, self.terms)

    def get_initial(self):
        chosen = [key for key in self.request.GET.getlist("chosen") if key.isdecimal()][:MOST_CHOSEN]
        return {"version": uuid.uuid4(), "chosen": chosen, "states": [State.CONFIRMED]}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "page": self.page, "parts": self.parts}

    def form_valid(self, form):
        with_address, without = split(form.recipients())
        if "send" not in self.request.POST or not with_address:
            context = self.get_context_data(
                form=form, is_preview=True, recipients=with_address, without_address=without
            )
            return self.render_to_response(context)
        number = self.send(form, with_address)
        messages.success(self.request, _("The mail is on its way to %s.") % people(number))
        return redirect(self.address("list"))

    @transaction.atomic
    def send(self, form, recipients) -> int:
        """Puts a mail for each in the outbox; gives how many. Who got this very mail already gets no other."""
        about, content = About(self.page, self.terms), form.cleaned_data
        details = {"subject": content["subject"], "text": content["text"]}
        version = str(content["version"])
        mails = [write("officer", person, about, version=version, **details) for person in recipients]
        return len([mail for mail in mails if mail])

    def get_context_data(self, **kwargs):
        form = kwargs.get("form") or self.get_form()
        chosen = form.fields["chosen"].queryset.filter(pk__in=keys_in(form["chosen"].value()))
        return super().get_context_data(
            **{**kwargs, "form": form, "chosen": chosen, "back": self.address("list")}
        )


def keys_in(values) -> list:
    return [value for value in values or [] if str(value).isdecimal()]


def split(registrations) -> tuple[list, list]:
    """Those with an address to mail to, and those without."""
    registrations = list(registrations)
    return [one for one in registrations if one.email], [one for one in registrations if not one.email]
