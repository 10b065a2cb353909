"""Which feedback somebody may read, and what is still to be done."""

import datetime

from django.db import models
from django.db.models import F, Sum
from django.utils import timezone

from cms.permissions import pages_to_change


class FeedbackQuerySet(models.QuerySet):
    def for_user(self, user):
        """What the team of a section hears of its own pages; reviewers hear all."""
        return self.filter(page__in=pages_to_change(user).values("pk"))

    def open(self):
        """What nobody has dealt with yet; not what looks like spam."""
        return self.filter(state=self.model.State.NEW)

    def unannounced(self):
        """What no mail to a team has counted yet."""
        return self.open().filter(announced_at=None)


class UsefulVotesQuerySet(models.QuerySet):
    def of_last_year(self):
        """This month and the eleven before, so that what was mended long ago no longer counts against a page."""
        today = timezone.localdate()
        return self.filter(month__gt=datetime.date(today.year - 1, today.month, 1))

    def totals(self) -> dict[str, int]:
        sums = self.aggregate(yes=Sum("yes"), no=Sum("no"))
        return {answer: number or 0 for answer, number in sums.items()}

    def add(self, page, is_useful) -> None:
        """Counts one answer in this month; safe for several processes at the same time."""
        month = timezone.localdate().replace(day=1)
        row, _created = self.get_or_create(page_id=page.pk, month=month)
        answer = "yes" if is_useful else "no"
        self.filter(pk=row.pk).update(**{answer: F(answer) + 1})
