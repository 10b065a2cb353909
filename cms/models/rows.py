"""Rows that several page types have below them: each page type adds its own key to the page.

All keys may be empty in the database: a draft may be half empty. Publishing asks for them.
"""

from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable

from cms.api_fields import EditedFields

from .people import shown_person


def with_keys(rows, *keys):
    """The rows of a relation as a list, each with what its keys point at: one query per key, also for a draft."""
    rows = list(rows.all())
    lacking = [key for key in keys if not all(row._meta.get_field(key).is_cached(row) for row in rows)]
    if lacking:
        prefetch_related_objects(rows, *lacking)
    return rows


class OrganisationRole(models.TextChoices):
    LEAD = "lead", _("lead")
    PARTNER = "partner", _("partner")
    SUPPORT = "support", _("supporter")
    GUIDE = "guide", _("guide")


class OrganisationRow(Orderable):
    """An organisation that has a part in the page."""

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
    """A person on a page, with the function as at the time: people change jobs, pages stay true."""

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
        """What the person does today is frozen when the page is saved."""
        self.function = self.function_then
        super().save(**kwargs)

    @property
    def shown_person(self):
        """The person, unless `active_until` has passed: who has left is on no page, old ones included."""
        return shown_person(self.person)

    @property
    def function_then(self):
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
    """A practice that the page tells about."""

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
