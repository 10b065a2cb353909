"""Child rows about the platform as an organisation: staff, directors, initiatives."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from cms.api_fields import EditedFields
from cms.models import PersonRow
from cms.publishing import Problem
from fields.contact import WebsiteField
from fields.dates import YearField

from .rows import years_between


class PlatformStaff(Orderable):
    """The staff of the platform in one year, in full-time equivalents."""

    page = ParentalKey("platforms.PlatformPage", on_delete=models.CASCADE, related_name="staff")
    year = YearField(_("year"), null=True, blank=True)
    fte = models.DecimalField(
        _("full-time equivalents"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, _("Fill in a number from 0."))],
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    panels = [FieldRowPanel(["year", "fte"]), "note"]
    api_fields = EditedFields()
    filled_by = "year"

    class Meta(Orderable.Meta):
        verbose_name = _("staff of a year")
        verbose_name_plural = _("staff per year")

    def problems(self):
        if self.year is None and (self.fte is not None or self.note):
            yield Problem("year", _("Which year is this?"), self)
        elif self.year and self.fte is None:
            yield Problem("fte", _("How many full-time equivalents?"), self)


class Director(PersonRow):
    """A person who leads the platform from day to day, besides the chairs of its bodies."""

    page = ParentalKey("platforms.PlatformPage", on_delete=models.CASCADE, related_name="directors")
    since = YearField(_("since"), null=True, blank=True, help_text=_("A year."))
    until = YearField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("The last year. Leave empty for who still leads the platform."),
    )

    panels = [FieldRowPanel(["person", "function"]), FieldRowPanel(["since", "until"])]

    class Meta(PersonRow.Meta):
        verbose_name = _("person who leads it")
        verbose_name_plural = _("people who lead it")

    @property
    def period(self):
        return years_between(self.since, self.until)

    @property
    def is_current(self):
        """`until` is the last year."""
        return self.until is None or self.until >= timezone.localdate().year

    def problems(self):
        if (self.since or self.until or self.function) and not self.person_id:
            yield Problem("person", _("Choose a person."), self)
        if self.since and self.until and self.until < self.since:
            yield Problem("until", _("The last year comes before the first."), self)


class Initiative(Orderable):
    """A service or project that the platform runs; action programmes are pages below it."""

    page = ParentalKey("platforms.PlatformPage", on_delete=models.CASCADE, related_name="initiatives")
    name = models.CharField(_("name"), max_length=160, blank=True)
    url = WebsiteField(_("web address"), blank=True)
    page_about = models.ForeignKey(
        Page,
        verbose_name=_("page on this site"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    summary = models.TextField(_("in short"), blank=True)

    panels = ["name", FieldRowPanel(["url", PageChooserPanel("page_about")]), "summary"]
    api_fields = EditedFields()
    filled_by = "name"

    class Meta(Orderable.Meta):
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")

    def problems(self):
        if (self.url or self.page_about_id or self.summary) and not self.name:
            yield Problem("name", _("What is it called?"), self)
