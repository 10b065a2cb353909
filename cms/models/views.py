import datetime

from django.db import models, transaction
from django.db.models import Case, F, Sum, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

# A year, and a month to look back on it.
DAYS_KEPT = 400
BATCH = 200


class PageViewsQuerySet(models.QuerySet):
    def to_sum_up(self):
        """The days that are old enough to leave only their total."""
        return self.filter(is_year=False, day__lt=timezone.localdate() - datetime.timedelta(days=DAYS_KEPT))


class PageViews(models.Model):
    """How often a page was opened on a day. Nothing about who did: no address, no device (GDPR article 5.1.c).

    `embed` names the embed through which it was seen, empty for the page itself. With `is_year` it is what the days
    of that year came to, and `day` is the first of January.
    """

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="views")
    embed = models.CharField(_("embed"), max_length=80, blank=True)
    day = models.DateField(_("day"))
    is_year = models.BooleanField(_("total of the year"), default=False)
    count = models.PositiveIntegerField(_("views"), default=0)

    objects = PageViewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("views of a page")
        verbose_name_plural = _("views of pages")
        # Nobody adds or changes them; who may see them follows from the page.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "embed", "day", "is_year"], name="unique_views_of_day")
        ]
        indexes = [models.Index(fields=["is_year", "day"], name="views_by_day")]

    def __str__(self):
        return f"{self.day} {self.page_id} {self.count}"

    @classmethod
    def add(cls, counted):
        """Add the counts, as `{(page key, embed, day): count}`; several processes may, at the same time."""
        present = set(
            Page.objects.filter(pk__in={key for key, *_rest in counted}).values_list("pk", flat=True)
        )
        rows = sorted(key for key in counted if key[0] in present)
        for start in range(0, len(rows), BATCH):
            cls._add({key: counted[key] for key in rows[start : start + BATCH]})

    @classmethod
    @transaction.atomic
    def _add(cls, counted, is_year=False):
        """Rows are made empty, whoever is first, and then raised: so no count is lost between two processes."""
        cls.objects.bulk_create(
            [cls(page_id=key, embed=embed, day=day, is_year=is_year) for key, embed, day in counted],
            ignore_conflicts=True,
        )
        more = [
            When(page_id=key, embed=embed, day=day, then=count)
            for (key, embed, day), count in counted.items()
        ]
        pages, days = {key for key, *_rest in counted}, {day for *_rest, day in counted}
        touched = cls.objects.filter(page_id__in=pages, day__in=days, is_year=is_year)
        touched.update(count=F("count") + Case(*more, default=0))

    @classmethod
    @transaction.atomic
    def sum_up(cls):
        """Turns the days that are old into the total of their year."""
        old = cls.objects.to_sum_up()
        if not old.exists():
            return
        totals = {}
        for key, embed, year, count in old.values_list("page_id", "embed", "day__year").annotate(
            Sum("count")
        ):
            totals[key, embed, datetime.date(year, 1, 1)] = count
        rows = sorted(totals)
        for start in range(0, len(rows), BATCH):
            cls._add({key: totals[key] for key in rows[start : start + BATCH]}, is_year=True)
        old.delete()
