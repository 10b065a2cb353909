"""Downloads per document and day, and the sums that the start screen shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models import CustomDocument
from cms.models.day_counts import DayCounts, batches


class Downloads(DayCounts):
    """How often a document was downloaded on a day. Nothing about readers (GDPR article 5.1.c).

    Forgotten as views of pages are (`PageViews`).
    """

    counted_by = ("document_id",)

    # Wagtail's index of references is for content: it would list counts as uses of the document.
    wagtail_reference_index_ignore = True

    document = models.ForeignKey(
        CustomDocument, verbose_name=_("document"), on_delete=models.CASCADE, related_name="downloads"
    )
    count = models.PositiveIntegerField(_("downloads"), default=0)

    class Meta:
        verbose_name = _("downloads of a document")
        verbose_name_plural = _("downloads of documents")
        # Access follows from the document.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["document", "day", "is_year"], name="unique_downloads_of_day")
        ]
        indexes = [models.Index(fields=["is_year", "day"], name="downloads_by_day")]

    def __str__(self):
        return f"{self.day} {self.document_id} {self.count}"

    @classmethod
    def add(cls, counts):
        """Adds counts, as `{(document key, day): count}`; safe for several processes at the same time."""
        keys = {key for key, _day in counts}
        present = set(CustomDocument.objects.filter(pk__in=keys).values_list("pk", flat=True))
        for part in batches({place: count for place, count in counts.items() if place[0] in present}):
            cls.add_up(part)


class ReaderFigures(models.Model):
    """What readers did in one place in sixty days, as `analytics.summing` adds it up once a day.

    Adding it up for a reviewer reads half a million rows; the start screen reads one. `place` is a branch of the tree
    of pages or of collections in which somebody has a permission, or the whole site (`analytics.places`).
    """

    place = models.CharField(max_length=300, unique=True)
    # The day on which it was added up: the last day in it is the one before.
    day = models.DateField()
    # `{"days": {what: [a number for each day]}, "most": {what: [[key or name, now, before], …]}}`, the first few.
    top = models.JSONField(default=dict)
    # The same as `most`, with all of them: for the report alone, which defers nothing of it.
    whole = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("figures of readers")
        verbose_name_plural = _("figures of readers")
        default_permissions = ()

    def __str__(self):
        return f"{self.place} {self.day}"
