"""When scheduled work ran last, and how that went."""

from datetime import timedelta

from django.db import models
from django.utils import timezone


class Heartbeat(models.Model):
    """The last run of `tick`: one row. A run that is killed leaves the row of the one before.

    `failures` names work and numbers of what it worked on, nothing of a person.
    """

    NAME = "tick"
    LATE = timedelta(minutes=5)

    name = models.CharField(max_length=20, unique=True)
    since = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    milliseconds = models.PositiveBigIntegerField(default=0)
    failures = models.JSONField(default=list)
    reported_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.name}, {self.finished_at}"

    @classmethod
    def of_tick(cls):
        return cls.objects.get_or_create(name=cls.NAME)[0]

    @property
    def age(self) -> timedelta:
        """Since the last run; before the first since somebody looked."""
        return timezone.now() - (self.finished_at or self.since)

    @property
    def problem(self) -> str:
        """What is wrong, as a sentence for operators, or nothing."""
        if self.age > self.LATE:
            minutes = int(self.age.total_seconds() // 60)
            return f"tick has not run for {minutes} minutes: nothing is published, taken offline or mailed."
        if self.failures:
            return f"{len(self.failures)} of the things that tick does failed: {'; '.join(self.failures)}"
        return ""

    def claim(self) -> bool:
        """Marks the problem as reported; True for one process only."""
        unclaimed = type(self).objects.filter(pk=self.pk, reported_at=None)
        return bool(unclaimed.update(reported_at=timezone.now()))

    def forget_claim(self):
        type(self).objects.filter(pk=self.pk).update(reported_at=None)
