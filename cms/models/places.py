from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from fields.dates import DateField


class Region(models.Model):
    """One of the 15 reference regions of Flanders (decree of 3 February 2023). Its slug names its sign and colour."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("web address"), unique=True)
    column = models.PositiveSmallIntegerField(_("column on the tile map"))
    row = models.PositiveSmallIntegerField(_("row on the tile map"))

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Municipality(index.Indexed, models.Model):
    """A Flemish municipality of today, or one that merged on 1 January 2019 or 2025. Source: Statbel (CC BY 4.0)."""

    nis_code = models.CharField(
        _("NIS code"), max_length=5, blank=True, help_text=_("Empty for municipalities that merged in 2019.")
    )
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("web address"), unique=True)
    province = models.CharField(_("province"), max_length=40, blank=True)
    region = models.ForeignKey(
        Region,
        verbose_name=_("reference region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="municipalities",
    )
    primary_care_zone = models.CharField(_("primary care zone"), max_length=80, blank=True)
    valid_from = DateField(_("valid from"), null=True, blank=True)
    valid_until = DateField(_("valid until"), null=True, blank=True)
    succeeded_by = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]
    # Read-only in the API, as in the admin.
    api_fields = [
        "nis_code",
        "name",
        "slug",
        "province",
        "region",
        "valid_from",
        "valid_until",
        "succeeded_by",
    ]

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name", "valid_until"]
        constraints = [
            models.UniqueConstraint(fields=["nis_code"], condition=~Q(nis_code=""), name="unique_nis_code")
        ]

    def __str__(self):
        if not self.valid_until:
            return self.name
        return _("%(name)s (until %(year)s)") % {"name": self.name, "year": self.valid_until.year}

    @property
    def current(self):
        """The municipality of today: itself, or the end of its chain of mergers."""
        municipality, seen = self, {self.pk}
        while municipality.succeeded_by_id and municipality.succeeded_by_id not in seen:
            seen.add(municipality.succeeded_by_id)
            municipality = municipality.succeeded_by
        return municipality


class PostalCode(models.Model):
    """A postal code of a municipality, which may have several."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="postal_codes")
    code = models.CharField(_("postal code"), max_length=4, db_index=True)

    class Meta:
        verbose_name = _("postal code")
        verbose_name_plural = _("postal codes")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="unique_code_in_municipality")
        ]

    def __str__(self):
        return self.code


class PlaceName(models.Model):
    """Another name that people type: of a part of a municipality, in another language, of a region, or elsewhere.

    `load_places` fills the table from `cms/fixtures`; nobody edits it.
    """

    class Kind(models.TextChoices):
        PART = "part", _("part of a municipality")
        TRANSLATION = "translation", _("in another language")
        ALIAS = "alias", _("other way of writing")
        REGION = "region", _("name of a region")
        BRUSSELS = "brussels", _("in Brussels")
        WALLONIA = "wallonia", _("in Wallonia")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=80)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="place_names",
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("reference region"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="place_names",
    )
    postal_codes = models.CharField(
        _("postal codes"),
        max_length=60,
        blank=True,
        help_text=_("Separated by spaces. Empty if the name stands for the whole municipality."),
    )
    language = models.CharField(_("language"), max_length=2, blank=True)

    class Meta:
        verbose_name = _("name of a place")
        verbose_name_plural = _("names of places")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name
