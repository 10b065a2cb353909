from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SignedOut(models.Model):
    """A token that was given back before it ran out. In the database, so that every process knows."""

    token = models.CharField(_("token"), max_length=32, primary_key=True)
    until = models.DateTimeField(_("until"), db_index=True)

    class Meta:
        verbose_name = _("token that was given back")
        verbose_name_plural = _("tokens that were given back")
        # What nobody edits needs no permissions either.
        default_permissions = ()

    def __str__(self):
        return self.token

    @classmethod
    def add(cls, token, until):
        """Those that have run out by themselves go."""
        cls.objects.filter(until__lt=timezone.now()).delete()
        cls.objects.update_or_create(token=token, defaults={"until": until})
