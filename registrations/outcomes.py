"""What became of each mail about a registration, before the outbox forgets it."""

from .models import RegistrationMail

FIELDS = ["sent_at", "failed_at", "error"]


def note() -> None:
    """Copies from the outbox when a mail was delivered to the mail server, or given up, and why it failed."""
    open_mails = RegistrationMail.objects.filter(sent_at=None, failed_at=None).exclude(outgoing=None)
    differing = []
    for mail in open_mails.select_related("outgoing").defer("outgoing__content"):
        outgoing = mail.outgoing
        outcome = (outgoing.sent_at, outgoing.given_up_at, outgoing.error)
        if outcome != (mail.sent_at, mail.failed_at, mail.error):
            mail.sent_at, mail.failed_at, mail.error = outcome
            differing.append(mail)
    RegistrationMail.objects.bulk_update(differing, FIELDS, batch_size=500)
