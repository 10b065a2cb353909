"""How often something was done lately, from one address or for one mailbox: the limits to what visitors can do."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .kept import Kept, all_kept


def digest_of(subject) -> str:
    return salted_hmac("registrations.attempts", subject.casefold(), algorithm="sha256").hexdigest()


class Attempt(models.Model):
    """One attempt. `subject` is an HMAC of an IP address or e-mail address, which can't be read back."""

    WINDOW = timedelta(hours=1)

    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    retention = all_kept(Kept.HOUR, "kind", "subject", "at")

    class Meta:
        # Its table stays where it was made: the release before goes on using it while a new one starts.
        app_label = "registrations"
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "subject", "at"], name="attempts_of_subject")]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def lately(cls, kind, subject) -> int:
        """How many there were in the last hour."""
        since = timezone.now() - cls.WINDOW
        return cls.objects.filter(kind=kind, subject=digest_of(subject), at__gt=since).count()

    @classmethod
    def note(cls, *attempts) -> None:
        """Notes attempts, each a kind and a subject, in one go."""
        cls.objects.bulk_create([cls(kind=kind, subject=digest_of(subject)) for kind, subject in attempts])

    @classmethod
    def forget(cls) -> None:
        cls.objects.filter(at__lte=timezone.now() - cls.WINDOW).delete()
