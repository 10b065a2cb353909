"""Which pages were published in feeds and other formats, when they last changed, and which are withdrawn."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# For how long feeds list a withdrawn page, and how many at most.
WITHDRAWN_DAYS = 90
MAX_WITHDRAWN = 100


class SyndicatedQuerySet(models.QuerySet):
    """Filters for current and withdrawn rows."""

    def syndicated(self) -> "SyndicatedQuerySet":
        """The current rows: those of the pages that are listed now."""
        return self.filter(withdrawn_at=None)

    def below(self, page_id) -> "SyndicatedQuerySet":
        """Rows of pages that are, or were, below this page."""
        return self.filter(above__contains=f",{page_id},")

    def withdrawn(self, kind, page_id) -> list["Syndicated"]:
        """Rows withdrawn from the list of this kind below this page, the latest first; one for each page.

        Leaves out pages that came back or moved within the list.
        """
        current_ids = self.model.objects.syndicated().below(page_id).values("permanent_id")
        withdrawn = self.filter(kind=kind, withdrawn_at__gte=syndicated_since()).below(page_id)
        rows = withdrawn.exclude(permanent_id__in=current_ids).order_by("-withdrawn_at", "-pk")
        rows_by_id = {}
        for row in rows[: 2 * MAX_WITHDRAWN]:
            rows_by_id.setdefault(row.permanent_id, row)
        return list(rows_by_id.values())[:MAX_WITHDRAWN]

    def outdated(self) -> "SyndicatedQuerySet":
        """Rows withdrawn so long ago that no feed lists them any more."""
        return self.filter(withdrawn_at__lt=syndicated_since())


def syndicated_since() -> datetime.datetime:
    """The moment from which withdrawn pages are listed: a midnight, so that answers stay the same all day."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - datetime.timedelta(days=WITHDRAWN_DAYS)


class Syndicated(models.Model):
    """The syndication state of a page: when its content last changed, its version, and when it was withdrawn.

    `last_published_at` changes with every publication, `changed_at` only when the content differs. A page that
    moves leaves a second row, withdrawn, for its old place. A withdrawn row holds nothing of the page but its id
    (RFC 6721).
    """

    permanent_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    # The primary keys of its ancestors, as ",1,3,12,". Not the path: that changes when somebody sorts pages.
    above = models.CharField(max_length=200)
    # The content hash at the last publication; empty until it is computed.
    fingerprint = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)

    objects = SyndicatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("syndicated page")
        verbose_name_plural = _("syndicated pages")
        # Rows are written by signals and the sweep, never by users.
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

    def __str__(self) -> str:
        return f"{self.kind} {self.permanent_id} {self.withdrawn_at or ''}".strip()
