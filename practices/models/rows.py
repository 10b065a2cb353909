"""The child rows of a practice; origins, networks and recognitions are in `origins`."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel
from wagtail.models import Orderable

from cms.api_fields import EditedFields
from cms.models import LegalReferenceRow, MunicipalityRow, OrganisationRole, OrganisationRow
from fields.contact import PhoneField
from fields.date_panel import DatePanel
from fields.dates import DateField, DatePrecision, PrecisionField, YearField, years

at_least_one = MinValueValidator(1, _("Fill in a number from 1."))


class PracticeOwner(OrganisationRow):
    """An owner of the practice; the main owner comes first. Seed 004."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="owners")

    class Meta(OrganisationRow.Meta):
        verbose_name = _("owner")
        verbose_name_plural = _("owners")

    @classmethod
    def presets(cls, section) -> list["PracticeOwner"]:
        """For a new practice: the organisation that hosts the platform."""
        organisation = section and section.host_organisation
        return [cls(organisation=organisation)] if organisation else []


class PracticePartner(OrganisationRow):
    """A partner with its role: an organisation, or a number of a kind (14 OCMW's)."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="partners")
    role = models.CharField(_("role"), max_length=10, choices=OrganisationRole, blank=True)
    count = models.PositiveIntegerField(
        _("or how many"),
        null=True,
        blank=True,
        validators=[at_least_one],
        help_text=_("For partners that you don’t name one by one."),
    )
    kind = models.CharField(_("of what kind"), max_length=80, blank=True, help_text=_("For example: OCMW’s"))

    panels = [FieldRowPanel(["organisation", "role"]), FieldRowPanel(["count", "kind"])]
    filled_by = "who"

    class Meta(OrganisationRow.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    @property
    def who(self):
        """Empty if the row names no partner; a key, so that lists need not load the organisations."""
        return self.organisation_id or self.kind

    @property
    def number_text(self):
        """“14 OCMW's”, or the kind alone without a count."""
        return f"{self.count or ''} {self.kind}".strip() if self.kind else ""


class PracticeMethod(Orderable):
    """A method that the practice applies."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="methods")
    method = models.ForeignKey(
        "cms.Method",
        verbose_name=_("method"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = ["method"]
    api_fields = EditedFields()
    filled_by = "method"

    class Meta(Orderable.Meta):
        verbose_name = _("method")
        verbose_name_plural = _("methods")


class PracticeTargetGroup(Orderable):
    """A target group of the practice."""

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
    name_then = models.CharField(
        _("what it was called then"),
        max_length=80,
        blank=True,
        help_text=_("If the municipality had another name when the practice worked there."),
    )

    panels = [FieldRowPanel(["municipality", "name_then"])]

    class Meta(MunicipalityRow.Meta):
        verbose_name = _("municipality where it works")
        verbose_name_plural = _("municipalities where it works")

    def __str__(self):
        """“Deinze (toen Nevele)”, or the name alone."""
        name = self.municipality.name if self.municipality else ""
        if not self.name_then:
            return name
        return gettext("%(name)s (then %(then)s)") % {"name": name, "then": self.name_then}


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


class PracticeReach(Orderable):
    """The reach of a practice: a number of people, with place and years (120 families in Deinze, 2019 to 2021)."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="reach")
    count = models.PositiveIntegerField(_("how many"), null=True, blank=True, validators=[at_least_one])
    who = models.CharField(_("of whom"), max_length=120, blank=True, help_text=_("For example: families"))
    municipality = models.ForeignKey(
        "cms.Municipality",
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    region = models.ForeignKey(
        "cms.Region",
        verbose_name=_("or a whole region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    place = models.CharField(
        _("or another place"), max_length=120, blank=True, help_text=_("For example: a neighbourhood")
    )
    year_from = YearField(_("from (year)"), null=True, blank=True)
    year_until = YearField(_("up to and including (year)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=250, blank=True)

    panels = [
        FieldRowPanel(["count", "who"]),
        FieldRowPanel(["municipality", "region", "place"]),
        FieldRowPanel(["year_from", "year_until"]),
        "source",
    ]
    api_fields = EditedFields()
    filled_by = "count"

    class Meta(Orderable.Meta):
        verbose_name = _("reach")
        verbose_name_plural = _("reach")

    @property
    def years(self):
        return years(self.year_from, self.year_until)

    @property
    def number(self):
        """The count with grouping: “1.313”."""
        return number_format(self.count, force_grouping=True)

    @property
    def text(self):
        """“120 gezinnen (Deinze, 2019–2021)”."""
        details = ", ".join(part for part in (self.place_text, self.years) if part)
        people = f"{self.number} {self.who}"
        return f"{people} ({details})" if details else people

    @property
    def place_text(self):
        """The place, municipality and region, as far as they are filled in."""
        places = [self.place, self.municipality and self.municipality.name, self.region and self.region.name]
        return ", ".join(place for place in places if place)


class Adoption(OrganisationRow):
    """An organisation that adopted the practice, with the date, its reach and its changes."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="adopted_by")
    started_on = DateField(_("since"), precision="started_on_precision", null=True, blank=True)
    started_on_precision = PrecisionField(default=DatePrecision.MONTH)
    licensed_on = DateField(_("licence given on"), precision="licensed_on_precision", null=True, blank=True)
    licensed_on_precision = PrecisionField(default=DatePrecision.DAY)
    reach = models.CharField(
        _("whom they reach"), max_length=200, blank=True, help_text=_("For example: 40 families a year")
    )
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

    panels = [
        "organisation",
        DatePanel("started_on"),
        DatePanel("licensed_on"),
        "reach",
        "adaptation",
        "contact",
        "adopted_page",
    ]

    class Meta(OrganisationRow.Meta):
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")


def with_adoption_dates(content) -> dict:
    """The serialized content of an old revision, with the year of each adoption as a date precise to the year."""
    rows = [with_date(row) if row.get("year") else row for row in content.get("adopted_by", ())]
    return {**content, "adopted_by": rows} if rows else content


def with_date(row):
    return {
        **row,
        "started_on": f"{row['year']:04}-01-01",
        "started_on_precision": DatePrecision.YEAR.value,
    }


class PracticeContact(Orderable):
    """A contact person: a coordinator of this site, or another person by name."""

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

    @classmethod
    def presets(cls, section) -> list["PracticeContact"]:
        """For a new practice: the platform's coordinator if it has exactly one, else an empty row."""
        coordinator_pages = cls._meta.get_field("coordinator").related_model.objects
        coordinators = list(coordinator_pages.child_of(section).listed()[:2]) if section else []
        return [cls(coordinator=coordinators[0] if len(coordinators) == 1 else None)]

    @property
    def who(self):
        """Empty if the row names nobody; a key, so that lists need not load the coordinators."""
        return self.coordinator_id or self.name


class PracticeLegalReference(LegalReferenceRow):
    """A law, decree or circular behind the practice."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="legal_references")

    class Meta(LegalReferenceRow.Meta):
        verbose_name = _("legal reference")
        verbose_name_plural = _("legal references")
