import datetime
from collections import Counter

from django.db import models, transaction
from django.db.models import Case, F, Max, Sum, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

# Counts per day are kept for a year and a month, so that a year can be compared.
DAYS_KEPT = 400
BATCH = 200
# Stands for an embed without a name, and for all embeds above MOST_EMBEDS.
UNKNOWN = "?"
MOST_EMBEDS = 300
# When there are too many, embeds with at most RARE views and none in the last DAYS_UNSEEN days lose their name.
RARE, DAYS_UNSEEN = 2, 7


class PageViewsQuerySet(models.QuerySet):
    def embeds(self):
        """The names of all embeds in the table."""
        return set(self.values_list("embed", flat=True).distinct()) - {"", UNKNOWN}

    def rare(self):
        """The rows of embeds with few views and none lately: mostly invented names."""
        unseen = timezone.localdate() - datetime.timedelta(days=DAYS_UNSEEN)
        by_name = self.exclude(embed__in=["", UNKNOWN]).values("embed").annotate(Sum("count"), Max("day"))
        return self.filter(
            embed__in=by_name.filter(count__sum__lte=RARE, day__max__lt=unseen).values("embed")
        )

    def to_sum_up(self):
        """The days old enough to be added up per year."""
        return self.filter(is_year=False, day__lt=timezone.localdate() - datetime.timedelta(days=DAYS_KEPT))


class PageViews(models.Model):
    """The number of views of a page on a day. Nothing about visitors: no address, no device (GDPR article 5.1.c).

    `embed` names the embed in which it was seen; empty for the page itself. With `is_year` the count is that of the
    whole year, and `day` is the first of January.
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
        # Views need no permissions of their own: access follows from the page.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "embed", "day", "is_year"], name="unique_views_of_day")
        ]
        indexes = [models.Index(fields=["is_year", "day"], name="views_by_day")]

    def __str__(self):
        return f"{self.day} {self.page_id} {self.count}"

    @classmethod
    def add(cls, counts):
        """Adds counts, as `{(page key, embed, day): count}`; safe for several processes at the same time."""
        counts = cls._with_limited_names(counts)
        present = set(
            Page.objects.filter(pk__in={key for key, *_rest in counts}).values_list("pk", flat=True)
        )
        for part in batches({key: count for key, count in counts.items() if key[0] in present}):
            cls._add(part)

    @classmethod
    def _with_limited_names(cls, counts):
        """The counts, with those above MOST_EMBEDS names together: anybody can invent names in a URL."""
        named = {embed for _key, embed, _day in counts} - {"", UNKNOWN}
        stored = cls.objects.embeds() if named else set()
        if len(stored | named) > MOST_EMBEDS:
            cls.forget_rare()
            stored = cls.objects.embeds()
        room = max(0, MOST_EMBEDS - len(stored))
        names = {"", *stored, *sorted(named - stored)[:room]}
        return summed(
            (key, embed if embed in names else UNKNOWN, day, n) for (key, embed, day), n in counts.items()
        )

    @classmethod
    @transaction.atomic
    def forget_rare(cls):
        """Moves the counts of rare embeds to the unnamed one."""
        for is_year in (False, True):
            rare = list(cls.objects.rare().filter(is_year=is_year).values_list("page_id", "day", "count"))
            totals = summed((key, UNKNOWN, day, count) for key, day, count in rare)
            for part in batches(totals):
                cls._add(part, is_year=is_year)
        cls.objects.rare().delete()

    @classmethod
    @transaction.atomic
    def _add(cls, counts, is_year=False):
        """Creates missing rows with zero, then adds in one update, so that concurrent processes lose no count."""
        cls.objects.bulk_create(
            [cls(page_id=key, embed=embed, day=day, is_year=is_year) for key, embed, day in counts],
            ignore_conflicts=True,
        )
        additions = [
            When(page_id=key, embed=embed, day=day, then=count) for (key, embed, day), count in counts.items()
        ]
        pages, days = {key for key, *_rest in counts}, {day for *_rest, day in counts}
        rows = cls.objects.filter(page_id__in=pages, day__in=days, is_year=is_year)
        rows.update(count=F("count") + Case(*additions, default=0))

    @classmethod
    @transaction.atomic
    def sum_up(cls):
        """Replaces old days by the total of their year."""
        old = cls.objects.to_sum_up()
        if not old.exists():
            return
        totals = {}
        for key, embed, year, count in old.values_list("page_id", "embed", "day__year").annotate(
            Sum("count")
        ):
            totals[key, embed, datetime.date(year, 1, 1)] = count
        for part in batches(totals):
            cls._add(part, is_year=True)
        old.delete()


def summed(counts):
    """The sum for each `(page key, embed, day)` of `(page key, embed, day, count)` tuples."""
    totals = Counter()
    for *place, count in counts:
        totals[tuple(place)] += count
    return totals


def batches(counts):
    """Parts of at most BATCH, in a fixed order, so that two processes don't deadlock."""
    rows = sorted(counts)
    return [{key: counts[key] for key in rows[start : start + BATCH]} for start in range(0, len(rows), BATCH)]
