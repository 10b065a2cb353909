from django.db import models
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.blocks import TEXT_FEATURES, LinesBlock, StepsBlock
from cms.models import BasePage, OrganisationRow, Party, PersonRow, with_keys
from cms.publishing import Problem, is_empty
from events.blocks import QuestionGroupsBlock, TracksBlock
from events.querysets import TrajectoryManager
from fields.date_panel import DatePanel
from fields.dates import DateField, DatePrecision, PrecisionField, YearField

from . import occurrences, structured_data
from .days import span_of
from .gathering import Gathering, organisation_panel
from .terms import part_of_track, start_of_period


class TrajectoryOrganiser(OrganisationRow):
    """An organiser of the trajectory. Seed 001 has five."""

    page = ParentalKey("events.TrajectoryPage", on_delete=models.CASCADE, related_name="organisers")

    class Meta(OrganisationRow.Meta):
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")


class TrajectoryPartner(OrganisationRow):
    """A partner organisation of the trajectory. Seed 000."""

    page = ParentalKey("events.TrajectoryPage", on_delete=models.CASCADE, related_name="partners")

    class Meta(OrganisationRow.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")


class TrajectoryGuide(OrganisationRow):
    """An organisation that guides the trajectory. Seed 000."""

    page = ParentalKey("events.TrajectoryPage", on_delete=models.CASCADE, related_name="guided_by")

    class Meta(OrganisationRow.Meta):
        verbose_name = _("guiding organisation")
        verbose_name_plural = _("guiding organisations")


class TeamMember(PersonRow):
    """A member of the trajectory's team. Seed 000."""

    page = ParentalKey("events.TrajectoryPage", on_delete=models.CASCADE, related_name="team")
    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = ["person", FieldRowPanel(["function", "organisation"])]

    class Meta(PersonRow.Meta):
        verbose_name = _("team member")
        verbose_name_plural = _("team members")

    @property
    def function_and_organisation(self):
        """Without the organisation if the function contains its name: “Coördinator Haviland”."""
        function, name = self.function_at_time, self.organisation.name if self.organisation else ""
        return function if name in function else ", ".join(part for part in (function, name) if part)


class TrajectoryPage(Gathering):
    """Work on a theme for several months, in tracks (seed 001) or phases (seed 000). The period may be unknown."""

    class Kind(models.TextChoices):
        THEME = "theme", _("theme trajectory")
        DEVELOPMENT = "development", _("development trajectory")
        NETWORK = "network", _("learning network")
        BREAKTHROUGH = "breakthrough", _("breakthrough project")

    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []
    entry_rows = ("team__person", "team__organisation")
    story = ("intro", "closing", "expected_result", "period_full_text")
    seat_streams = ("tracks",)
    field_of_parts = "tracks"

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, blank=True)
    title_suffix = models.CharField(
        _("word behind the title"), max_length=60, blank=True, help_text=_("For example: invitation.")
    )
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    season = models.CharField(
        _("season"), max_length=40, blank=True, help_text=_("For example: spring 2018.")
    )
    period_start = DateField(_("begins"), precision="period_start_precision", null=True, blank=True)
    period_start_precision = PrecisionField(default=DatePrecision.DAY)
    period_end = DateField(_("ends"), precision="period_end_precision", null=True, blank=True)
    period_end_precision = PrecisionField(default=DatePrecision.DAY)
    period_text = RichTextField(_("about the planning"), blank=True, features=TEXT_FEATURES)
    period_full_text = RichTextField(_("about the course"), blank=True, features=TEXT_FEATURES)
    intro = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    trends = StreamField(LinesBlock(), verbose_name=_("trends"), blank=True)
    guiding_questions = StreamField(QuestionGroupsBlock(), verbose_name=_("guiding questions"), blank=True)
    closing = RichTextField(_("below the questions"), blank=True, features=TEXT_FEATURES)
    expected_result = RichTextField(_("expected result"), blank=True, features=TEXT_FEATURES)
    tracks_intro = RichTextField(_("above the tracks"), blank=True, features=TEXT_FEATURES)
    tracks = StreamField(TracksBlock(), verbose_name=_("tracks"), blank=True)
    sessions_per_track_min = models.PositiveSmallIntegerField(
        _("sessions per track, at least"), null=True, blank=True
    )
    sessions_per_track_max = models.PositiveSmallIntegerField(
        _("sessions per track, at most"), null=True, blank=True
    )
    session_duration = models.CharField(
        _("length of a session"), max_length=60, blank=True, help_text=_("For example: half a day.")
    )
    allow_multiple_tracks = models.BooleanField(_("people may join several tracks"), default=False)
    multiple_tracks_text = models.CharField(_("about joining several tracks"), max_length=250, blank=True)
    phases = StreamField(StepsBlock(), verbose_name=_("phases"), blank=True)
    team_name = models.CharField(_("name of the team"), max_length=80, blank=True)
    partner_categories = StreamField(LinesBlock(), verbose_name=_("kinds of partners"), blank=True)
    audience_intro = models.CharField(_("above “for whom”"), max_length=250, blank=True)
    support_programme = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("support programme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    support_backed_by = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("with support of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    support_from_year = YearField(_("from year"), null=True, blank=True)
    support_until_year = YearField(_("until year"), null=True, blank=True)
    support_offers = StreamField(LinesBlock(), verbose_name=_("what it offers"), blank=True)

    objects = TrajectoryManager()

    class Meta:
        verbose_name = _("trajectory")
        verbose_name_plural = _("trajectories")

    content_panels = [
        *BasePage.content_panels,
        "kind",
        organisation_panel("organisers", _("Organisers"), _("organiser")),
        MultiFieldPanel(
            [
                FieldRowPanel([DatePanel("period_start"), DatePanel("period_end")]),
                "season",
                "period_text",
            ],
            heading=_("Period"),
        ),
        "notices",
        MultiFieldPanel(["title_suffix", "subtitle"], heading=_("With the title"), classname="collapsed"),
    ]
    story_panels = [
        BasePage.picture_panel,
        "intro",
        FieldPanel("trends", classname="collapsed"),
        MultiFieldPanel(
            ["guiding_questions", "closing"], heading=_("Guiding questions"), classname="collapsed"
        ),
        MultiFieldPanel(
            ["expected_result", "period_full_text", "phases"],
            heading=_("Course and result"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            ["audience_intro", *Gathering.audience_panel.children],
            heading=_("For whom"),
            classname="collapsed",
        ),
        BasePage.footnote_panel,
        BasePage.related_panel,
    ]
    track_panels = [
        "tracks_intro",
        "tracks",
        MultiFieldPanel(
            [
                FieldRowPanel(["sessions_per_track_min", "sessions_per_track_max", "session_duration"]),
                FieldRowPanel(["allow_multiple_tracks", "multiple_tracks_text"]),
            ],
            heading=_("Sessions of the tracks"),
        ),
    ]
    partner_panels = [
        "team_name",
        InlinePanel("team", heading=_("Team"), label=_("member")),
        organisation_panel("guided_by", _("Guided by"), _("organisation"), classname="collapsed"),
        organisation_panel("partners", _("Partners"), _("partner"), classname="collapsed"),
        MultiFieldPanel(
            ["partner_categories", "partners_text"], heading=_("About the partners"), classname="collapsed"
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["support_programme", "support_backed_by"]),
                FieldRowPanel(["support_from_year", "support_until_year"]),
                "support_offers",
            ],
            heading=_("Support programme"),
            classname="collapsed",
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Essentials")),
            ObjectList(story_panels, heading=_("Content")),
            ObjectList(track_panels, heading=_("Tracks")),
            ObjectList(partner_panels, heading=_("Partners")),
            ObjectList(
                [*Gathering.place_panels, *Gathering.registration_panels], heading=_("Place and registration")
            ),
            ObjectList(["deliverables", "report"], heading=_("Documents")),
            ObjectList(BasePage.promote_panels, heading=_("Web address")),
        ]
    )
    search_fields = [
        *Gathering.search_fields,
        index.FilterField("kind"),
    ]

    def required_to_publish(self):
        """A form closes at some moment: at the deadline, or when the period begins."""
        required = super().required_to_publish()
        return [*required, "registration_deadline"] if self.has_form and not self.begins_at else required

    def check_to_publish(self, rows):
        yield from super().check_to_publish(rows)
        begins, ends = self.days()
        if begins and ends and ends < begins:
            yield Problem("period_end", _("The period ends before it begins."))
        low, high = self.sessions_per_track_min, self.sessions_per_track_max
        if low is not None and high is not None and low > high:
            yield Problem("sessions_per_track_max", _("“At most” is less than “at least”."))
        start, end = self.support_from_year, self.support_until_year
        if start and end and start > end:
            yield Problem("support_until_year", _("The support ends before it begins."))

    @classmethod
    def from_serializable_data(cls, data, *args, **kwargs):
        return super().from_serializable_data(with_two_precisions(data), *args, **kwargs)

    def days(self):
        begins, _end_of_start = span_of(self.period_start, self.period_start_precision)
        _start_of_end, ends = span_of(self.period_end, self.period_end_precision)
        return begins, ends

    @property
    def begins_at(self):
        return start_of_period(self.period_start, self.period_start_precision)

    @property
    def parts_to_choose(self):
        if not self.tracks:
            return "none"
        return "several" if self.allow_multiple_tracks else "one"

    def parts(self):
        return tuple(map(part_of_track, self.tracks))

    def part_limits(self, rows):
        return {part.key: part.seats for part in self.parts() if part.key}

    def stored_labels(self):
        stored = type(self)._base_manager.filter(pk=self.pk).first()
        return {part.key: part.label for part in stored.parts()} if stored else {}

    @property
    def over_label(self):
        return _("This trajectory is over")

    @property
    def kicker(self):
        kind = capfirst(self.get_kind_display())
        return ", ".join(part for part in (kind, self.season, self.title_suffix) if part)

    @property
    def guide_names(self):
        return [
            row.organisation.name for row in with_keys(self.guided_by, "organisation") if row.organisation
        ]

    @property
    def sessions_per_track(self):
        """The number of sessions of a track in words; empty if unknown."""
        low, high = self.sessions_per_track_min, self.sessions_per_track_max
        if low and high and low != high:
            return _("%(low)s or %(high)s sessions per track") % {"low": low, "high": high}
        count = low or high
        return ngettext("%d session per track", "%d sessions per track", count) % count if count else ""

    @property
    def support_years(self):
        years = dict.fromkeys(year for year in (self.support_from_year, self.support_until_year) if year)
        return "–".join(map(str, years))

    @property
    def has_course(self):
        return not all(
            map(is_empty, [self.deliverables, self.period_text, self.period_full_text, self.expected_result])
        )

    @cached_property
    def team_rows(self):
        return [member for member in with_keys(self.team, "person", "organisation") if member.current_person]

    def entry_people(self):
        team = [Party(row.current_person.name, row.function_at_time, True) for row in self.team_rows]
        return [*super().entry_people(), *team]

    def entry_occurrences(self):
        return occurrences.of_trajectory(self)

    def structured_data(self):
        return structured_data.trajectory(self)

    @property
    def has_team(self):
        return bool(self.team_rows) or not is_empty(self.partner_categories)

    @property
    def deliverables_before(self):
        return [child.value for child in self.deliverables if child.value.get("when") == "before"]

    @property
    def deliverables_after(self):
        """The documents that are not for beforehand."""
        return [child.value for child in self.deliverables if child.value.get("when") != "before"]

    @cached_property
    def shared_questions(self):
        """The questions that all tracks have in common; empty for a single track."""
        question_sets = [set(map(normalize, track.value.get("questions", []))) for track in self.tracks]
        if len(question_sets) < 2:
            return []
        shared = set.intersection(*question_sets)
        questions = self.tracks[0].value.get("questions", [])
        return [question for question in questions if normalize(question) in shared]

    @cached_property
    def shown_tracks(self):
        """Each track, the questions that it does not share with all others, and what is said of its places."""
        shared = set(map(normalize, self.shared_questions))
        return [
            (
                track.value,
                [
                    question
                    for question in track.value.get("questions", [])
                    if normalize(question) not in shared
                ],
                self.seats_note_of(track.id or ""),
            )
            for track in self.tracks
        ]


def with_two_precisions(content):
    """The content of an old revision, in which both dates shared one precision, in today's shape."""
    if not (shared := content.get("period_precision")):
        return content
    return {"period_start_precision": shared, "period_end_precision": shared, **content}


def normalize(question):
    """The question without differences in spaces and capitals, for comparing."""
    return " ".join(question.split()).casefold()
