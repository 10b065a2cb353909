"""Outgoing mail and requests for a new password; `manage.py tick` handles both."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutgoingMailQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at=None, given_up_at=None)

    def due(self):
        return self.waiting().filter(due_at__lte=timezone.now()).order_by("due_at", "pk")

    def too_old(self):
        """Due, but so old that the links inside have expired."""
        return self.due().filter(created_at__lte=timezone.now() - OutgoingMail.TRIED)

    def late(self):
        """Waiting so long that something is wrong with the mail server or the clock."""
        return self.waiting().filter(created_at__lte=timezone.now() - OutgoingMail.LATE)

    def given_up(self):
        return self.exclude(given_up_at=None)

    def claim(self, pk):
        """Leases the mail with this key to this process and returns it; None if another process has it.

        The lease ends by itself, so a killed process locks nothing.
        """
        due_at = timezone.now() + OutgoingMail.LEASE
        claimed = self.due().filter(pk=pk).order_by().update(due_at=due_at, attempts=F("attempts") + 1)
        return self.get(pk=pk) if claimed else None

    def withdraw(self):
        """Empties these mails for who has to be forgotten: nothing is sent any more, and no address is left.

        Not deleted, because `tick` may be delivering one at this moment.
        """
        return self.update(content=b"", recipients=[], error="", sent_at=timezone.now())

    def forget(self):
        """Deletes mails sent or given up more than KEPT ago, because they hold people's addresses."""
        ago = timezone.now() - OutgoingMail.KEPT
        return self.filter(Q(sent_at__lte=ago) | Q(given_up_at__lte=ago)).delete()


class OutgoingMail(models.Model):
    """A message in the outbox. Its content is erased once it is sent; the recipients are kept for a while.

    It is sent outside any transaction, by the process that holds the lease (docs/decisions/0025-sign-in-and-mail.md).
    """

    # Longer than one delivery can take: ten times EMAIL_TIMEOUT.
    LEASE = timedelta(minutes=10)
    # As long as a password link is valid (PASSWORD_RESET_TIMEOUT).
    TRIED = timedelta(days=3)
    KEPT = timedelta(days=14)
    LATE = timedelta(minutes=15)
    LONGEST_PAUSE = timedelta(hours=4)

    content = models.BinaryField(_("message"))
    sender = models.CharField(_("from"), max_length=320)
    recipients = models.JSONField(_("to"), default=list)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    due_at = models.DateTimeField(_("tried at"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("why it failed"), max_length=255, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        default_permissions = ()
        indexes = [
            models.Index(fields=["due_at"], name="cms_mail_due", condition=Q(sent_at=None, given_up_at=None))
        ]

    def __str__(self):
        return f"{self.pk}: {', '.join(self.recipients)}"

    def mark_sent(self):
        self.content, self.error, self.sent_at = b"", "", timezone.now()
        self.save(update_fields=["content", "error", "sent_at"])

    def give_up(self, error=""):
        self.content, self.error, self.given_up_at = b"", error or self.error, timezone.now()
        self.save(update_fields=["content", "error", "given_up_at"])

    def postpone(self, error):
        """Sets the next attempt; the pause doubles each time, from two minutes to LONGEST_PAUSE."""
        pause = min(timedelta(minutes=2 ** min(self.attempts, 10)), self.LONGEST_PAUSE)
        self.due_at, self.error = timezone.now() + pause, error
        self.save(update_fields=["due_at", "error"])


class ResetRequestQuerySet(models.QuerySet):
    def lately(self):
        return self.filter(requested_at__gt=timezone.now() - ResetRequest.WINDOW)

    def unanswered(self):
        return self.filter(answered_at=None).order_by("pk")

    def forget(self):
        return self.filter(requested_at__lte=timezone.now() - ResetRequest.KEPT).delete()


class ResetRequest(models.Model):
    """A request for a new password. `tick` looks up the user later, so that the response takes equally long for an
    address without account.
    """

    WINDOW = timedelta(hours=1)
    KEPT = timedelta(days=1)
    MOST_OF_ADDRESS, MOST_OF_EMAIL = 20, 3

    email = models.CharField(_("e-mail"), max_length=254)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    requested_at = models.DateTimeField(_("requested"), default=timezone.now, db_index=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = ResetRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a new password")
        verbose_name_plural = _("requests for a new password")
        default_permissions = ()

    def __str__(self):
        return f"{self.pk}: {self.email}"

    @classmethod
    def record(cls, email, address):
        """Records a request. After too many from this IP address in the last hour returns False instead."""
        if cls.objects.lately().filter(address=address).count() >= cls.MOST_OF_ADDRESS:
            return False
        cls.objects.create(email=email, address=address)
        return True

    def claim(self):
        """Marks the request as answered; True for one process only."""
        return bool(
            type(self).objects.filter(pk=self.pk, answered_at=None).update(answered_at=timezone.now())
        )

    @property
    def is_one_too_many(self):
        """True if this e-mail address was requested too often in the hour before; then no mail is sent."""
        start = self.requested_at - self.WINDOW
        earlier = type(self).objects.filter(email__iexact=self.email, requested_at__gt=start, pk__lt=self.pk)
        return earlier.count() >= self.MOST_OF_EMAIL
