"""The child rows of a platform; staff, directors and initiatives are in `organisation`."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel
from wagtail.models import Orderable

from cms.api_fields import EditedFields
from cms.models import Municipality, MunicipalityRow, OrganisationRow, PostalCode
from cms.publishing import Problem
from fields.amounts import AmountField
from fields.date_panel import DatePanel
from fields.dates import DateField, DatePrecision, PrecisionField, YearField

MAX_PER_INHABITANT = 100


def years_between(first, last):
    """A period of years in words: 2019–2022, since 2019, up to and including 2022."""
    if first and last:
        return str(first) if first == last else f"{first}–{last}"
    if first:
        return _("since %s") % first
    return _("up to and including %s") % last if last else ""


class PlatformMunicipality(MunicipalityRow):
    """A municipality that the platform serves, which may lie in another region: W13 has some."""

    page = ParentalKey("platforms.PlatformPage", on_delete=models.CASCADE, related_name="municipalities")
    since = DateField(_("since"), precision="since_precision", null=True, blank=True)
    since_precision = PrecisionField(default=DatePrecision.YEAR)

    panels = ["municipality", DatePanel("since")]

    class Meta(MunicipalityRow.Meta):
        verbose_name = _("municipality served")
        verbose_name_plural = _("municipalities served")

    def problems(self):
        if self.since and self.since > timezone.localdate():
            yield Problem("since", _("This date lies in the future."), self)


class Member(OrganisationRow):
    """A member or partner, with its role in the platform. Seed 001 names four."""

    page = ParentalKey("platforms.PlatformPage", on_delete=models.CASCADE, related_name="members")
    role = models.CharField(_("role"), max_length=120, blank=True)
    since = YearField(_("since"), null=True, blank=True, help_text=_("A year."))
    until = YearField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("The last year. Leave empty for who is still a member."),
    )
    contribution = models.CharField(_("contribution"), max_length=160, blank=True)

    panels = [FieldRowPanel(["organisation", "role"]), FieldRowPanel(["since", "until"]), "contribution"]

    class Meta(OrganisationRow.Meta):
        verbose_name = _("member or partner")
        verbose_name_plural = _("members and partners")

    @property
    def period(self):
        return years_between(self.since, self.until)

    def problems(self):
        if self.since and self.until and self.until < self.since:
            yield Problem("until", _("The last year comes before the first."), self)


class Inspiration(OrganisationRow):
    """An organisation that inspired the platform. Seed 003: Welzijnszorg Kempen, W13, and others."""

    page = ParentalKey("platforms.PlatformPage", on_delete=models.CASCADE, related_name="inspired_by")

    class Meta(OrganisationRow.Meta):
        verbose_name = _("inspired by")
        verbose_name_plural = _("inspired by")


class Funding(Orderable):
    """A source of funding, in euro. Seed 003: € 0,42 per inhabitant per year."""

    class Kind(models.TextChoices):
        MEMBERSHIP = "membership", _("membership fee")
        SUBSIDY = "subsidy", _("subsidy")
        PROJECT = "project", _("project funding")

    class Unit(models.TextChoices):
        PER_INHABITANT = "per_inhabitant", _("per inhabitant")
        PER_YEAR = "per_year", _("per year")
        TOTAL = "total", _("in total")

    class Frequency(models.TextChoices):
        YEARLY = "yearly", _("yearly")
        ONCE = "once", _("once")

    page = ParentalKey("platforms.PlatformPage", on_delete=models.CASCADE, related_name="funding")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, blank=True)
    amount = AmountField(_("amount in euro"), max_digits=10, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=16, choices=Unit, blank=True)
    frequency = models.CharField(_("frequency"), max_length=8, choices=Frequency, blank=True)
    year = YearField(_("year"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=160, blank=True)

    panels = [
        FieldRowPanel(["kind", "frequency"]),
        FieldRowPanel(["amount", "unit"]),
        FieldRowPanel(["year", "source"]),
    ]
    api_fields = EditedFields()
    filled_by = "amount"

    class Meta(Orderable.Meta):
        verbose_name = _("source of funding")
        verbose_name_plural = _("funding")

    @property
    def measure(self):
        """The unit and frequency in words: per inhabitant per year. What is paid once needs no “in total”."""
        if self.frequency == self.Frequency.ONCE and self.unit == self.Unit.TOTAL:
            return str(self.Frequency.ONCE.label)
        parts = [self.get_unit_display()]
        if self.frequency == self.Frequency.YEARLY and self.unit != self.Unit.PER_YEAR:
            parts.append(self.Unit.PER_YEAR.label)
        elif self.frequency == self.Frequency.ONCE:
            parts.append(self.Frequency.ONCE.label)
        return " ".join(str(part) for part in parts if part)

    def problems(self):
        if self.amount is None:
            return
        if self.amount < 0:
            yield Problem("amount", _("An amount can't be less than zero."), self)
        if self.unit == self.Unit.PER_INHABITANT and self.amount > MAX_PER_INHABITANT:
            message = _(
                "More than € %s per inhabitant can't be right. Choose another unit, or mend the amount."
            )
            yield Problem("amount", message % MAX_PER_INHABITANT, self)


class CurrentTheme(Orderable):
    """A current theme: the platform's own words, and the theme of the vocabulary. Seed 003 has seven."""

    class Status(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")

    page = ParentalKey("platforms.PlatformPage", on_delete=models.CASCADE, related_name="current_themes")
    label = models.CharField(_("in your own words"), max_length=200, blank=True)
    theme = models.ForeignKey(
        "cms.Theme",
        verbose_name=_("theme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("together with"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    status = models.CharField(_("state"), max_length=8, choices=Status, blank=True)

    panels = ["label", FieldRowPanel(["theme", "organisation"]), "status"]
    api_fields = EditedFields()
    filled_by = "label"

    class Meta(Orderable.Meta):
        verbose_name = _("current theme")
        verbose_name_plural = _("current themes")

    @property
    def words(self):
        return self.label or str(self.theme or "")

    @property
    def aside(self):
        """The theme, organisation and state, as far as `words` do not say them."""
        parts = [self.theme, self.organisation, self.status == self.Status.DONE and self.get_status_display()]
        return ", ".join(
            str(part) for part in parts if part and str(part).casefold() != self.words.casefold()
        )


def places_of_platform(key):
    """The names and postal codes of the municipalities that the platform with this key serves."""
    served = Municipality.objects.filter(
        pk__in=PlatformMunicipality.objects.filter(page=key).values("municipality")
    )
    codes = PostalCode.objects.filter(municipality__in=served)
    return [*served.values_list("name", flat=True), *codes.values_list("code", flat=True)]
