from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

YEARS_TO_REVIEW = 2


def day_of_next_review(day):
    """The same day two years on; 28 February where there is no 29th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + YEARS_TO_REVIEW, day=28 if is_leap_day else day.day)


class Reviewed(models.Model):
    """A page that somebody has to read again by a given day: 24 months after publishing, unless it names one.

    Stands left of `Page`.
    """

    next_review_on = models.DateField(
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
        """A draft that names no day keeps the one that publishing chose, while that lies ahead."""
        draft = super().with_content_json(content)
        chosen = self.next_review_on
        if draft.next_review_on is None and chosen and chosen > timezone.localdate():
            draft.next_review_on = chosen
        return draft
