"""Abstract child rows that several page types use; each page type adds its own ParentalKey.

All foreign keys may be null in the database, so that drafts can be incomplete; publishing requires them.
"""

from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable

from cms.api_fields import EditedFields

from .people import current_person


def with_keys(rows, *keys) -> list:
    """The rows of a relation as a list, with the targets of these foreign keys loaded: one query per key.

    Works for drafts too, whose rows exist in memory only.
    """
    rows = list(rows.all())
    missing = [key for key in keys if not all(row._meta.get_field(key).is_cached(row) for row in rows)]
    if missing:
        prefetch_related_objects(rows, *missing)
    return rows


class OrganisationRole(models.TextChoices):
    LEAD = "lead", _("lead")
    PARTNER = "partner", _("partner")
    SUPPORT = "support", _("supporter")
    GUIDE = "guide", _("guide")


class OrganisationRow(Orderable):
    """An organisation involved in the page."""

    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = ["organisation"]
    api_fields = EditedFields()
    filled_by = "organisation"

    class Meta(Orderable.Meta):
        abstract = True


class PersonRow(Orderable):
    """A person on a page, with their function at the time: people change jobs, pages stay true."""

    person = models.ForeignKey(
        "cms.Person",
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    function = models.CharField(
        _("function"),
        max_length=160,
        blank=True,
        help_text=_("As at the time. Leave empty to take over the function of the person."),
    )

    panels = ["person", "function"]
    api_fields = EditedFields()
    filled_by = "person"

    class Meta(Orderable.Meta):
        abstract = True

    def save(self, **kwargs):
        """Fills an empty function with what the person's function is now, so that it stays."""
        self.function = self.function_at_time
        super().save(**kwargs)

    @property
    def current_person(self):
        """The person, or None after their `active_until`: people who left disappear from old pages too."""
        return current_person(self.person)

    @property
    def function_at_time(self) -> str:
        """The function on the page; where that is empty, the person's current one."""
        return self.function or (self.person.function if self.person else "")


class MunicipalityRow(Orderable):
    """A municipality that the page covers."""

    municipality = models.ForeignKey(
        "cms.Municipality",
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = ["municipality"]
    api_fields = EditedFields()
    filled_by = "municipality"

    class Meta(Orderable.Meta):
        abstract = True


class LegalReferenceRow(Orderable):
    """A law, decree or circular behind the page."""

    legal_reference = models.ForeignKey(
        "cms.LegalReference",
        verbose_name=_("legal reference"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = ["legal_reference"]
    api_fields = EditedFields()
    filled_by = "legal_reference"

    class Meta(Orderable.Meta):
        abstract = True


class PracticeRow(Orderable):
    """A practice that the page is about."""

    practice = models.ForeignKey(
        "practices.PracticePage",
        verbose_name=_("good practice"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = ["practice"]
    api_fields = EditedFields()
    filled_by = "practice"

    class Meta(Orderable.Meta):
        abstract = True
