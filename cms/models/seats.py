"""How many people are registered for a page."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.registering import WHOLE


class SeatCountQuerySet(models.QuerySet):
    def of(self, page) -> dict:
        """The counts of this page by part; the whole page is part `WHOLE`."""
        return {count.part: count for count in self.filter(page=page)}


class SeatCount(models.Model):
    """How many people have a seat at a page, or in one part of it, and how many wait.

    Written by `registrations.seats` alone. Whoever changes seats locks the row of the whole page first, so that two
    people never get the last one. `limit` is what the constraint holds `taken` to: the seats at the last change, or
    more where the officer has cut them below those taken.
    """

    # No use of the page by other content.
    wagtail_reference_index_ignore = True

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="seat_counts"
    )
    part = models.CharField(_("part"), max_length=40, blank=True, default=WHOLE)
    limit = models.PositiveIntegerField(_("limit"), null=True)
    taken = models.PositiveIntegerField(_("taken"), default=0)
    waiting = models.PositiveIntegerField(_("waiting"), default=0)
    # The number of the newest registration: the order in which seats were asked for.
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    objects = SeatCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("number of seats")
        verbose_name_plural = _("numbers of seats")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "part"], name="one_seat_count_for_each_part"),
            models.CheckConstraint(
                condition=Q(limit=None) | Q(taken__lte=F("limit")), name="no_more_seats_than_there_are"
            ),
        ]

    def __str__(self):
        return f"{self.page_id} {self.part}: {self.taken}"
