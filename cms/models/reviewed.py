"""What a page says of its review; `PageReview` has the rest, which is nobody's but its editors'."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fields.dates import DateField


class Reviewed(models.Model):
    """When somebody last looked whether the page is still true, and by when it has to be. Must precede `Page`.

    Only a person's act sets `reviewed_on` (`periodic_review.reviewing`); the other two are computed from it, and stand
    here so that lists, which no clock reads, have them with the page. No revision changes them.
    """

    # The last day on which it matters whether the page is still true: an event's last. None: always.
    review_until = None

    reviewed_on = DateField(
        _("content reviewed on"),
        null=True,
        blank=True,
        help_text=_("When somebody last checked that all of this is still true."),
    )
    review_by = models.DateField(_("review by"), null=True, editable=False)
    # The day from which readers are told that the page is overdue for more than a year.
    outdated_since = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    def with_content_json(self, content):
        """Keeps the later day of review: publishing an older draft does not undo that somebody looked."""
        page = super().with_content_json(content)
        page.reviewed_on = max(filter(None, [page.reviewed_on, self.reviewed_on]), default=None)
        page.review_by, page.outdated_since = self.review_by, self.outdated_since
        return page
