"""The whole form: everybody who comes, who pays, and what was read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.form_problems import problems_of, target_of
from cms.guard import GuardForm
from registrations.admission import Applicant

from .invoice import InvoiceForm
from .people import PersonForm

MOST_PEOPLE = 10


class AgreementForm(forms.Form):
    """How many people the form has, and what who fills it in has to tick."""

    people = forms.IntegerField(min_value=1, max_value=MOST_PEOPLE, widget=forms.HiddenInput, initial=1)
    # The parts that were chosen when somebody was told that they clash.
    clashes_seen = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    accepts_waiting = forms.BooleanField(
        label=_("Put us on the waiting list if there is no place"), required=False
    )
    privacy = forms.BooleanField(
        label=_("I have read this"),
        error_messages={"required": _("Tick that you have read what happens with your data.")},
    )


class RegistrationForm:
    """The parts of the form as one: `data` is what was posted, or None for an empty form.

    Each part has a prefix: `p0-` … for people, `i-` for the invoice, `g-` for the guard, `a-` for the rest. `typed` is
    what was posted to show again without checking it, with so many `people`.
    """

    def __init__(self, terms, data=None, typed=None, people=None):
        self.terms, self.data, self.typed = terms, data, typed
        self.guard = GuardForm(data)
        self.agreement = self.part(AgreementForm, "a")
        number = people or number_of_people(data)
        self.people = [
            self.part(PersonForm, f"p{index}", terms=terms, is_colleague=index > 0) for index in range(number)
        ]
        self.invoice = self.make_invoice() if self.needs_invoice else None
        # Why nobody was registered although the form was right, in words.
        self.refusal = ""

    def part(self, form_class, prefix, **options):
        form = form_class(data=self.data, prefix=prefix, **options)
        if self.typed is not None:
            form.initial = typed_values(form, self.typed)
        return form

    @property
    def needs_invoice(self) -> bool:
        return self.terms.is_invoiced and any(price.amount for price in self.terms.prices)

    def make_invoice(self) -> InvoiceForm:
        """The part for the invoice; not checked where nobody chose a price to pay."""
        if self.data is None or not all(person.comes_for_free for person in self.people):
            return self.part(InvoiceForm, "i")
        form = InvoiceForm(prefix="i")
        form.initial = typed_values(form, self.data)
        return form

    @property
    def may_be_free(self) -> bool:
        return any(not price.amount for price in self.terms.prices)

    @property
    def is_paid(self) -> bool:
        return self.invoice is not None and self.invoice.is_bound

    @property
    def parts(self) -> list[forms.Form]:
        return [*self.people, *([self.invoice] if self.is_paid else []), self.agreement, self.guard]

    def is_valid(self) -> bool:
        is_right = all(part.is_valid() for part in self.parts) and not self.doubles
        return is_right and not self.new_clashes

    @property
    def chosen_parts(self) -> str:
        """What everybody chose, as the form remembers it to say only once what clashes."""
        chosen = [person.chosen_parts if person.is_valid() else () for person in self.people]
        return " ".join(f"{number}:{key}" for number, parts in enumerate(chosen) for key in parts)

    @property
    def new_clashes(self) -> list[tuple[str, str]]:
        """The id and message of each pair at the same time, unless these were said and the form is sent again."""
        if self.data.get("a-clashes_seen") == self.chosen_parts:
            return []
        return [
            (target_of(person, "parts"), clash_in_words(pair))
            for person in self.people
            if person.is_valid()
            for pair in person.clashes
        ]

    @property
    def doubles(self) -> list[PersonForm]:
        """The people who stand in the form twice."""
        seen, doubles = set(), []
        for person in self.people:
            values = person.cleaned_data if person.is_valid() else {}
            identity = tuple(
                str(values.get(name, "")).casefold() for name in ("first_name", "last_name", "email")
            )
            if any(identity) and identity in seen:
                doubles.append(person)
            seen.add(identity)
        return doubles

    def resized(self, change) -> "RegistrationForm":
        """The form with one person more (1) or less (-1), with what was typed and no errors."""
        people = min(MOST_PEOPLE, max(1, len(self.people) + change))
        return RegistrationForm(self.terms, typed=self.data, people=people)

    @property
    def shown_guard(self) -> GuardForm:
        return self.guard.renewed()

    @property
    def can_grow(self) -> bool:
        return len(self.people) < MOST_PEOPLE

    @property
    def is_for_one(self) -> bool:
        return len(self.people) == 1

    @property
    def offers_waiting(self) -> bool:
        """Whether the form may have to put somebody on the waiting list."""
        is_limited = self.terms.seats is not None or any(part.seats is not None for part in self.terms.parts)
        return self.terms.has_waiting_list and is_limited

    @property
    def can_shrink(self) -> bool:
        return len(self.people) > 1

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The id of the field and the message of each error, in the order of the form; an empty id for none."""
        if self.data is None:
            return []
        problems = [problem for part in self.parts for problem in problems_of(part)]
        doubles = [
            (f"id_{person.prefix}-email", str(_("This person stands here twice."))) for person in self.doubles
        ]
        refusal = [("", self.refusal)] if self.refusal else []
        return refusal + problems + doubles + self.new_clashes

    @property
    def accepts_waiting(self) -> bool:
        return self.agreement.cleaned_data["accepts_waiting"]

    @property
    def addresses(self) -> list[str]:
        return [person.cleaned_data["email"] for person in self.people]

    def applicants(self) -> list[Applicant]:
        invoice = self.invoice.values() if self.is_paid else None
        return [person.applicant(invoice) for person in self.people]


def clash_in_words(labels) -> str:
    text = _("%(one)s and %(other)s are at the same time. Is that right? Then send the form once more.")
    return text % {"one": labels[0], "other": labels[1]}


def number_of_people(data) -> int:
    """How many people the posted form has; 1 for what is no number of people."""
    try:
        return AgreementForm.base_fields["people"].clean((data or {}).get("a-people", 1))
    except forms.ValidationError:
        return 1


def typed_values(form, data) -> dict:
    """What was typed in the fields of this form, as initial values to show again."""
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
        for name, field in form.fields.items()
    }
