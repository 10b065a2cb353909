"""The part of the form about the invoice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.typed_text import LINE
from fields.contact import EnterpriseNumberField


class InvoiceForm(forms.Form):
    """Who pays: no choice of municipality, as it, its OCMW and its AGB have numbers of their own."""

    entity = forms.CharField(
        label=_("Who gets the invoice?"),
        max_length=160,
        validators=LINE,
        help_text=_("The exact name, for example: OCMW Poperinge. Or your own name."),
    )
    is_private = forms.BooleanField(
        label=_("I pay as a private person, without enterprise number"), required=False
    )
    enterprise_number = EnterpriseNumberField().formfield(
        label=_("Enterprise number"), required=False, help_text=_("For example 0403.170.701.")
    )
    street = forms.CharField(label=_("Street and number"), max_length=120, validators=LINE)
    postal_code = forms.CharField(label=_("Postal code"), max_length=10, validators=LINE)
    city = forms.CharField(label=_("City"), max_length=80, validators=LINE)
    email = forms.EmailField(
        label=_("E-mail for the invoice"), required=False, help_text=_("If it has to go to another address.")
    )
    order_number = forms.CharField(
        label=_("Order number"),
        max_length=60,
        required=False,
        validators=LINE[:1],
        help_text=_("If your accounts ask for one. You can fill it in later too, by the link in your mail."),
    )
    peppol_id = forms.RegexField(
        r"\d{4}:[\w.:-]{1,45}",
        label=_("Peppol id"),
        required=False,
        strip=True,
        help_text=_("Only if it is another than 0208 with your enterprise number."),
        error_messages={"invalid": _("A Peppol id is four digits, a colon and a number: 0208:0403170701.")},
    )

    TOKENS = {
        "entity": "billing organization",
        "street": "billing street-address",
        "postal_code": "billing postal-code",
        "city": "billing address-level2",
        "email": "off",
        "enterprise_number": "off",
        "order_number": "off",
        "peppol_id": "off",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, token in self.TOKENS.items():
            self.fields[name].widget.attrs["autocomplete"] = token
        # Nobody but a private person may leave it out, so it is not marked as one that may.
        self.fields["enterprise_number"].is_mostly_required = True
        for name in ("enterprise_number", "postal_code"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def clean(self):
        cleaned = super().clean()
        has_number = cleaned.get("enterprise_number") or self.has_error("enterprise_number")
        if not has_number and not cleaned.get("is_private"):
            message = _("Fill in the enterprise number, or tick that you pay as a private person.")
            self.add_error("enterprise_number", message)
        return cleaned

    def values(self) -> dict:
        """The values of `InvoiceData`, with the usual Peppol id where none was typed."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "is_private"}
        if values["enterprise_number"] and not values["peppol_id"]:
            values["peppol_id"] = f"0208:{values['enterprise_number']}"
        return values
