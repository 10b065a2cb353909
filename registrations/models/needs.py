from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.kept import Kept, all_kept


class Needs(models.Model):
    """What somebody eats, and needs to be able to take part: it may reveal health or religion (GDPR, article 9).

    Asked only where the event does, with a consent of its own. No export but the totals for the caterer has it.
    """

    wagtail_reference_index_ignore = True

    registration = models.OneToOneField(
        "registrations.Registration", on_delete=models.CASCADE, related_name="needs"
    )
    diet = models.CharField(_("diet"), max_length=200, blank=True)
    access = models.CharField(_("access"), max_length=500, blank=True)
    consent_version = models.CharField(_("text that was agreed to"), max_length=20)
    consent_at = models.DateTimeField(_("agreed on"))

    retention = all_kept(Kept.NEEDS, "registration", "diet", "access", "consent_version", "consent_at")

    class Meta:
        verbose_name = _("needs")
        verbose_name_plural = _("needs")
        default_permissions = ()

    def __str__(self):
        return f"{self.registration_id}"
