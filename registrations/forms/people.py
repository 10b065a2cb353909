"""The part of the form about one person."""

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.registering import Price, clashing_parts
from cms.typed_text import LINE, refuse_national_number
from fields.contact import PhoneField
from fields.formatting import euro
from registrations import consents
from registrations.admission import Applicant
from registrations.models import Registration

from .municipality import OF_TODAY, MunicipalitySelect

# The fields that are values of `Registration` under their own names, with their autocomplete tokens (HTML, 4.10.18.7).
TOKENS = {
    "first_name": "given-name",
    "last_name": "family-name",
    "email": "email",
    "phone": "tel",
    "organisation": "organization",
    "function": "organization-title",
}
MOST_ANSWER = 300


class PersonForm(forms.Form):
    """Asks of one person what this event needs (`terms`), and nothing else.

    Consents are asked only of who fills in the form for himself: a colleague gets a link, and gives his own.
    """

    first_name = forms.CharField(label=_("First name"), max_length=80, validators=LINE)
    last_name = forms.CharField(label=_("Last name"), max_length=80, validators=LINE)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("Here we send the confirmation and a link of your own."),
        error_messages={"invalid": _("Fill in a whole e-mail address, for example an@gemeente.be.")},
    )
    phone = PhoneField().formfield(label=_("Phone"), required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=160, required=False, validators=LINE)
    function = forms.CharField(label=_("Function"), max_length=160, required=False, validators=LINE)
    municipality = forms.ModelChoiceField(
        OF_TODAY, label=_("Municipality"), required=False, empty_label="", widget=MunicipalitySelect
    )
    diet = forms.CharField(
        label=_("Food"),
        max_length=200,
        required=False,
        validators=[refuse_national_number],
        help_text=_("For example: vegetarian, no nuts."),
    )
    access = forms.CharField(
        label=_("What do you need to take part?"),
        max_length=500,
        required=False,
        validators=[refuse_national_number],
        help_text=_("For example: a wheelchair space, a sign language interpreter."),
    )
    needs_consent = forms.BooleanField(label=consents.NEEDS, required=False)
    on_list = forms.BooleanField(label=consents.LIST, required=False)

    def __init__(self, terms, *args, is_colleague=False, **kwargs):
        """`terms` are the RegistrationTerms."""
        self.terms, self.is_colleague = terms, is_colleague
        super().__init__(*args, **kwargs)
        self.drop_what_is_not_asked()
        for name, token in TOKENS.items():
            if name in self.fields:
                section = f"section-{self.prefix} " if is_colleague else ""
                self.fields[name].widget.attrs["autocomplete"] = section + token
        self.add_parts()
        self.add_prices()
        for question in terms.questions:
            self.fields[f"q_{question.key}"] = question_field(question)
        questions = [f"q_{question.key}" for question in terms.questions]
        self.order_fields([*TOKENS, "municipality", "parts", "price", *questions])

    def drop_what_is_not_asked(self):
        for name in ("phone", "organisation", "function", "municipality", "diet", "access"):
            if name not in self.terms.asks:
                del self.fields[name]
        needs = {"diet", "access"} & self.fields.keys()
        if self.is_colleague:
            for name in [*needs, "on_list"]:
                del self.fields[name]
        if self.is_colleague or not needs:
            del self.fields["needs_consent"]

    def add_parts(self):
        parts = [part for part in self.terms.parts if not part.is_cancelled]
        if self.terms.parts_to_choose == "none" or not parts:
            return
        choices = [(part.key, part.label) for part in parts]
        if self.terms.parts_to_choose == "several":
            self.fields["parts"] = forms.MultipleChoiceField(
                label=_("What do you come to?"), choices=choices, widget=forms.CheckboxSelectMultiple
            )
        else:
            self.fields["parts"] = forms.ChoiceField(
                label=_("What do you come to?"), choices=choices, widget=forms.RadioSelect
            )

    def add_prices(self):
        prices = self.terms.prices
        if len(prices) > 1:
            choices = [(price.key or "regular", price_label(price)) for price in prices]
            self.fields["price"] = forms.ChoiceField(
                label=_("Price"), choices=choices, widget=forms.RadioSelect
            )

    def clean(self):
        cleaned = super().clean()
        has_needs = cleaned.get("diet") or cleaned.get("access")
        if has_needs and not cleaned.get("needs_consent"):
            message = _("Tick this box, or leave food and access empty: without it we may not keep them.")
            self.add_error("needs_consent", message)
        return cleaned

    @property
    def chosen_parts(self) -> tuple[str, ...]:
        chosen = self.cleaned_data.get("parts") or []
        return (chosen,) if isinstance(chosen, str) else tuple(chosen)

    @property
    def chosen_price(self) -> Price | None:
        """The price of a valid form: the only one, or the one that was chosen."""
        if len(self.terms.prices) == 1:
            return self.terms.prices[0]
        key = self.cleaned_data.get("price", "")
        return self.terms.price("" if key == "regular" else key)

    @property
    def comes_for_free(self) -> bool:
        """Whether a valid form chose a price of nothing."""
        return self.is_valid() and self.chosen_price is not None and not self.chosen_price.amount

    @property
    def clashes(self) -> list[tuple[str, str]]:
        """The labels of chosen parts that are at the same time, in pairs."""
        return clashing_parts([part for part in self.terms.parts if part.key in self.chosen_parts])

    def applicant(self, invoice=None) -> Applicant:
        """The person, with what goes into other tables; only of a valid form."""
        return Applicant(
            self.values(),
            parts=self.chosen_parts,
            price=self.chosen_price.key if self.chosen_price else "",
            needs=self.needs,
            invoice=invoice,
            source=Registration.Source.COLLEAGUE if self.is_colleague else Registration.Source.FORM,
        )

    def values(self) -> dict:
        fields = {*TOKENS, "municipality"} & self.fields.keys()
        return {
            **{name: self.cleaned_data[name] for name in fields},
            "answers": self.answers,
            **self.consents,
        }

    @property
    def answers(self) -> list[dict]:
        return [
            {"key": question.key, "question": question.text, "answer": answer}
            for question in self.terms.questions
            if (answer := self.cleaned_data.get(f"q_{question.key}"))
        ]

    @cached_property
    def consents(self) -> dict:
        """The texts that this person read and agreed to, with the moment; nothing of a colleague."""
        if self.is_colleague:
            return {}
        now = timezone.now()
        agreed = {"list_version": consents.LIST_VERSION, "list_at": now}
        return {
            "privacy_version": consents.PRIVACY_VERSION,
            "privacy_at": now,
            **(agreed if self.cleaned_data["on_list"] else {"list_version": "", "list_at": None}),
        }

    @property
    def needs(self) -> dict | None:
        values = {name: self.cleaned_data.get(name, "") for name in ("diet", "access")}
        if not any(values.values()):
            return None
        return {**values, "consent_version": consents.NEEDS_VERSION, "consent_at": timezone.now()}


def question_field(question) -> forms.Field:
    options = {"label": question.text, "required": question.is_required, "help_text": question.help_text}
    if question.options:
        choices = [(option, option) for option in question.options]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)
    return forms.CharField(max_length=MOST_ANSWER, validators=[refuse_national_number], **options)


def price_label(price) -> str:
    parts = [price.label, euro(price.amount) if price.amount else str(_("free")), price.condition]
    return ", ".join(part for part in parts if part)
