from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel
from wagtail.search import index

from cms.api_fields import EditedFields
from fields.contact import EnterpriseNumberField, WebsiteField
from fields.dates import DateField


class NamePanel(TitleFieldPanel):
    """Fills in the slug from the name of a new term; an existing term keeps its slug."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_should_apply(self):
            return self.instance.pk is None


NAME_PANEL = NamePanel("name", placeholder=False, classname="")
SLUG_PANEL = FieldPanel(
    "slug",
    help_text=_(
        "Follows from the name. Links to lists that are filtered on this word hold it, so leave it as it is."
    ),
)


class Theme(index.Indexed, models.Model):
    """A theme, in two levels: Wonen, and below it Dak- en thuisloosheid."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("web address"), unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        limit_choices_to={"parent": None},
    )
    description = models.TextField(_("description"), blank=True)

    panels = [NAME_PANEL, "parent", "description", SLUG_PANEL]
    api_fields = EditedFields()
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        """The page of this theme, with all that the site has on it."""
        return reverse("theme", args=[self.slug])

    def clean(self):
        super().clean()
        if self.parent is None:
            return
        if self.parent == self or self.parent.parent_id:
            raise ValidationError(
                {"parent": _("Choose a theme that is no part of another: there are two levels.")}
            )
        if self.pk and self.children.exists():
            raise ValidationError(
                {"parent": _("This theme has parts of its own, so it can't be a part itself.")}
            )


class TargetGroup(index.Indexed, models.Model):
    """The target group of a practice: dak- en thuislozen, jongeren, mantelzorgers."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("web address"), unique=True)

    panels = [NAME_PANEL, SLUG_PANEL]
    api_fields = EditedFields()
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Method(index.Indexed, models.Model):
    """An established method that practices apply: Housing First, Zelfregie, Buurtgerichte zorg."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("web address"), unique=True)
    description = models.TextField(_("description"), blank=True)
    url = WebsiteField(_("read more at"), blank=True)

    panels = [NAME_PANEL, "description", "url", SLUG_PANEL]
    api_fields = EditedFields()
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("method")
        verbose_name_plural = _("methods")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Organisation(index.Indexed, models.Model):
    """An owner, partner, organiser or host. A sub-unit has a parent (seed 001: Steunpunt Data en Analyse)."""

    handbook_section = "een-organisatie-een-persoon-of-een-wet-aanpassen"

    name = models.CharField(_("name"), max_length=160, unique=True)
    full_name = models.CharField(
        _("full name"), max_length=200, blank=True, help_text=_("What an abbreviation stands for.")
    )
    kind = models.CharField(_("kind"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    run_by = models.ForeignKey(
        "self",
        verbose_name=_("run by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    supported_by = models.ForeignKey(
        "self",
        verbose_name=_("with support of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    website = WebsiteField(_("website"), blank=True)
    enterprise_number = EnterpriseNumberField(_("enterprise number"))
    ovo_code = models.CharField(_("OVO code"), max_length=9, blank=True)
    municipality = models.ForeignKey(
        "cms.Municipality",
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    logo = models.ForeignKey(
        "cms.CustomImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_example = models.BooleanField(default=False, editable=False)

    panels = [
        "name",
        "full_name",
        "kind",
        FieldRowPanel(["parent", "run_by", "supported_by"]),
        FieldRowPanel(["enterprise_number", "ovo_code"]),
        "website",
        "municipality",
        FieldPanel("logo"),
    ]
    api_fields = EditedFields()
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("full_name"),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        """The page with what it does on this site; 404 while no listed page names it."""
        return reverse("organisation", args=[self.pk, slugify(self.name) or "organisatie"])


class LegalReference(index.Indexed, models.Model):
    """A law, decree or circular that content refers to. Seeds 002 and 004."""

    handbook_section = "een-organisatie-een-persoon-of-een-wet-aanpassen"

    class Kind(models.TextChoices):
        CONSTITUTION = "constitution", _("constitution")
        DECREE = "decree", _("decree")
        DECISION = "decision", _("decision")
        CIRCULAR = "circular", _("circular")

    citation = models.CharField(_("citation"), max_length=255, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, blank=True)
    date = DateField(_("date"), null=True, blank=True)
    url = WebsiteField(_("web address"), blank=True)

    panels = ["citation", FieldRowPanel(["kind", "date"]), "url"]
    api_fields = EditedFields()
    search_fields = [index.SearchField("citation"), index.AutocompleteField("citation")]

    class Meta:
        verbose_name = _("legal reference")
        verbose_name_plural = _("legal references")
        ordering = ["citation"]

    def __str__(self):
        return self.citation
