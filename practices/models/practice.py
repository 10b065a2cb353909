from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField

from cms.blocks import TEXT_FEATURES, BodyBlock, LinesBlock, StepsBlock, WebLinksBlock
from cms.models import BasePage, Category, DatePrecision, Licence, Party, is_empty, with_keys
from cms.models.base import load_sections
from cms.models.publishing import filled_rows
from practices.blocks import EvaluationsBlock, FundingSourcesBlock, IndicatorsBlock, PracticeDownloadsBlock
from practices.querysets import PAGE_ROWS, PracticeManager

from . import gaps, rules, structured_data
from .cards import card_of
from .choices import CostBand, Evidence, Scale, Status, Transferability
from .parts import PARTS
from .presentations import presentations_of
from .related import related_to
from .review import Reviewed
from .shown import ShownFacts

MOST_RELATED = 4


class PracticePage(Reviewed, ShownFacts, BasePage):
    """A practice: what an organisation did, for whom, where, and what came of it. Seed 004.

    A stub has a title and an owner, and says itself what is still to come.
    """

    data_rows = ("partners__organisation", "working_area__municipality")
    parent_page_types = ["practices.PracticeIndexPage"]
    subpage_types = []
    page_rows = PAGE_ROWS
    story = ("problem", "approach", "results", "lessons")
    open_graph_type = "article"

    is_stub = models.BooleanField(
        _("we know only title and owner so far"),
        default=False,
        help_text=_(
            "With this ticked you can publish with a title and an owner alone. All the rest may stay empty: "
            "the page says what is still to come."
        ),
    )
    owner_note = models.CharField(
        _("after the owners"), max_length=80, blank=True, help_text=_("For example: and partners")
    )
    status = models.CharField(_("state of the practice"), max_length=10, choices=Status, blank=True)
    scale = models.CharField(_("scale"), max_length=20, choices=Scale, blank=True)
    intersectoral = models.BooleanField(
        _("intersectoral"),
        default=False,
        help_text=_("Several sectors work on it together, such as housing and care."),
    )
    age_min = models.PositiveSmallIntegerField(_("lowest age"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("highest age"), null=True, blank=True)
    started_on = models.DateField(_("since"), null=True, blank=True)
    started_on_precision = models.CharField(
        _("known to the"), max_length=5, choices=DatePrecision, default=DatePrecision.MONTH
    )
    ended_on = models.DateField(_("up to and including"), null=True, blank=True)
    ended_on_precision = models.CharField(
        _("known to the"), max_length=5, choices=DatePrecision, default=DatePrecision.MONTH
    )
    problem = RichTextField(
        _("reason"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("Which problem does it tackle, for whom, and how did you notice?"),
    )
    goals = StreamField(LinesBlock(), verbose_name=_("goals"), blank=True)
    approach = StreamField(BodyBlock(), verbose_name=_("approach"), blank=True)
    steps = StreamField(StepsBlock(), verbose_name=_("step by step"), blank=True)
    evidence_level = models.PositiveSmallIntegerField(
        _("evidence"),
        choices=Evidence,
        null=True,
        blank=True,
        help_text=_(
            "“Well founded” asks for a source: an evaluation, a link or a file. “First signs” and "
            "“Effective” ask for an evaluation with a file or a web address."
        ),
    )
    results = RichTextField(_("results"), blank=True, features=TEXT_FEATURES)
    indicators = StreamField(IndicatorsBlock(), verbose_name=_("figures"), blank=True)
    evaluations = StreamField(EvaluationsBlock(), verbose_name=_("evaluations"), blank=True)
    cost_total = models.DecimalField(
        _("cost in a year, in euros"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, _("A cost is 0 or more."))],
    )
    cost_band = models.CharField(
        _("cost in a year, about"),
        max_length=12,
        choices=CostBand,
        blank=True,
        help_text=_("Follows from the exact cost, if you filled that in."),
    )
    staff_fte = models.DecimalField(
        _("staff (full-time equivalents)"),
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(0, _("Fill in a number from 0 to 99.")),
            MaxValueValidator(99, _("Fill in a number from 0 to 99.")),
        ],
    )
    funding_sources = StreamField(FundingSourcesBlock(), verbose_name=_("sources of funding"), blank=True)
    resources_needed = RichTextField(_("means needed"), blank=True, features=TEXT_FEATURES)
    success_factors = StreamField(LinesBlock(), verbose_name=_("what helped"), blank=True)
    pitfalls = StreamField(LinesBlock(), verbose_name=_("what did not work"), blank=True)
    lessons = RichTextField(_("lessons"), blank=True, features=TEXT_FEATURES)
    prerequisites = StreamField(LinesBlock(), verbose_name=_("preconditions"), blank=True)
    transferability = models.CharField(
        _("can it be taken over?"), max_length=6, choices=Transferability, blank=True
    )
    transferability_note = models.CharField(_("what another region has to adapt"), max_length=400, blank=True)
    downloads = StreamField(PracticeDownloadsBlock(), verbose_name=_("downloads"), blank=True)
    links = StreamField(WebLinksBlock(), verbose_name=_("links"), blank=True)
    licence = models.CharField(
        _("licence"),
        max_length=14,
        choices=Licence,
        default=Licence.MODEL,
        blank=True,
        help_text=_("What others may do with this text."),
    )

    objects = PracticeManager()

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")

    content_panels = [
        BasePage.title_panel,
        MultipleChooserPanel(
            "owners",
            chooser_field_name="organisation",
            heading=_("Owners"),
            label=_("owner"),
            help_text=_("The main owner first."),
        ),
        "owner_note",
        "is_stub",
        BasePage.summary_panel,
        BasePage.theme_panel,
        FieldRowPanel(["status", "scale"]),
        MultipleChooserPanel(
            "target_groups",
            chooser_field_name="target_group",
            heading=_("Target groups"),
            label=_("target group"),
        ),
        "problem",
        "approach",
        MultiFieldPanel(["goals", "steps"], heading=_("Goals and steps"), classname="collapsed"),
        MultiFieldPanel(
            [
                FieldRowPanel(["age_min", "age_max"]),
                FieldRowPanel(["started_on", "started_on_precision"]),
                FieldRowPanel(["ended_on", "ended_on_precision"]),
                "intersectoral",
            ],
            heading=_("Ages and period"),
            classname="collapsed",
        ),
        MultipleChooserPanel(
            "working_area",
            chooser_field_name="municipality",
            heading=_("Municipalities where it works"),
            label=_("municipality"),
            classname="collapsed",
        ),
        InlinePanel(
            "working_regions",
            heading=_("Whole regions where it works"),
            label=_("region"),
            classname="collapsed",
        ),
        InlinePanel("partners", heading=_("Partners"), label=_("partner"), classname="collapsed"),
        MultiFieldPanel(
            ["listing_image", "listing_image_caption"], heading=_("Picture"), classname="collapsed"
        ),
    ]
    result_panels = ["evidence_level", "results", "indicators", "evaluations", BasePage.footnote_panel]
    means_panels = [
        FieldRowPanel(["cost_total", "cost_band"]),
        "staff_fte",
        "funding_sources",
        "resources_needed",
    ]
    adoption_panels = [
        "success_factors",
        "pitfalls",
        "lessons",
        "prerequisites",
        FieldRowPanel(["transferability", "transferability_note"]),
        InlinePanel("adopted_by", heading=_("Taken over by"), label=_("adoption"), classname="collapsed"),
    ]
    contact_panels = [
        InlinePanel("contacts", heading=_("Contact persons"), label=_("contact person")),
        "licence",
        "downloads",
        "links",
        MultipleChooserPanel(
            "legal_references",
            chooser_field_name="legal_reference",
            heading=_("Legislation"),
            label=_("legal reference"),
            classname="collapsed",
        ),
        BasePage.related_panel,
    ]
    promote_panels = [*BasePage.promote_panels, FieldPanel("next_review_on")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("What it is")),
            ObjectList(result_panels, heading=_("Results and evidence")),
            ObjectList(means_panels, heading=_("Cost and means")),
            ObjectList(adoption_panels, heading=_("Taking it over")),
            ObjectList(contact_panels, heading=_("Contact, files and links")),
            ObjectList(promote_panels, heading=_("Promote")),
        ],
        base_form_class=BasePage.base_form_class,
    )

    def clean(self):
        super().clean()
        if self.cost_total is not None:
            self.cost_band = CostBand.of(self.cost_total)

    def required_to_publish(self):
        if self.is_stub:
            return ["owners"]
        return [
            "owners",
            *super().required_to_publish(),
            "status",
            "scale",
            "target_groups",
            "problem",
            "approach",
            "evidence_level",
            "contacts",
            "licence",
        ]

    def check_to_publish(self, rows):
        yield from super().check_to_publish(rows)
        yield from rules.period_problems(self)
        yield from rules.age_problems(self)
        yield from rules.evidence_problems(self)
        yield from rules.contact_problems(rows("contacts"))
        yield from rules.adoption_problems(rows("adopted_by"))

    @property
    def site_path(self):
        """Where the path of every page of this site begins: with that of its home page."""
        return self.path[: 2 * self.steplen]

    @property
    def card(self):
        return card_of(self)

    @property
    def list_address(self):
        """The address of the list that it stands in: right above its own."""
        return self.get_url().removesuffix(f"{self.slug}/")

    @property
    def is_complete(self):
        return not self.is_stub

    @cached_property
    def missing_parts(self):
        """What readers expect and the practice lacks, in words."""
        return gaps.missing_parts(self)

    @property
    def missing_text(self):
        return get_text_list(self.missing_parts, gettext("and"))

    @cached_property
    def has_contacts(self):
        return bool(filled_rows(self.contacts.all()))

    @cached_property
    def shown_contacts(self):
        """Pairs of a contact and the coordinator's page; without who has left, or whom not everybody may see.

        A row of who has left goes as a whole: a name, phone or e-mail typed beside it is that coordinator's.
        """
        found = {page.pk: page for page in self.listed_targets(self.contacts, "coordinator")}
        pairs = [(contact, found.get(contact.coordinator_id)) for contact in self.contacts.all()]
        return [(row, page) for row, page in pairs if page or (row.name and not row.coordinator_id)]

    @cached_property
    def adoptions(self):
        """Pairs of an adoption and the adopter's own practice page, if there is one that everybody may see."""
        found = {page.pk: page for page in self.listed_targets(self.adopted_by, "adopted_page")}
        rows = with_keys(self.adopted_by, "organisation")
        return [(row, found.get(row.adopted_page_id)) for row in rows if row.organisation]

    @cached_property
    def presentations(self):
        """Where the practice is presented: the listed events, with each slot of their programmes that has it."""
        return presentations_of(self)

    @cached_property
    def related(self):
        """At most four other practices; the nearest first."""
        return load_sections(related_to(self, MOST_RELATED))

    @cached_property
    def parts(self):
        """The sections of the page that have something to say."""
        return [part for part in PARTS if any(not is_empty(getattr(self, name)) for name in part.filled_by)]

    def entry_people(self):
        return [Party(name, gettext("owner"), is_author=True) for name in self.owner_names]

    def entry_categories(self):
        groups = [Category("target_group", group.slug, group.name) for group in self.target_group_words]
        return [*super().entry_categories(), *groups, *self.states]

    def structured_data(self):
        return structured_data.practice(self)
