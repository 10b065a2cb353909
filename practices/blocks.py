"""The lists of a practice that are only shown: figures, evaluations, funding, files."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.blocks import DownloadBlock

FIRST_YEAR, LAST_YEAR = 1900, 2100


class YearBlock(blocks.IntegerBlock):
    """A year in four digits."""

    def __init__(self, **kwargs):
        super().__init__(
            **{
                "label": _("Year"),
                "required": False,
                "min_value": FIRST_YEAR,
                "max_value": LAST_YEAR,
                **kwargs,
            }
        )


class IndicatorBlock(blocks.StructBlock):
    """A figure about the results, now and before. A figure without a source is not published."""

    label = blocks.CharBlock(label=_("What it counts"), max_length=160)
    value = blocks.CharBlock(label=_("Figure"), required=False, max_length=30)
    unit = blocks.CharBlock(
        label=_("Unit"), required=False, max_length=40, help_text=_("For example: families")
    )
    baseline = blocks.CharBlock(label=_("Figure before"), required=False, max_length=30)
    year = YearBlock()
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=250)

    class Meta:
        icon = "order"
        label = _("Figure")

    def clean(self, value):
        cleaned = super().clean(value)
        has_figure = cleaned["value"] or cleaned["baseline"]
        if not self.is_deferred_validation and has_figure and not cleaned["source"]:
            message = _("Say where this figure comes from.")
            raise blocks.StructBlockValidationError({"source": ValidationError(message)})
        return cleaned


class IndicatorsBlock(blocks.StreamBlock):
    """Figures, each with its source."""

    indicator = IndicatorBlock()


class EvaluationKind(models.TextChoices):
    SELF = "self", _("self-evaluation")
    EXTERNAL = "external", _("external evaluation")
    SCIENTIFIC = "scientific", _("scientific research")


class EvaluationValue(blocks.StructValue):
    @property
    def kind_label(self):
        return dict(EvaluationKind.choices).get(self["kind"], "")

    @property
    def is_documented(self):
        """Can a reader look it up?"""
        return bool(self["document"] or self["url"])


class EvaluationBlock(blocks.StructBlock):
    """Who looked into the effect of the practice, when, and what they found."""

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=EvaluationKind.choices)
    by = blocks.CharBlock(label=_("By whom"), required=False, max_length=160)
    year = YearBlock()
    finding = blocks.TextBlock(label=_("What came out of it"), required=False, max_length=800)
    document = DocumentChooserBlock(label=_("File"), required=False)
    url = blocks.URLBlock(label=_("or a web address"), required=False)

    class Meta:
        icon = "glasses"
        label = _("Evaluation")
        value_class = EvaluationValue


class EvaluationsBlock(blocks.StreamBlock):
    """Evaluations of the practice."""

    evaluation = EvaluationBlock()


class FundingBlock(blocks.StructBlock):
    """Who pays, how much (euros) and when."""

    source = blocks.CharBlock(label=_("Source"), max_length=160)
    amount = blocks.DecimalBlock(
        label=_("Amount in euros"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    year = YearBlock()

    class Meta:
        icon = "plus"
        label = _("Source of funding")


class FundingSourcesBlock(blocks.StreamBlock):
    """Where the money comes from."""

    funding = FundingBlock()


class DownloadKind(models.TextChoices):
    MANUAL = "manual", _("manual")
    TEMPLATE = "template", _("template")
    EVALUATION = "evaluation", _("evaluation")
    PRESENTATION = "presentation", _("presentation")


class DownloadValue(blocks.StructValue):
    @property
    def kind_label(self):
        return dict(DownloadKind.choices).get(self["kind"], "")


class PracticeDownloadBlock(DownloadBlock):
    """A file that helps to take the practice over."""

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=DownloadKind.choices, required=False)

    class Meta:
        icon = "doc-full"
        label = _("File")
        value_class = DownloadValue


class PracticeDownloadsBlock(blocks.StreamBlock):
    """Files to download."""

    download = PracticeDownloadBlock()
