from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SignedOut(models.Model):
    """A token that was revoked before it expired. In the database, because processes share no cache."""

    token = models.CharField(_("token"), max_length=32, primary_key=True)
    until = models.DateTimeField(_("until"), db_index=True)

    class Meta:
        verbose_name = _("token that was given back")
        verbose_name_plural = _("tokens that were given back")
        # Nobody edits these in the admin, so no permissions are created.
        default_permissions = ()

    def __str__(self):
        return self.token

    @classmethod
    def add(cls, token, until):
        """Adds a token, and deletes those that have expired since."""
        cls.objects.filter(until__lt=timezone.now()).delete()
        cls.objects.update_or_create(token=token, defaults={"until": until})
