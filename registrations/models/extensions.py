from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models.kept import Kept, all_kept


class DeadlineExtension(models.Model):
    """A later deadline for one person, who registers by a link of his own. Works once."""

    wagtail_reference_index_ignore = True

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("e-mail"))
    until = models.DateTimeField(_("until"))
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(_("used on"), null=True, blank=True)

    retention = all_kept(Kept.DEADLINE, "page", "email", "until", "token_hash", "created_at", "used_at")

    class Meta:
        verbose_name = _("later deadline")
        verbose_name_plural = _("later deadlines")
        default_permissions = ()

    def __str__(self):
        return f"{self.page_id} {self.until:%Y-%m-%d %H:%M}"

    @classmethod
    def use(cls, pk, now) -> bool:
        """Marks it as used; False if it was used before or is over."""
        return bool(cls.objects.filter(pk=pk, used_at=None, until__gt=now).update(used_at=now))
