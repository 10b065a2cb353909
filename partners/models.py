"""What readers elsewhere have been told: which pages, since when they say what they say, and which are gone."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# For how long we tell that a page is gone: time enough for whoever looks now and then.
DAYS_TOLD = 90
MOST_TOLD = 100


class SyndicatedQuerySet(models.QuerySet):
    def told(self):
        """Of the pages that are listed now."""
        return self.filter(withdrawn_at=None)

    def below(self, page_id):
        """Of what stands, or stood, below this page."""
        return self.filter(above__contains=f",{page_id},")

    def withdrawn(self, kind, page_id):
        """What is gone from the list of this kind below this page, the latest first; once for each page.

        A page that came back, or moved within, is not gone.
        """
        there = self.model.objects.told().below(page_id).values("permanent_id")
        gone = self.filter(kind=kind, withdrawn_at__gte=told_since()).below(page_id)
        rows = gone.exclude(permanent_id__in=there).order_by("-withdrawn_at", "-pk")
        found = {}
        for row in rows[: 2 * MOST_TOLD]:
            found.setdefault(row.permanent_id, row)
        return list(found.values())[:MOST_TOLD]

    def outdated(self):
        """What was withdrawn so long ago that nobody is told any more."""
        return self.filter(withdrawn_at__lt=told_since())


def told_since():
    """By the day: an answer is the same all day long."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - datetime.timedelta(days=DAYS_TOLD)


class Syndicated(models.Model):
    """What formats tell of a page beside its content: when it really changed, how often, and whether it is gone.

    `last_published_at` moves each time that somebody presses the button; `changed_at` only when the page says
    something else. A page that moves leaves a second row, withdrawn, where it stood. Once withdrawn, a row holds
    nothing of the page but its id (RFC 6721).
    """

    permanent_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    # The keys of the pages above, as ",1,3,12,": paths change when somebody sorts the pages.
    above = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)

    objects = SyndicatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("syndicated page")
        verbose_name_plural = _("syndicated pages")
        # Nobody edits them.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["permanent_id"],
                condition=models.Q(withdrawn_at=None),
                name="one_row_for_what_is_told",
            )
        ]
        indexes = [
            models.Index(fields=["permanent_id"], name="syndicated_by_id"),
            models.Index(fields=["kind", "withdrawn_at"], name="syndicated_by_kind"),
        ]

    def __str__(self):
        return f"{self.kind} {self.permanent_id} {self.withdrawn_at or ''}".strip()
