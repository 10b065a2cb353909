import hashlib
import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models.kept import Kept, all_kept


def hash_of(token) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class PrivateLink(models.Model):
    """A link with which somebody manages the own registration. Only the hash of its 256 bits is stored.

    Each mail carries a link of its own, as the earlier ones can't be read back; all of them work until the registration
    ends or goes to somebody else.
    """

    wagtail_reference_index_ignore = True

    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.CASCADE, related_name="links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    retention = all_kept(Kept.REGISTRATION, "registration", "token_hash", "created_at")

    class Meta:
        verbose_name = _("private link")
        verbose_name_plural = _("private links")
        default_permissions = ()

    def __str__(self):
        return f"{self.registration_id}"

    @classmethod
    def make(cls, registration) -> str:
        """A new link of this registration; returns its token, which can't be read back later."""
        token = secrets.token_urlsafe(32)
        cls.objects.create(registration=registration, token_hash=hash_of(token))
        return token

    @classmethod
    def registration_for(cls, token):
        """The registration that this token opens, or None."""
        links = cls.objects.filter(token_hash=hash_of(token)).select_related("registration__page")
        link = links.first()
        return link and link.registration
