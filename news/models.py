"""The models of news."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms import structured_data as data
from cms.api_fields import EditedFields
from cms.blocks import BodyBlock
from cms.models import (
    BasePage,
    Dates,
    IndexPage,
    OrganisationRole,
    OrganisationRow,
    PageTheme,
    Party,
    PersonRow,
    PracticeRow,
    RelatedPage,
    with_keys,
)
from cms.publishing import Problem
from fields.date_panel import DatePanel
from fields.dates import DateField, DatePrecision, PrecisionField
from listing.related import related_to

from .filters import NewsFilterForm
from .querysets import NewsManager


class NewsIndexPage(IndexPage):
    """The news below this index's section: the whole site's, or one platform's."""

    filter_form = NewsFilterForm
    kind = "news"
    made_with_platform = True
    default_title, default_slug = _("News"), "nieuws"
    parent_page_types = ["home.HomePage", "platforms.PlatformPage"]
    subpage_types = ["news.NewsPage"]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")


class Decision(Orderable):
    """A decision of a body, with date and place. Seed 000 has two, one with a date without year."""

    page = ParentalKey("news.NewsPage", on_delete=models.CASCADE, related_name="decisions")
    date = DateField(_("date"), precision="date_precision", null=True, blank=True)
    date_precision = PrecisionField(default=DatePrecision.DAY)
    place = models.CharField(_("place"), max_length=120, blank=True)
    body = models.CharField(_("who decided"), max_length=200, blank=True)
    text = models.TextField(_("what was decided"), blank=True)
    document = models.ForeignKey(
        "cms.CustomDocument",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [DatePanel("date"), "place", "body", "text", "document"]
    api_fields = EditedFields()
    filled_by = "text"

    class Meta(Orderable.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    @property
    def known_day(self):
        """The date in ISO 8601, as precise as it is known: 2021-10."""
        return data.cut(self.date, self.date_precision)


class NewsOrganisation(OrganisationRow):
    """An organisation in the news, with its role."""

    page = ParentalKey("news.NewsPage", on_delete=models.CASCADE, related_name="organisations")
    role = models.CharField(_("role"), max_length=10, choices=OrganisationRole, blank=True)

    panels = [FieldRowPanel(["organisation", "role"])]

    class Meta(OrganisationRow.Meta):
        verbose_name = _("organisation involved")
        verbose_name_plural = _("organisations involved")


class NewsPerson(PersonRow):
    """A person in the news."""

    page = ParentalKey("news.NewsPage", on_delete=models.CASCADE, related_name="people")

    class Meta(PersonRow.Meta):
        verbose_name = _("person in this news")
        verbose_name_plural = _("people in this news")


class NewsTrajectory(Orderable):
    """A trajectory that the news is about."""

    page = ParentalKey("news.NewsPage", on_delete=models.CASCADE, related_name="related_trajectories")
    trajectory = models.ForeignKey(
        "events.TrajectoryPage",
        verbose_name=_("trajectory"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = ["trajectory"]
    api_fields = EditedFields()
    filled_by = "trajectory"

    class Meta(Orderable.Meta):
        verbose_name = _("related trajectory")
        verbose_name_plural = _("related trajectories")


class NewsPractice(PracticeRow):
    """A practice that the news is about."""

    page = ParentalKey("news.NewsPage", on_delete=models.CASCADE, related_name="related_practices")

    class Meta(PracticeRow.Meta):
        verbose_name = _("related practice")
        verbose_name_plural = _("related practices")


class Correction(Orderable):
    """A correction of an earlier version, shown on the page."""

    page = ParentalKey("news.NewsPage", on_delete=models.CASCADE, related_name="corrections")
    date = DateField(_("date"), null=True, blank=True)
    text = models.TextField(_("correction"), blank=True)

    panels = ["date", "text"]
    api_fields = EditedFields()
    filled_by = "text"

    class Meta(Orderable.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")


def paragraphs_about(page) -> str:
    """What the page is about in rich text: its summary, and day, place and title as a link to it."""
    facts = ", ".join(str(fact) for fact in (page.entry_day(), page.entry_place()) if fact)
    summary = format_html("<p>{}</p>", page.search_description) if page.search_description else ""
    link = format_html('<a linktype="page" id="{}">{}</a>', page.pk, page.get_admin_display_title())
    return format_html("{}<p>{}{}</p>", summary, f"{facts}: " if facts else "", link)


class NewsPage(BasePage):
    """A news item. Seed 000: no author, a name under the text, two decisions, a quote."""

    class BylineRole(models.TextChoices):
        AUTHOR = "author", _("author")
        PHOTOGRAPHER = "photographer", _("photographer")
        TRANSLATOR = "translator", _("translator")

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types = []
    handbook_section = "een-nieuwsbericht-schrijven"
    entry_rows = ("people__person", "organisations__organisation")
    data_rows = ("corrections",)
    open_graph_type = "article"

    publication_date = DateField(_("published on"), default=timezone.localdate, null=True, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    author = models.CharField(_("author"), max_length=120, blank=True)
    byline = models.CharField(_("name under the text"), max_length=120, blank=True)
    byline_role = models.CharField(
        _("role of that name"),
        max_length=12,
        choices=BylineRole,
        blank=True,
        help_text=_("Leave empty if you don't know."),
    )
    region = models.ForeignKey(
        "cms.Region",
        verbose_name=_("reference region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Leave empty to take over the region of the platform."),
    )
    region_name = models.CharField(
        _("name of the region"), max_length=120, blank=True, help_text=_("As people call it there.")
    )
    featured_until = DateField(_("featured until"), null=True, blank=True)

    objects = NewsManager()

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    content_panels = [
        *BasePage.content_panels,
        "publication_date",
        BasePage.picture_panel,
        "body",
        MultiFieldPanel(
            ["author", FieldRowPanel(["byline", "byline_role"])],
            heading=_("Who wrote it"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldRowPanel(["region", "region_name"])], heading=_("Region"), classname="collapsed"
        ),
        InlinePanel("decisions", heading=_("Decisions"), label=_("decision"), classname="collapsed"),
        InlinePanel(
            "organisations",
            heading=_("Organisations involved"),
            label=_("organisation"),
            classname="collapsed",
        ),
        InlinePanel("people", heading=_("People in this news"), label=_("person"), classname="collapsed"),
        MultipleChooserPanel(
            "related_trajectories",
            chooser_field_name="trajectory",
            heading=_("Related trajectories"),
            label=_("trajectory"),
            classname="collapsed",
        ),
        MultipleChooserPanel(
            "related_practices",
            chooser_field_name="practice",
            heading=_("Related practices"),
            label=_("practice"),
            classname="collapsed",
        ),
        BasePage.footnote_panel,
        BasePage.related_panel,
        InlinePanel("corrections", heading=_("Corrections"), label=_("correction"), classname="collapsed"),
    ]
    promote_panels = [*BasePage.promote_panels, FieldPanel("featured_until")]
    search_fields = [
        *BasePage.search_fields,
        index.FilterField("publication_date"),
    ]

    def required_to_publish(self):
        return [*super().required_to_publish(), "publication_date", "body"]

    def check_to_publish(self, rows):
        yield from super().check_to_publish(rows)
        public_from = timezone.localdate(max(self.go_live_at or timezone.now(), timezone.now()))
        if self.publication_date and self.publication_date > public_from:
            yield Problem(
                "publication_date",
                _("This date lies in the future. To publish later, set a time under “Status”."),
            )
        for decision in rows("decisions"):
            if decision.text and not decision.date:
                yield Problem("date", _("When was this decided?"), decision)

    def propose_about(self, subject):
        """Its themes and organisations, a link to it, and a first paragraph of what, when and where."""
        self.page_themes = [PageTheme(theme=theme) for theme in subject.themes]
        self.organisations = [NewsOrganisation(organisation=each) for each in subject.leading_organisations]
        self.body = [("paragraph", paragraphs_about(subject))]
        for relation, row in (
            ("related_practices", NewsPractice()),
            ("related_trajectories", NewsTrajectory()),
        ):
            field = row._meta.get_field(row.filled_by)
            if isinstance(subject, field.related_model):
                setattr(row, field.name, subject)
                setattr(self, relation, [row])
                return
        self.related_pages = [RelatedPage(related=subject)]

    @cached_property
    def decision_rows(self):
        return with_keys(self.decisions, "document")

    @cached_property
    def people_rows(self):
        return with_keys(self.people, "person")

    @cached_property
    def organisation_rows(self):
        return with_keys(self.organisations, "organisation")

    @cached_property
    def trajectories(self):
        return self.listed_targets(self.related_trajectories, "trajectory")

    @cached_property
    def practices(self):
        return self.listed_targets(self.related_practices, "practice")

    @cached_property
    def related(self):
        return related_to(self)

    @property
    def linked_pages(self):
        return [*super().linked_pages, *self.trajectories, *self.practices]

    @property
    def author_name(self):
        """The author; a byline counts only with the role of author, as it may be the photographer's."""
        return self.author or (self.byline if self.byline_role == self.BylineRole.AUTHOR else "")

    def entry_dates(self):
        """Published on `publication_date`, with the time of first publishing if that was the same day."""
        dates, day = super().entry_dates(), self.publication_date
        if day is None or (dates.published and timezone.localdate(dates.published) == day):
            return dates
        begin = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
        return Dates(begin, dates.updated)

    def entry_day(self):
        return date_format(self.publication_date) if self.publication_date else ""

    def entry_place(self):
        return self.region_name or (self.display_region.name if self.display_region else "")

    def entry_people(self):
        author = (
            [Party(self.author_name, self.BylineRole.AUTHOR.label, True, True)] if self.author_name else []
        )
        people = [
            Party(row.current_person.name, row.function_at_time, True)
            for row in self.people_rows
            if row.current_person
        ]
        organisations = [
            Party(row.organisation.name, row.get_role_display())
            for row in self.organisation_rows
            if row.organisation
        ]
        return [*author, *people, *organisations]

    def structured_data(self):
        corrections = [
            data.filled(type="CorrectionComment", text=row.text, datePublished=data.stamp(row.date))
            for row in self.corrections.all()
            if row.text
        ]
        organisations = [
            data.organisation(row.organisation) for row in self.organisation_rows if row.organisation
        ]
        return self.work_data(
            type="NewsArticle",
            headline=self.title,
            author={"@type": "Person", "name": self.author_name} if self.author_name else None,
            contentLocation=data.region_area(self.display_region) if self.display_region else None,
            mentions=[*data.people(self.people_rows), *organisations],
            correction=corrections,
        )
