from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models.kept import Kept, all_kept


class RegistrationMail(models.Model):
    """A mail about a registration that was put in the outbox: to whom, which, and what became of it.

    Written in the transaction that changes the registration, so there is none without the other. `version` tells two
    mails of one kind apart; the constraint stops a second one.
    """

    wagtail_reference_index_ignore = True

    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.CASCADE, related_name="mails"
    )
    kind = models.CharField(_("which mail"), max_length=20)
    version = models.CharField(max_length=40, default="0")
    recipient = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=255)
    queued_at = models.DateTimeField(_("written on"), default=timezone.now)
    # The outbox deletes its rows after a while; by then this row says what became of it.
    outgoing = models.ForeignKey("cms.OutgoingMail", null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(_("delivered to the mail server on"), null=True, blank=True)
    failed_at = models.DateTimeField(_("given up on"), null=True, blank=True)
    error = models.CharField(_("why it failed"), max_length=255, blank=True)

    retention = all_kept(
        Kept.REGISTRATION,
        *("registration", "kind", "version", "recipient", "subject"),
        *("queued_at", "outgoing", "sent_at", "failed_at", "error"),
    )

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-queued_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "kind", "version"], name="each_registration_mail_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.registration_id}"
