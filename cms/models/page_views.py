import datetime
from collections import Counter

from django.db import models, transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .day_counts import DayCounts, batches

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


class PageViews(DayCounts):
    """The number of views of a page on a day. Nothing about visitors: no address, no device (GDPR article 5.1.c).

    `embed` names the embed in which it was seen; empty for the page itself.
    """

    counted_by = ("page_id", "embed")

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="views")
    embed = models.CharField(_("embed"), max_length=80, blank=True)
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
            cls.add_up(part)

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
                cls.add_up(part, is_year=is_year)
        cls.objects.rare().delete()


def summed(counts):
    """The sum for each `(page key, embed, day)` of `(page key, embed, day, count)` tuples."""
    totals = Counter()
    for *place, count in counts:
        totals[tuple(place)] += count
    return totals
