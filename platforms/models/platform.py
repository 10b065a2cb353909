from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
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
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import TEXT_FEATURES, LabelledTextsBlock, LinesBlock
from cms.models import (
    BasePage,
    IndexPage,
    Party,
    PhoneField,
    Problem,
    WebsiteField,
    is_empty,
    postal_code_problem,
    with_keys,
)
from cms.querysets import listed
from platforms.blocks import GalleryBlock, GoverningBodiesBlock, HighlightsBlock, VideosBlock
from platforms.querysets import PlatformManager

from . import structured_data
from .action_programme import ActionProgrammePage
from .coordinator import load_coordinators
from .footnotes import notes_by_section

FIRST_YEAR = 1970
LATEST_SHOWN = 3


class PlatformIndexPage(IndexPage):
    """All platforms of the site."""

    entry_type = "platforms.PlatformPage"
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


class PlatformPage(BasePage):
    """A platform: what it is, who runs and pays it, and the root of a section with its own news, practices and agenda.

    Its coordinators are the coordinator pages below it. That there is none is said on the page and in the editor,
    and stops nobody from publishing.
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

    NOTE_SECTIONS = {
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
    founded_year = models.PositiveSmallIntegerField(
        _("founded in"), null=True, blank=True, help_text=_("A year.")
    )
    founded_on = models.DateField(
        _("founded on"), null=True, blank=True, help_text=_("Only if you know the day.")
    )
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
    ]
    governance_panels = [
        "governance_intro",
        "coordinator_roles_intro",
        FieldPanel("coordinator_roles", classname="collapsed"),
        FieldPanel("bodies", classname="collapsed"),
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

    def required_to_publish(self):
        return ["search_description", "kind", "region_name"]

    def check_to_publish(self, rows):
        yield from super().check_to_publish(rows)
        if problem := postal_code_problem(self.postal_code, self.municipality):
            yield Problem("postal_code", problem)
        yield from self._founding_problems()
        for row in [*rows("funding"), *rows("members")]:
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

    @cached_property
    def coordinators(self):
        """The active coordinators below this platform, by last name."""
        return load_coordinators([self])[0].coordinators

    @cached_property
    def programmes(self):
        return ActionProgrammePage.objects.child_of(self).listed().for_cards()

    @cached_property
    def own_lists(self):
        """The section's own lists (news, practices, agenda), each with what it shows first."""
        children = listed(Page.objects.child_of(self)).specific()
        return [
            (child, child.latest(LATEST_SHOWN))
            for child in children
            if getattr(child, "made_with_platform", False)
        ]

    @cached_property
    def current_highlights(self):
        """The highlights whose time has not passed, as `(highlight, address, label)`.

        The address is empty where the link is missing, or leads to a page that not everybody may see.
        """
        current = [block.value for block in self.highlights if block.value.is_current]
        ids = [value["link_page"].pk for value in current if value["link_page"]]
        pages = listed(Page.objects.filter(pk__in=ids)).in_bulk() if ids else {}
        return [(value, value.address(pages), value.label(pages)) for value in current]

    @cached_property
    def margin_notes(self):
        return notes_by_section(self, self.NOTE_SECTIONS)

    @cached_property
    def funding_rows(self):
        """What has an amount; the first is shown big."""
        return [row for row in self.funding.all() if row.amount is not None]

    @cached_property
    def member_rows(self):
        return [row for row in with_keys(self.members, "organisation") if row.organisation]

    @cached_property
    def theme_rows(self):
        return [row for row in with_keys(self.current_themes, "theme", "organisation") if row.words]

    @cached_property
    def served(self):
        """The municipalities that it works for, in the editor's order."""
        rows = with_keys(self.municipalities, "municipality")
        return [row.municipality for row in rows if row.municipality]

    @property
    def municipality_names(self):
        return [str(municipality) for municipality in self.served]

    @property
    def inspirations(self):
        """The names of the examples, ending in “…” where there are more."""
        rows = with_keys(self.inspired_by, "organisation")
        names = [row.organisation.name for row in rows if row.organisation]
        return ", ".join([*names, "…"] if names and self.inspired_by_is_open else names)

    @property
    def founding_time(self):
        """The day, where it is known; else the year."""
        return date_format(self.founded_on) if self.founded_on else self.founded_year

    @property
    def founding_note(self):
        return _("decided by: %s") % self.founding_decision_by if self.founding_decision_by else ""

    def entry_people(self):
        return [Party(self.host_organisation.name, _("embedded in"))] if self.host_organisation else []

    def entry_categories(self):
        """Its own section: in no list is a platform filtered on itself."""
        return [category for category in super().entry_categories() if category.scheme != "platform"]

    def structured_data(self):
        return structured_data.platform(self)

    @property
    def has_mission(self):
        return not all(
            is_empty(value) for value in (self.intro, self.mission, self.objectives, self.listing_image)
        )

    @property
    def has_governance(self):
        parts = (self.governance_intro, self.coordinator_roles_intro, self.coordinator_roles, self.bodies)
        return not all(is_empty(part) for part in parts)

    @property
    def place(self):
        """The postal code and name of the place: 8200 Brugge."""
        name = self.municipality.name if self.municipality else self.city
        return f"{self.postal_code} {name}".strip()
