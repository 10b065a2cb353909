from django.db import models

from fields.dates import DateField


class ReviewMixin(models.Model):
    """The day of review of before pages of all types had one (`cms.models.PageReview`). Must precede `Page`.

    Nothing reads or writes it but the code of the release before this one, which may still run: the next release takes
    the column away.
    """

    next_review_on = DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
