from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.kept import Kept, all_kept
from fields.amounts import AmountField
from fields.contact import EnterpriseNumberField


class InvoiceData(models.Model):
    """What an invoice for a registration needs; kept for ten years, after the person is forgotten.

    So the event and the participant stand here as words. The invoiced entity is chosen by itself: a municipality, its
    OCMW and its AGB have different numbers. There is no invoice engine: `invoiced_on` is noted by the officer.
    """

    wagtail_reference_index_ignore = True

    registration = models.OneToOneField(
        "registrations.Registration", null=True, on_delete=models.SET_NULL, related_name="invoice"
    )
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("event"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    event_title = models.CharField(_("event"), max_length=255)
    event_day = models.DateField(_("day of the event"), null=True)
    participant = models.CharField(_("participant"), max_length=161, blank=True)
    entity = models.CharField(_("name of who pays"), max_length=160)
    enterprise_number = EnterpriseNumberField(_("enterprise number"))
    street = models.CharField(_("street and number"), max_length=120)
    postal_code = models.CharField(_("postal code"), max_length=10)
    city = models.CharField(_("city"), max_length=80)
    email = models.EmailField(_("e-mail for the invoice"), blank=True)
    order_number = models.CharField(_("order number"), max_length=60, blank=True)
    peppol_id = models.CharField(_("Peppol id"), max_length=50, blank=True)
    amount = AmountField(_("amount"), max_digits=8, decimal_places=2)
    note = models.CharField(_("note for the invoice"), max_length=200, blank=True)
    invoiced_on = models.DateField(_("invoiced on"), null=True, blank=True)

    retention = {
        **all_kept(
            Kept.INVOICE, "page", "event_title", "event_day", "participant", "entity", "enterprise_number"
        ),
        **all_kept(Kept.INVOICE, "street", "postal_code", "city", "email", "order_number", "peppol_id"),
        **all_kept(Kept.INVOICE, "amount", "note", "invoiced_on"),
        "registration": Kept.REGISTRATION,
    }

    class Meta:
        verbose_name = _("invoice data")
        verbose_name_plural = _("invoice data")
        default_permissions = ()

    def __str__(self):
        return self.entity
