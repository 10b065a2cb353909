"""The child rows of a practice."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel
from wagtail.models import Orderable

from cms.api_fields import EditedFields
from cms.models import LegalReferenceRow, MunicipalityRow, OrganisationRole, OrganisationRow, PhoneField


class PracticeOwner(OrganisationRow):
    """Whose practice it is; the main owner comes first. Seed 004."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="owners")

    class Meta(OrganisationRow.Meta):
        verbose_name = _("owner")
        verbose_name_plural = _("owners")


class PracticePartner(OrganisationRow):
    """Who takes part, and as what."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="partners")
    role = models.CharField(_("role"), max_length=10, choices=OrganisationRole, blank=True)

    panels = [FieldRowPanel(["organisation", "role"])]

    class Meta(OrganisationRow.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")


class PracticeTargetGroup(Orderable):
    """For whom the practice is."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="target_groups")
    target_group = models.ForeignKey(
        "cms.TargetGroup",
        verbose_name=_("target group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = ["target_group"]
    api_fields = EditedFields()
    filled_by = "target_group"

    class Meta(Orderable.Meta):
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")


class PracticeMunicipality(MunicipalityRow):
    """A municipality where the practice works."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="working_area")

    class Meta(MunicipalityRow.Meta):
        verbose_name = _("municipality where it works")
        verbose_name_plural = _("municipalities where it works")


class PracticeRegion(Orderable):
    """A whole region where the practice works."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="working_regions")
    region = models.ForeignKey(
        "cms.Region",
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = ["region"]
    api_fields = EditedFields()
    filled_by = "region"

    class Meta(Orderable.Meta):
        verbose_name = _("region where it works")
        verbose_name_plural = _("regions where it works")


class Adoption(OrganisationRow):
    """Who took the practice over, since when, and what they changed in it."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="adopted_by")
    year = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True)
    adaptation = models.TextField(_("what they changed"), blank=True)
    contact = models.CharField(_("whom to ask"), max_length=160, blank=True)
    adopted_page = models.ForeignKey(
        "practices.PracticePage",
        verbose_name=_("their practice on this site"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [FieldRowPanel(["organisation", "year"]), "adaptation", "contact", "adopted_page"]

    class Meta(OrganisationRow.Meta):
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")


class PracticeContact(Orderable):
    """Whom to ask about the practice: a coordinator of this site, or somebody else by name."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="contacts")
    coordinator = models.ForeignKey(
        "platforms.CoordinatorPage",
        verbose_name=_("coordinator"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField(
        _("or a name"),
        max_length=120,
        blank=True,
        help_text=_("If the person is no coordinator on this site."),
    )
    function = models.CharField(_("function"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = PhoneField(_("phone"))

    panels = ["coordinator", FieldRowPanel(["name", "function"]), FieldRowPanel(["email", "phone"])]
    api_fields = EditedFields()
    filled_by = "who"

    class Meta(Orderable.Meta):
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")

    @property
    def who(self):
        """Something when somebody is named here. The key will do: lists don't load the coordinators."""
        return self.coordinator_id or self.name


class PracticeLegalReference(LegalReferenceRow):
    """A law, decree or circular behind the practice."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="legal_references")

    class Meta(LegalReferenceRow.Meta):
        verbose_name = _("legal reference")
        verbose_name_plural = _("legal references")
