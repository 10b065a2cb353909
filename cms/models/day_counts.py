import datetime

from django.db import models, transaction
from django.db.models import Case, F, Sum, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Counts per day are kept for a year and a month, so that a year can be compared.
DAYS_KEPT = 400
BATCH = 200


class DayCounts(models.Model):
    """How often something happened on a day. With `is_year` the count is that of the whole year, and `day` is the
    first of January.

    `counted_by` names the columns that tell what happened; the first is a key. A unique constraint holds them with
    `day` and `is_year`.
    """

    counted_by: tuple[str, ...] = ()

    day = models.DateField(_("day"))
    is_year = models.BooleanField(_("total of the year"), default=False)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @classmethod
    @transaction.atomic
    def add_up(cls, counts, is_year=False):
        """Adds counts, as `{(*counted_by, day): count}`, of at most BATCH rows; safe for several processes.

        Creates missing rows with zero, then adds in one update, so that concurrent processes lose no count.
        """
        names = [*cls.counted_by, "day"]
        rows = {place: dict(zip(names, place, strict=True)) for place in counts}
        cls.objects.bulk_create([cls(**row, is_year=is_year) for row in rows.values()], ignore_conflicts=True)
        additions = [When(**rows[place], then=count) for place, count in counts.items()]
        keys, days = {place[0] for place in counts}, {place[-1] for place in counts}
        touched = cls.objects.filter(
            **{f"{cls.counted_by[0]}__in": keys, "day__in": days, "is_year": is_year}
        )
        touched.update(count=F("count") + Case(*additions, default=0))

    @classmethod
    @transaction.atomic
    def sum_up(cls):
        """Replaces days older than DAYS_KEPT by the total of their year."""
        before = timezone.localdate() - datetime.timedelta(days=DAYS_KEPT)
        old = cls.objects.filter(is_year=False, day__lt=before)
        totals = old.values_list(*cls.counted_by, "day__year").annotate(Sum("count"))
        counts = {(*place, datetime.date(year, 1, 1)): count for *place, year, count in totals}
        for part in batches(counts):
            cls.add_up(part, is_year=True)
        old.delete()


def batches(counts):
    """Parts of at most BATCH, in a fixed order, so that two processes don't deadlock."""
    rows = sorted(counts)
    return [{key: counts[key] for key in rows[start : start + BATCH]} for start in range(0, len(rows), BATCH)]
