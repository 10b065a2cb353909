from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField

from cms.blocks import TEXT_FEATURES, BodyBlock, LinesBlock, StepsBlock, WebLinksBlock
from cms.models import BasePage, Category, Licence, Party
from cms.models.starting_texts import empty_untouched_texts
from cms.publishing import filled_rows, is_empty
from fields.amounts import AmountField
from fields.date_panel import DatePanel
from fields.dates import DateField, DatePrecision, PrecisionField
from listing.related import related_of_kind, related_to
from listing.results import load_pages
from practices.blocks import EvaluationsBlock, FundingSourcesBlock, IndicatorsBlock, PracticeDownloadsBlock
from practices.choices import CostBand, Evidence, Scale, Status, Transferability
from practices.filters import PracticeFilterForm
from practices.querysets import PAGE_ROWS, PracticeManager

from . import rules, structured_data
from .judgement import JUDGEMENT, JudgementMixin
from .layouts import PARTS, card_context, missing_labels
from .participation import ParticipationMixin
from .presentation import PresentationMixin
from .presentations import presentations_of
from .review import ReviewMixin
from .rows import PracticeContact, PracticeOwner, with_adoption_dates


class PracticePage(ReviewMixin, JudgementMixin, ParticipationMixin, PresentationMixin, BasePage):
    """A practice: what an organisation did, for whom, where, and what came of it. Seed 004.

    A stub needs only a title and an owner to be published; its page lists what is still missing.
    """

    entry_rows = ("networks__organisation", "evidence_judged_by")
    data_rows = (
        "partners__organisation",
        "working_area__municipality",
        "recognitions__organisation",
    )
    parent_page_types = ["practices.PracticeIndexPage"]
    subpage_types = []
    handbook_section = "een-goede-praktijk-toevoegen"
    page_rows = PAGE_ROWS
    story = ("problem", "approach", "results", "lessons")
    open_graph_type = "article"
    exclude_fields_in_copy = [*BasePage.exclude_fields_in_copy, *JUDGEMENT]

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
    started_on = DateField(_("since"), precision="started_on_precision", null=True, blank=True)
    started_on_precision = PrecisionField(default=DatePrecision.MONTH)
    ended_on = DateField(_("up to and including"), precision="ended_on_precision", null=True, blank=True)
    ended_on_precision = PrecisionField(default=DatePrecision.MONTH)
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
    cost_total = AmountField(
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
        BasePage.picture_panel,
        MultiFieldPanel(
            [
                MultipleChooserPanel(
                    "methods", chooser_field_name="method", heading=_("Methods"), label=_("method")
                ),
                "goals",
                "steps",
            ],
            heading=_("Methods, goals and steps"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["age_min", "age_max"]),
                DatePanel("started_on"),
                DatePanel("ended_on"),
                "intersectoral",
                FieldRowPanel(["frequency_count", "frequency_unit", "sessions_count"]),
                FieldRowPanel(["duration_count", "duration_unit"]),
            ],
            heading=_("Ages, period and intensity"),
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
        MultiFieldPanel(
            [
                InlinePanel("partners", heading=_("Partners"), label=_("partner")),
                InlinePanel("networks", heading=_("Networks and labels"), label=_("network or label")),
            ],
            heading=_("Partners, networks and labels"),
            classname="collapsed",
        ),
    ]
    result_panels = [
        "evidence_level",
        *JudgementMixin.judgement_panels,
        "results",
        "indicators",
        InlinePanel("reach", heading=_("Reach"), label=_("reach"), classname="collapsed"),
        "evaluations",
        InlinePanel("recognitions", heading=_("Recognised"), label=_("recognition"), classname="collapsed"),
        BasePage.footnote_panel,
    ]
    means_panels = [
        FieldRowPanel(["cost_total", "cost_band"]),
        "staff_fte",
        FieldRowPanel(["participant_cost", "participant_cost_note"]),
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
        InlinePanel(
            "grew_from", heading=_("Grew out of"), label=_("earlier practice"), classname="collapsed"
        ),
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
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("What it is")),
            ObjectList(result_panels, heading=_("Results and evidence")),
            ObjectList(means_panels, heading=_("Cost and means")),
            ObjectList(adoption_panels, heading=_("Taking it over")),
            ObjectList(contact_panels, heading=_("Contact, files and links")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
        ],
        base_form_class=BasePage.base_form_class,
    )

    def clean(self):
        if self.is_stub:
            # Who knows no more than a title and an owner writes no texts, so the questions in them stand in the way.
            empty_untouched_texts(self)
        super().clean()
        if self.cost_total is not None:
            self.cost_band = CostBand.of(self.cost_total)

    def propose(self, section):
        self.owners, self.contacts = PracticeOwner.presets(section), PracticeContact.presets(section)

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
        yield from rules.judgement_problems(self)
        yield from rules.participation_problems(self)
        yield from rules.contact_problems(rows("contacts"))
        yield from rules.partner_problems(rows("partners"))
        yield from rules.network_problems(rows("networks"))
        yield from rules.recognition_problems(rows("recognitions"))
        yield from rules.reach_problems(rows("reach"))
        yield from rules.adoption_problems(rows("adopted_by"))
        yield from rules.origin_problems(rows("grew_from"), self)

    @classmethod
    def from_serializable_data(cls, data, *args, **kwargs):
        return super().from_serializable_data(with_adoption_dates(data), *args, **kwargs)

    @property
    def site_path(self):
        """The tree path of the home page, with which the paths of all pages of this site begin."""
        return self.path[: 2 * self.steplen]

    @property
    def card(self):
        return card_context(self)

    @property
    def list_address(self):
        """The URL of its parent, the list of practices."""
        return self.get_url().removesuffix(f"{self.slug}/")

    @property
    def is_complete(self):
        return not self.is_stub

    @cached_property
    def missing_parts(self):
        """The labels of the facts that readers expect and the practice lacks."""
        return missing_labels(self)

    @property
    def missing_text(self):
        return get_text_list(self.missing_parts, gettext("and"))

    @cached_property
    def has_contacts(self):
        return bool(filled_rows(self.contacts.all()))

    @cached_property
    def presentations(self):
        """The listed events that present the practice, one item for each slot."""
        return presentations_of(self)

    @cached_property
    def related(self):
        return related_to(self)

    @property
    def related_practices(self):
        """The related practices alone."""
        return load_pages(PracticeFilterForm, related_of_kind(self), "for_summaries")

    @property
    def linked_pages(self):
        pages = [*self.see_also, *(presentation.event for presentation in self.presentations)]
        return [*pages, *(page for _row, page in [*self.origins, *self.adoptions] if page)]

    @cached_property
    def parts(self):
        """The parts of the page that are not empty."""
        return [part for part in PARTS if any(not is_empty(getattr(self, name)) for name in part.filled_by)]

    def entry_people(self):
        role = gettext("owner")
        return [Party(name, role, is_author=True) for name in self.owner_names]

    def entry_categories(self):
        groups = [Category("target_group", group.slug, group.name) for group in self.target_group_words]
        methods = [Category("method", method.slug, method.name) for method in self.method_words]
        return [*super().entry_categories(), *groups, *methods, *self.choice_categories]

    def structured_data(self):
        return structured_data.practice(self)
