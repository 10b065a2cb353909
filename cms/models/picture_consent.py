"""The consent of the people whom a picture shows. Once it has ended, the picture is on no page and in no format."""

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caching.models import today
from fields.dates import DateField


class PeopleShown(models.TextChoices):
    """Whether somebody can be recognised."""

    UNKNOWN = "", _("not looked at yet")
    NO = "no", _("no")
    YES = "yes", _("yes")


def has_ended(path="") -> Q:
    """The condition (Q) for pictures that the site may not show any more; `path` leads to the picture."""
    return Q(**{f"{path}consent_until__lt": today()})


class PictureConsent(models.Model):
    """Whether people can be recognised, who of them agreed, and until when.

    Only `consent_until` has an effect: it is the last day, in Brussels, that the picture is on the site.
    """

    people_shown = models.CharField(
        _("Can people be recognised?"),
        max_length=3,
        choices=PeopleShown,
        blank=True,
        default=PeopleShown.UNKNOWN,
        db_default="",
    )
    # Private: it names people, and says where a form lies. In no API, no index of words, no export.
    consent_note = models.CharField(
        _("Who agreed, and where do you keep that?"),
        max_length=255,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "For your team, never on the site. For example: the parents of class 3B, forms in the binder “Photos”."
        ),
    )
    consent_until = DateField(
        _("They agreed until"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_(
            "The last day. The day after, the picture is off the whole site, until you fill in a later day. Leave it"
            " empty if they set no end."
        ),
    )

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        return self.consent_until is not None and self.consent_until < today()

    @property
    def consent_notice(self) -> str:
        """What an editor has to know wherever the picture can be chosen; empty while it may be shown."""
        if not self.is_withdrawn:
            return ""
        return gettext("Consent ended on %s") % formats.date_format(self.consent_until)

    @classmethod
    def without_consent(cls) -> QuerySet:
        return cls.objects.filter(has_ended())


def shown(picture):
    """The picture; None if there is none, or the consent of who is in it has ended."""
    return None if picture is None or picture.is_withdrawn else picture
