from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models.kept import Kept, all_kept


class Receipt(models.Model):
    """A form that was sent, by its one-time key: sending it again shows the same receipt and registers nobody.

    `people` is what the receipt shows, `[{"name", "email", "state", "position", "waits_for"}]`, the same for somebody
    new as for somebody who was registered already.
    """

    wagtail_reference_index_ignore = True

    KEPT = timedelta(days=1)

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    people = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    retention = all_kept(Kept.DAY, "page", "key", "people", "created_at")

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        default_permissions = ()

    def __str__(self):
        return f"{self.page_id} {self.created_at:%Y-%m-%d %H:%M}"
