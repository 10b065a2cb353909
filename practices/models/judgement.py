from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel

from cms.permissions import is_reviewer
from fields.contact import WebsiteField
from fields.date_panel import DatePanel
from fields.dates import DateField, DatePrecision, PrecisionField
from practices.choices import Assessment, Evidence

# The fields of a judgement, as revisions name them.
JUDGEMENT = (
    "evidence_judged_level",
    "evidence_judged_by",
    "evidence_judged_on",
    "evidence_judged_on_precision",
    "evidence_criteria",
    "evidence_criteria_url",
)


class JudgementMixin(models.Model):
    """Who judged the evidence of the page: on which level, when and by which criteria. Must precede `Page`.

    Only reviewers set it. The form leaves the fields out for teams (`reviewer_fields`), `save_revision` keeps what
    stood there, so that no restored revision brings a judgement back or drops it, and a copy is not judged.
    A judgement is about a level: when a team chooses another level, it is an assessment of its own again.
    """

    reviewer_fields = JUDGEMENT

    evidence_judged_level = models.PositiveSmallIntegerField(
        _("judged as"), choices=Evidence, null=True, blank=True
    )
    evidence_judged_by = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("judged by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("A body outside the team that made the practice. Empty: the team’s own assessment."),
    )
    evidence_judged_on = DateField(
        _("judged on"), precision="evidence_judged_on_precision", null=True, blank=True
    )
    evidence_judged_on_precision = PrecisionField(
        default=DatePrecision.DAY, db_default=DatePrecision.DAY.value
    )
    evidence_criteria = models.CharField(
        _("by which criteria"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text=_("For example: two readers, with the checklist of 2024"),
    )
    evidence_criteria_url = WebsiteField(
        _("web address of the criteria"), blank=True, default="", db_default=""
    )

    class Meta:
        abstract = True

    judgement_panels = [
        HelpPanel(template="practices/judgement_note.html"),
        MultiFieldPanel(
            [
                FieldRowPanel(["evidence_judged_level", "evidence_judged_by"]),
                DatePanel("evidence_judged_on"),
                FieldPanel("evidence_criteria"),
                FieldPanel("evidence_criteria_url"),
            ],
            heading=_("Who judged the evidence"),
        ),
    ]

    def save(self, *args, **kwargs):
        if self._state.adding and self.alias_of_id:
            self.take_judgement_of(self.alias_of.specific)
        return super().save(*args, **kwargs)

    def save_revision(self, user=None, *args, **kwargs):
        if user and not is_reviewer(user):
            stored = type(self).objects.get(pk=self.pk)
            self.take_judgement_of(stored.get_latest_revision_as_object())
        return super().save_revision(user, *args, **kwargs)

    def take_judgement_of(self, page):
        for name in JUDGEMENT:
            setattr(self, name, getattr(page, name))

    @property
    def assessment(self) -> Assessment | None:
        """Whether others judged the level that it has; None without a level."""
        return Assessment.of(
            self.evidence_level,
            self.evidence_judged_level,
            self.evidence_judged_by_id,
            self.evidence_judged_on,
        )

    @property
    def is_judged(self):
        return self.assessment == Assessment.INDEPENDENT

    @property
    def judged_level(self) -> Evidence | None:
        """The level of a complete judgement, which need not be the level that the page has by now."""
        is_complete = self.evidence_judged_by_id and self.evidence_judged_on
        level = self.evidence_judged_level if is_complete else None
        return None if level is None else Evidence(level)

    @cached_property
    def judge_name(self):
        """The name of the organisation that judged the evidence; empty without a complete judgement."""
        return self.evidence_judged_by.name if self.judged_level is not None else ""
