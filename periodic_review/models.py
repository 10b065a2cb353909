"""What has to be remembered of the mails: how often somebody wants them, and when the last one was written."""

import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkMail(models.Model):
    """The mail about what waits for a person: how often, and the last day on which it was considered."""

    wagtail_reference_index_ignore = True

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", _("once a week, on Monday")
        MONTHLY = "monthly", _("once a month, on the first Monday")
        NEVER = "never", _("never")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="work_mail")
    frequency = models.CharField(
        _("mail about what waits for you"),
        max_length=10,
        choices=Frequency,
        default=Frequency.WEEKLY,
        help_text=_("Pages to review, and what was sent back or waits for you. No mail where nothing waits."),
    )
    considered_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("mail about work")
        verbose_name_plural = _("mails about work")
        default_permissions = ()

    def __str__(self):
        return f"{self.user_id}: {self.frequency}"

    def is_due(self, today) -> bool:
        """True once a period, from its Monday on; in the week in which an account was made not yet."""
        before = self.considered_on or self.user.date_joined.date()
        return self.frequency != self.Frequency.NEVER and before < self.begin_of_period(today)

    def begin_of_period(self, today) -> datetime.date:
        """The last Monday, or the last first Monday of a month."""
        monday = today - datetime.timedelta(days=today.weekday())
        while self.frequency == self.Frequency.MONTHLY and monday.day > 7:
            monday -= datetime.timedelta(days=7)
        return monday


class TeamlessMail(models.Model):
    """A month in which the reviewers heard which teams have nobody; one row a month, so that it is told once."""

    month = models.DateField(unique=True)

    class Meta:
        verbose_name = _("mail about teams without people")
        verbose_name_plural = _("mails about teams without people")
        default_permissions = ()

    def __str__(self):
        return f"{self.month:%Y-%m}"
