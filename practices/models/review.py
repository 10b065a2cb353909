from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fields.dates import DateField

YEARS_TO_REVIEW = 2


def day_of_next_review(day):
    """The same day two years later; 28 February for 29 February."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + YEARS_TO_REVIEW, day=28 if is_leap_day else day.day)


class ReviewMixin(models.Model):
    """A page with a day of its next review, by default 24 months after publishing. Must precede `Page` in the bases."""

    next_review_on = DateField(
        _("review by"),
        null=True,
        blank=True,
        help_text=_("Leave empty, and it becomes two years after publishing."),
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.live and self.next_review_on is None:
            self.next_review_on = day_of_next_review(timezone.localdate())
        return super().save(*args, **kwargs)

    def with_content_json(self, content):
        """A draft without a day takes the published one, if that lies in the future."""
        draft = super().with_content_json(content)
        published_day = self.next_review_on
        if draft.next_review_on is None and published_day and published_day > timezone.localdate():
            draft.next_review_on = published_day
        return draft
