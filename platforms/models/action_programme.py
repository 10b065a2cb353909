import re
from collections import Counter
from typing import NamedTuple

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
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
from wagtail.models import Orderable
from wagtail.search import index

from cms.api_fields import EditedFields
from cms.blocks import TEXT_FEATURES
from cms.models import BasePage, LegalReferenceRow, with_keys
from cms.models.base import MOST_THEMES
from cms.publishing import Problem
from fields.dates import YearField
from platforms.blocks import PartsBlock
from platforms.querysets import ActionProgrammeManager

from . import structured_data
from .coordinator import MOST_CARDS, listed_coordinators
from .footnotes import notes_by_section
from .rows import years_between

FIRST_YEAR, LAST_YEAR = 1970, 2100
MAX_PERIOD = 20  # years
MAX_CYCLE = 10  # years
YEAR = re.compile(r"\d{4}")
YEAR_LIST = re.compile(r"\s*\d{4}(?:\s*[,;]\s*\d{4})*\s*")


class ProgrammeBasis(LegalReferenceRow):
    """A basis of the programme, such as Flemish policy priorities in a circular (seed 002)."""

    page = ParentalKey("platforms.ActionProgrammePage", on_delete=models.CASCADE, related_name="based_on")
    text = models.CharField(_("text"), max_length=250, blank=True)
    period = models.CharField(_("period"), max_length=40, blank=True)

    panels = ["text", FieldRowPanel(["legal_reference", "period"])]
    filled_by = "text"

    class Meta(LegalReferenceRow.Meta):
        verbose_name = _("based on")
        verbose_name_plural = _("based on")


class Action(Orderable):
    """An action of the programme. Its priority years decide which yearly programmes select it."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")

    page = ParentalKey("platforms.ActionProgrammePage", on_delete=models.CASCADE, related_name="actions")
    part = models.PositiveSmallIntegerField(
        _("part"), null=True, blank=True, help_text=_("The number of the part it belongs to.")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    theme = models.ForeignKey(
        "cms.Theme",
        verbose_name=_("theme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lead = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("lead"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    partners = models.CharField(_("partners"), max_length=250, blank=True)
    status = models.CharField(_("state"), max_length=8, choices=Status, blank=True)
    year_from = YearField(_("from"), null=True, blank=True, help_text=_("A year."))
    year_to = YearField(_("up to and including"), null=True, blank=True)
    indicator = models.CharField(_("indicator"), max_length=250, blank=True)
    result = models.TextField(_("result"), blank=True)
    priority_years = models.CharField(
        _("priority in"),
        max_length=120,
        blank=True,
        help_text=_(
            "The years that select this action, for example: 2026, 2027. The list per year follows from it."
        ),
    )

    panels = [
        "title",
        FieldRowPanel(["part", "status"]),
        FieldRowPanel(["theme", "lead"]),
        "partners",
        FieldRowPanel(["year_from", "year_to", "priority_years"]),
        FieldRowPanel(["indicator", "result"]),
    ]
    api_fields = EditedFields()
    filled_by = "title"

    class Meta(Orderable.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")

    @property
    def period(self):
        return years_between(self.year_from, self.year_to)

    @property
    def facts(self):
        """The filled-in facts, as `(label, value)`."""
        facts = [
            (_("Belongs to"), self.page.part_in_words(self.part)),
            (_("Theme"), self.theme),
            (_("Lead"), self.lead),
            (_("Partners"), self.partners),
            (_("Period"), self.period),
            (_("Priority in"), self.priority_years),
            (_("Indicator"), self.indicator),
            (_("Result"), self.result),
        ]
        return [(label, value) for label, value in facts if value]

    @property
    def selected_in(self):
        """The years in which this action has priority."""
        return {int(year) for year in YEAR.findall(self.priority_years)}

    def problems(self, programme):
        if self.year_from and self.year_to and self.year_to < self.year_from:
            yield Problem("year_to", _("The last year comes before the first."), self)
        for name in ("year_from", "year_to"):
            if not programme.covers(getattr(self, name)):
                yield Problem(name, programme.outside_message(), self)
        if self.priority_years and not YEAR_LIST.fullmatch(self.priority_years):
            yield Problem("priority_years", _("Write years, with commas between them: 2026, 2027."), self)
        elif not all(programme.covers(year) for year in self.selected_in):
            yield Problem("priority_years", programme.outside_message(), self)
        if self.part is not None and not 1 <= self.part <= len(programme.parts):
            yield Problem("part", _("There is no part with this number."), self)


class YearlyProgramme(Orderable):
    """The introduction and document of one year; the actions name the years that select them."""

    page = ParentalKey(
        "platforms.ActionProgrammePage", on_delete=models.CASCADE, related_name="yearly_programmes"
    )
    year = YearField(_("year"), null=True, blank=True)
    intro = models.TextField(_("introduction"), blank=True)
    document = models.ForeignKey(
        "cms.CustomDocument",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = ["year", "intro", "document"]
    api_fields = EditedFields()
    filled_by = "year"

    class Meta(Orderable.Meta):
        verbose_name = _("yearly programme")
        verbose_name_plural = _("yearly programmes")


class ProgrammeYear(NamedTuple):
    """One year of a programme, with its yearly programme, if any, and the actions it selects."""

    year: int
    programme: YearlyProgramme | None
    actions: list

    @property
    def is_empty(self):
        return not self.actions and not (self.programme and (self.programme.intro or self.programme.document))


class ActionProgrammePage(BasePage):
    """A regional social action programme of a platform, for a period of years. Seed 002."""

    NOTE_FIELDS_BY_SECTION = {"programme": ["description"], "parts": ["parts"], "years": ["yearly_intro"]}

    parent_page_types = ["platforms.PlatformPage"]
    subpage_types = []
    handbook_section = "een-actieprogramma-maken"
    story = ("description", "yearly_intro")

    period_start = YearField(_("first year"), null=True, blank=True)
    period_end = YearField(_("last year"), null=True, blank=True)
    is_open_ended = models.BooleanField(
        _("runs on, without a last year"),
        default=False,
        help_text=_("The page then says “since” the first year."),
    )
    cycle_years = models.PositiveSmallIntegerField(
        _("cycle in years"), null=True, blank=True, help_text=_("How often a new programme is made.")
    )
    description = RichTextField(_("description"), blank=True, features=TEXT_FEATURES)
    partners_take_lead = models.BooleanField(_("partners take the lead on actions too"), default=False)
    document = models.ForeignKey(
        "cms.CustomDocument",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    parts_name = models.CharField(
        _("what you call the parts"),
        max_length=40,
        blank=True,
        help_text=_(
            "For example: lines of action, ambitions, pillars. Without a title, this word stands above them."
        ),
    )
    parts_heading = models.CharField(_("heading above the parts"), max_length=120, blank=True)
    parts_intro = models.CharField(_("words before the parts"), max_length=250, blank=True)
    parts = StreamField(PartsBlock(), verbose_name=_("parts"), blank=True)
    yearly_intro = RichTextField(_("words with the years"), blank=True, features=TEXT_FEATURES)

    objects = ActionProgrammeManager()

    class Meta:
        verbose_name = _("action programme")
        verbose_name_plural = _("action programmes")

    content_panels = [
        BasePage.title_panel,
        BasePage.summary_panel,
        FieldRowPanel(["period_start", "period_end"]),
        FieldRowPanel(["is_open_ended", "cycle_years"]),
        "description",
        MultipleChooserPanel(
            "page_themes",
            chooser_field_name="theme",
            heading=_("Policy domains"),
            label=_("policy domain"),
            max_num=MOST_THEMES,
        ),
        "document",
        MultiFieldPanel(
            ["partners_take_lead", InlinePanel("based_on", heading=_("Based on"), label=_("source"))],
            heading=_("Background"),
            classname="collapsed",
        ),
        BasePage.picture_panel,
        BasePage.footnote_panel,
        BasePage.related_panel,
    ]
    action_panels = [
        MultiFieldPanel(
            ["parts_name", "parts_heading", "parts_intro", FieldPanel("parts")],
            heading=_("Parts"),
            classname="collapsed",
        ),
        InlinePanel("actions", heading=_("Actions"), label=_("action"), classname="collapsed"),
    ]
    year_panels = [
        "yearly_intro",
        InlinePanel(
            "yearly_programmes", heading=_("Yearly programmes"), label=_("year"), classname="collapsed"
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Programme")),
            ObjectList(action_panels, heading=_("Parts and actions")),
            ObjectList(year_panels, heading=_("Year by year")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
        ]
    )
    search_fields = [
        *BasePage.search_fields,
        index.FilterField("period_start"),
        index.FilterField("period_end"),
    ]

    def required_to_publish(self):
        last = [] if self.is_open_ended else ["period_end"]
        return ["search_description", "period_start", *last, "description"]

    def check_to_publish(self, rows):
        yield from super().check_to_publish(rows)
        yield from self._period_problems()
        for action in rows("actions"):
            yield from action.problems(self)
        yield from self._year_problems(rows("yearly_programmes"))

    def _period_problems(self):
        for name in ("period_start", "period_end"):
            year = getattr(self, name)
            if year and not FIRST_YEAR <= year <= LAST_YEAR:
                message = _("Fill in a year between %(first)s and %(last)s.")
                yield Problem(name, message % {"first": FIRST_YEAR, "last": LAST_YEAR})
        if self.is_open_ended and self.period_end:
            yield Problem(
                "period_end", _("A programme that runs on has no last year. Fill in one of the two.")
            )
        elif self.period_start and self.period_end:
            if self.period_end < self.period_start:
                yield Problem("period_end", _("The last year comes before the first."))
            elif self.period_end - self.period_start >= MAX_PERIOD:
                yield Problem("period_end", _("A programme runs for %s years at most.") % MAX_PERIOD)
        if self.cycle_years is not None and not 1 <= self.cycle_years <= MAX_CYCLE:
            yield Problem("cycle_years", _("Fill in a number from 1 to %s.") % MAX_CYCLE)

    def _year_problems(self, programmes):
        counts = Counter(row.year for row in programmes)
        for row in programmes:
            if row.year is None:
                yield Problem("year", _("Which year is this?"), row)
            elif not self.covers(row.year):
                yield Problem("year", self.outside_message(), row)
            elif counts[row.year] > 1:
                yield Problem("year", _("This year is in the list twice."), row)

    def covers(self, year):
        """Whether the year lies in the period; True for no year, and for a bound that is not filled in."""
        if not year:
            return True
        return (self.period_start or year) <= year <= (self.period_end or LAST_YEAR)

    def outside_message(self):
        return _("This year lies outside the period of the programme (%s).") % self.period

    @property
    def period(self):
        return years_between(self.period_start, self.period_end)

    @property
    def period_beside_title(self):
        """The period, or empty if the title has its first year."""
        return "" if self.period_start and str(self.period_start) in self.title else self.period

    @cached_property
    def years(self):
        """The years with the actions that each selects, computed from the actions.

        All years of the period; of an open-ended programme the years that are not empty.
        """
        programmes = {row.year: row for row in with_keys(self.yearly_programmes, "document") if row.year}
        priority_years = set().union(*(action.selected_in for action in self.action_rows))
        open_years = sorted(priority_years | programmes.keys())
        years = [
            ProgrammeYear(
                year,
                programmes.get(year),
                [action for action in self.action_rows if year in action.selected_in],
            )
            for year in (open_years if self.is_open_ended else self._years_of_period())
        ]
        return [year for year in years if not year.is_empty] if self.is_open_ended else years

    def _years_of_period(self):
        if not self.period_start or not self.period_end:
            return []
        return range(self.period_start, min(self.period_end, self.period_start + MAX_PERIOD - 1) + 1)

    def part_in_words(self, number):
        """The number and title of a part, “2. Warm wonen”; empty if there is no such part."""
        if not number or number > len(self.parts):
            return ""
        return ". ".join(filter(None, [str(number), self.parts[number - 1].value["title"]]))

    @cached_property
    def action_rows(self):
        return [row for row in with_keys(self.actions, "theme", "lead") if row.title]

    @cached_property
    def basis_rows(self):
        return [row for row in with_keys(self.based_on, "legal_reference") if row.text or row.legal_reference]

    @cached_property
    def contacts(self):
        """The coordinators of its platform, whom readers may call about it."""
        return listed_coordinators(paths=[self.section.path])[:MOST_CARDS] if self.section else []

    @cached_property
    def margin_notes(self):
        return notes_by_section(self, self.NOTE_FIELDS_BY_SECTION)

    def structured_data(self):
        return structured_data.programme(self)
