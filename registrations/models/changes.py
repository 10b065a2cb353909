"""What participants have to hear of: the facts of an event as they were published last, and each change of them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models.kept import Kept, all_kept


class EventFacts(models.Model):
    """The place, hours and state of a page as published last; `registrations.facts` says in which form."""

    wagtail_reference_index_ignore = True

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    facts = models.JSONField(default=dict)

    retention = all_kept(Kept.NAMELESS, "page", "facts")

    class Meta:
        verbose_name = _("published facts")
        verbose_name_plural = _("published facts")
        default_permissions = ()

    def __str__(self):
        return f"{self.page_id}"


class EventChange(models.Model):
    """A change of place, hours or cancellation that was published, with the old and new words.

    Who registered before a change of the day may cancel free of charge again.
    """

    wagtail_reference_index_ignore = True

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("published on"), default=timezone.now)
    # `[{"label", "old", "new"}]`
    lines = models.JSONField(default=list)
    moves_day = models.BooleanField(_("the day changes"), default=False)
    is_cancellation = models.BooleanField(_("it is cancelled"), default=False)
    is_mailed = models.BooleanField(_("participants are mailed"), default=False)

    retention = all_kept(Kept.NAMELESS, "page", "at", "lines", "moves_day", "is_cancellation", "is_mailed")

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        default_permissions = ()

    def __str__(self):
        return f"{self.page_id} {self.at:%Y-%m-%d %H:%M}"
