from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.blocks import TEXT_FEATURES, LabelledTextsBlock, LinesBlock
from cms.models import BasePage, IndexPage, Party
from cms.publishing import Problem
from fields.contact import PhoneField, WebsiteField, postal_code_problem
from fields.dates import DateField, YearField
from platforms.blocks import GalleryBlock, GoverningBodiesBlock, HighlightsBlock, HistoryBlock, VideosBlock
from platforms.filters import PlatformFilterForm
from platforms.querysets import PlatformManager

from . import structured_data
from .coordinator import load_coordinators
from .presentation import PlatformPresentationMixin
from .rows import places_of_platform

FIRST_YEAR = 1970
ROWS_WITH_RULES = ("funding", "members", "municipalities", "staff", "directors", "initiatives")


class PlatformIndexPage(IndexPage):
    """All platforms of the site."""

    filter_form = PlatformFilterForm
    default_title, default_slug = _("Platforms"), "platformen"
    page_size = 24
    parent_page_types = ["home.HomePage"]
    subpage_types = ["platforms.PlatformPage"]

    class Meta:
        verbose_name = _("list of platforms")
        verbose_name_plural = _("lists of platforms")

    def latest(self, count):
        return load_coordinators(super().latest(count))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        load_coordinators(context["entries"].object_list)
        return context


class PlatformPage(PlatformPresentationMixin, BasePage):
    """A platform, and the root of a section with its own news, practices and agenda.

    Its coordinators are the coordinator pages below it. Without any, page and editor show a notice; publishing is
    possible.
    """

    class Kind(models.TextChoices):
        WELFARE_PLATFORM = "welfare_platform", _("welfare platform")
        WELFARE_UMBRELLA = "welfare_umbrella", _("welfare umbrella")
        WELFARE_ASSOCIATION = "welfare_association", _("welfare association (OCMW association)")
        WELFARE_REGION = "welfare_region", _("welfare region")
        WELFARE_ALLIANCE = "welfare_alliance", _("welfare alliance")
        REGIONAL_PARTNERSHIP = "regional_partnership", _("regional partnership")

    class LegalForm(models.TextChoices):
        OCMW_ASSOCIATION = "ocmw_association", _("OCMW association")
        SERVICE_ASSOCIATION = "service_association", _("service-providing association")
        MANDATED_ASSOCIATION = "mandated_association", _("mandated association")
        INTERLOCAL_ASSOCIATION = "interlocal_association", _("interlocal association")
        NON_PROFIT = "non_profit", _("non-profit association (vzw)")
        DE_FACTO = "de_facto", _("de facto partnership")

    NOTE_FIELDS_BY_SECTION = {
        "mission": ["intro", "mission", "objectives"],
        "founding": ["founding_story"],
        "working": ["organisation_form"],
        "governance": ["governance_intro", "coordinator_roles", "bodies"],
        "themes": ["themes_intro"],
        "highlights": ["highlights"],
    }

    is_section_page = True
    is_platform = True
    story = ("intro", "mission", "founding_story", "organisation_form", "governance_intro", "themes_intro")
    handbook_section = "de-pagina-van-je-platform"
    parent_page_types = ["platforms.PlatformIndexPage"]

    kind = models.CharField(_("kind"), max_length=24, choices=Kind, blank=True)
    region_name = models.CharField(
        _("name of the region"), max_length=120, blank=True, help_text=_("As people call it there.")
    )
    region = models.ForeignKey(
        "cms.Region",
        verbose_name=_("reference region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="platforms",
        help_text=_("Gives the whole section its colour and sign."),
    )
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    intro = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    mission = RichTextField(_("mission"), blank=True, features=TEXT_FEATURES)
    objectives = StreamField(LinesBlock(), verbose_name=_("objectives"), blank=True)

    host_organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("embedded in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hosted_platforms",
    )
    legal_form = models.CharField(_("legal form"), max_length=24, choices=LegalForm, blank=True)
    organisation_form = RichTextField(_("how it works"), blank=True, features=TEXT_FEATURES)
    founded_year = YearField(_("founded in"), null=True, blank=True, help_text=_("A year."))
    founded_on = DateField(_("founded on"), null=True, blank=True, help_text=_("Only if you know the day."))
    founding_decision_by = models.CharField(_("decided by"), max_length=160, blank=True)
    founding_initiators = models.CharField(_("initiators"), max_length=200, blank=True)
    mandated_organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("mandate given to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    inspired_by_is_open = models.BooleanField(
        _("there are more"), default=False, help_text=_("The list of examples then ends with “…”.")
    )
    founding_story = RichTextField(_("origin"), blank=True, features=TEXT_FEATURES)
    history = StreamField(HistoryBlock(), verbose_name=_("history"), blank=True)
    member_categories = StreamField(LinesBlock(), verbose_name=_("kinds of partners"), blank=True)

    governance_intro = RichTextField(_("governance"), blank=True, features=TEXT_FEATURES)
    coordinator_roles_intro = models.CharField(
        _("words before the roles of the coordinator"), max_length=250, blank=True
    )
    coordinator_roles = StreamField(
        LabelledTextsBlock(), verbose_name=_("roles of the coordinator"), blank=True
    )
    bodies = StreamField(GoverningBodiesBlock(), verbose_name=_("bodies"), blank=True)

    themes_intro = RichTextField(_("words before the current themes"), blank=True, features=TEXT_FEATURES)
    current_themes_is_open = models.BooleanField(
        _("there are more"), default=False, help_text=_("The list of themes then ends with “…”.")
    )
    highlights = StreamField(HighlightsBlock(), verbose_name=_("highlights"), blank=True)
    videos = StreamField(VideosBlock(), verbose_name=_("videos"), blank=True)
    gallery = StreamField(GalleryBlock(), verbose_name=_("pictures"), blank=True)

    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=4, blank=True)
    municipality = models.ForeignKey(
        "cms.Municipality",
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    city = models.CharField(
        _("city"), max_length=80, blank=True, help_text=_("Only if the municipality is not in the list.")
    )
    phone = PhoneField(_("phone"))
    email = models.EmailField(_("e-mail"), blank=True)
    website = WebsiteField(_("website"), blank=True)
    decisions_url = WebsiteField(
        _("where decisions are published"),
        blank=True,
        help_text=_("The page of the host organisation with its decisions and reports."),
    )
    accepts_submissions = models.BooleanField(_("others may send in practices"), default=False)
    # Created with the platform; permissions that an administrator adds later change nothing here.
    team = models.OneToOneField(
        "auth.Group",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="platform",
    )
    files = models.OneToOneField(
        "wagtailcore.Collection",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    exclude_fields_in_copy = [*BasePage.exclude_fields_in_copy, "team", "files"]
    # What a signal deletes with the page, so that the recycle bin keeps it too.
    deleted_along = ("team",)

    objects = PlatformManager()

    class Meta:
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")

    content_panels = [
        HelpPanel(template="platforms/coordinator_warning.html"),
        BasePage.title_panel,
        BasePage.summary_panel,
        "kind",
        FieldRowPanel(["region_name", "region"]),
        "tagline",
        "intro",
        "mission",
        FieldPanel("objectives", classname="collapsed"),
        MultiFieldPanel(
            [*BasePage.picture_panel.children, "gallery", "videos"],
            heading=_("Pictures and videos"),
            classname="collapsed",
        ),
        BasePage.footnote_panel,
        BasePage.related_panel,
    ]
    organisation_panels = [
        MultiFieldPanel(
            [FieldRowPanel(["host_organisation", "legal_form"]), "organisation_form"],
            heading=_("How it works"),
        ),
        InlinePanel("funding", heading=_("Funding"), label=_("source of funding"), classname="collapsed"),
        MultipleChooserPanel(
            "municipalities",
            chooser_field_name="municipality",
            heading=_("Municipalities served"),
            label=_("municipality"),
            classname="collapsed",
        ),
        FieldPanel("member_categories", classname="collapsed"),
        InlinePanel(
            "members", heading=_("Members and partners"), label=_("organisation"), classname="collapsed"
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["founded_year", "founded_on"]),
                FieldRowPanel(["founding_decision_by", "founding_initiators"]),
                "mandated_organisation",
                "founding_story",
                InlinePanel("inspired_by", heading=_("Inspired by"), label=_("organisation")),
                "inspired_by_is_open",
            ],
            heading=_("Origin"),
            classname="collapsed",
        ),
        FieldPanel("history", classname="collapsed"),
        InlinePanel("initiatives", heading=_("What it runs"), label=_("initiative"), classname="collapsed"),
        InlinePanel("staff", heading=_("Staff per year"), label=_("year"), classname="collapsed"),
    ]
    governance_panels = [
        "governance_intro",
        "coordinator_roles_intro",
        FieldPanel("coordinator_roles", classname="collapsed"),
        FieldPanel("bodies", classname="collapsed"),
        InlinePanel("directors", heading=_("Who leads it"), label=_("person"), classname="collapsed"),
    ]
    themes_panels = [
        BasePage.theme_panel,
        "themes_intro",
        InlinePanel("current_themes", heading=_("Current themes"), label=_("theme"), classname="collapsed"),
        "current_themes_is_open",
        FieldPanel("highlights", classname="collapsed"),
    ]
    contact_panels = [
        "street",
        FieldRowPanel(["postal_code", "municipality", "city"]),
        FieldRowPanel(["phone", "email"]),
        "website",
        "decisions_url",
        "accepts_submissions",
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Profile")),
            ObjectList(contact_panels, heading=_("Contact")),
            ObjectList(themes_panels, heading=_("Themes")),
            ObjectList(governance_panels, heading=_("Governance")),
            ObjectList(organisation_panels, heading=_("Organisation")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
        ]
    )
    search_fields = [
        *BasePage.search_fields,
        index.FilterField("kind"),
        index.FilterField("region"),
    ]

    def clean(self):
        super().clean()
        if self.alias_of_id:
            self.team = self.files = None  # the section is that of the original

    def with_content_json(self, content):
        """An old revision keeps the current team and collection."""
        page = super().with_content_json(content)
        page.team_id, page.files_id = self.team_id, self.files_id
        return page

    def unseen_to_search(self):
        """The municipalities that the page lists, with their postal codes."""
        return places_of_platform(self.pk)

    def required_to_publish(self):
        return ["search_description", "kind", "region_name"]

    def check_to_publish(self, rows):
        yield from super().check_to_publish(rows)
        if problem := postal_code_problem(self.postal_code, self.municipality):
            yield Problem("postal_code", problem)
        yield from self._founding_problems()
        for name in ROWS_WITH_RULES:
            for row in rows(name):
                yield from row.problems()

    def _founding_problems(self):
        today = timezone.localdate()
        if self.founded_year and not FIRST_YEAR <= self.founded_year <= today.year:
            message = _("Fill in a year between %(first)s and %(last)s.")
            yield Problem("founded_year", message % {"first": FIRST_YEAR, "last": today.year})
        if self.founded_on and self.founded_on > today:
            yield Problem("founded_on", _("This date lies in the future."))
        if self.founded_on and self.founded_year and self.founded_on.year != self.founded_year:
            yield Problem("founded_on", _("This date is in another year than the one you filled in."))

    def entry_people(self):
        return [Party(self.host_organisation.name, _("embedded in"))] if self.host_organisation else []

    def entry_categories(self):
        """Without the platform itself, which would be its own section."""
        return [category for category in super().entry_categories() if category.scheme != "platform"]

    def entry_place(self):
        """Its region: it is its own section."""
        return self.region_name or (self.region.name if self.region else "")

    def structured_data(self):
        return structured_data.platform(self)
