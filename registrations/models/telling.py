from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.kept import Kept


class Telling(models.Model):
    """Up to which registration the organisers of a page were told that people registered."""

    wagtail_reference_index_ignore = True

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    last_number = models.PositiveIntegerField(default=0)
    on = models.DateField(null=True)

    retention = {"page": Kept.NAMELESS, "last_number": Kept.NAMELESS, "on": Kept.NAMELESS}

    class Meta:
        verbose_name = _("news for the organiser")
        verbose_name_plural = _("news for organisers")
        default_permissions = ()

    def __str__(self):
        return f"{self.page_id}: {self.last_number}"
