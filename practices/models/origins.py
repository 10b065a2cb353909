"""Child rows about earlier practices, networks and labels, and recognitions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel
from wagtail.models import Orderable

from cms.api_fields import EditedFields
from cms.models import OrganisationRow
from fields.contact import WebsiteField
from fields.date_panel import DatePanel
from fields.dates import DateField, DatePrecision, PrecisionField, YearField
from practices.choices import OriginRelation


class PracticeOrigin(Orderable):
    """An earlier practice that this one grew out of: a page of this site, or a name."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="grew_from")
    practice = models.ForeignKey(
        "practices.PracticePage",
        verbose_name=_("earlier practice on this site"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField(
        _("or its name"), max_length=200, blank=True, help_text=_("If it has no page on this site.")
    )
    relation = models.CharField(
        _("how they are related"), max_length=12, choices=OriginRelation, default=OriginRelation.CONTINUES
    )
    year = YearField(_("in (year)"), null=True, blank=True)

    panels = ["practice", "name", FieldRowPanel(["relation", "year"])]
    api_fields = EditedFields()
    filled_by = "practice_or_name"

    class Meta(Orderable.Meta):
        verbose_name = _("earlier practice")
        verbose_name_plural = _("earlier practices")

    @property
    def practice_or_name(self):
        return self.practice_id or self.name


class PracticeNetwork(OrganisationRow):
    """A network or label that the practice belongs to."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="networks")
    name = models.CharField(_("name"), max_length=160, blank=True)
    since = DateField(_("since"), precision="since_precision", null=True, blank=True)
    since_precision = PrecisionField(default=DatePrecision.MONTH)
    url = WebsiteField(_("web address"), blank=True)

    panels = ["name", "organisation", DatePanel("since"), "url"]
    filled_by = "label"

    class Meta(OrganisationRow.Meta):
        verbose_name = _("network or label")
        verbose_name_plural = _("networks and labels")

    @property
    def owner(self):
        """The name of the organisation, if the network has its own name too."""
        return self.organisation.name if self.organisation and self.name else ""

    @property
    def label(self):
        """Its name, else that of the organisation."""
        return self.name or (self.organisation.name if self.organisation else "")


class PracticeRecognition(OrganisationRow):
    """A recognition, prize or certificate."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="recognitions")
    name = models.CharField(
        _("what"), max_length=200, blank=True, help_text=_("For example: recognised as a social innovation")
    )
    by = models.CharField(
        _("or by whom"), max_length=160, blank=True, help_text=_("If the organisation is not in the list.")
    )
    recognised_on = DateField(_("recognised on"), precision="recognised_on_precision", null=True, blank=True)
    recognised_on_precision = PrecisionField(default=DatePrecision.DAY)
    url = WebsiteField(_("web address"), blank=True)

    panels = [
        "name",
        FieldRowPanel(["organisation", "by"]),
        DatePanel("recognised_on"),
        "url",
    ]
    filled_by = "name"

    class Meta(OrganisationRow.Meta):
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")

    @property
    def authority(self):
        """The names of the organisation and of `by`."""
        return ", ".join(name for name in (self.organisation and self.organisation.name, self.by) if name)
