"""The blocks of a practice: figures, evaluations, funding, files."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.blocks import DownloadBlock
from fields.dates import is_before, years
from fields.field_blocks import AmountBlock, IntegerBlock, PartialDateBlock, URLBlock
from fields.parsing.dates import FIRST_YEAR, LAST_YEAR, parse_partial_date, written


class YearBlock(IntegerBlock):
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


class FigurePartBlock(blocks.StructBlock):
    """A part of a figure, such as 479 children of 1.313 people."""

    label = blocks.CharBlock(label=_("Which part"), max_length=120, help_text=_("For example: children"))
    value = blocks.CharBlock(label=_("Figure"), max_length=30)


class IndicatorValue(blocks.StructValue):
    @property
    def when(self):
        """The date of counting in words; else the year of the figure."""
        return date_text(self.get("counted_on")) or self.get("year") or ""

    @property
    def published(self):
        return date_text(self.get("published_on"))


class IndicatorBlock(blocks.StructBlock):
    """A figure about the results, now and before. Publishing requires a source."""

    label = blocks.CharBlock(label=_("What it counts"), max_length=160)
    value = blocks.CharBlock(label=_("Figure"), required=False, max_length=30)
    unit = blocks.CharBlock(
        label=_("Unit"), required=False, max_length=40, help_text=_("For example: families")
    )
    baseline = blocks.CharBlock(label=_("Figure before"), required=False, max_length=30)
    year = YearBlock()
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=250)
    counted_on = PartialDateBlock(label=_("Counted on"), required=False)
    published_on = PartialDateBlock(label=_("Published on"), required=False)
    parts = blocks.ListBlock(FigurePartBlock(), label=_("Of which"), default=[])

    class Meta:
        icon = "order"
        label = _("Figure")
        value_class = IndicatorValue
        form_layout = [
            "label",
            "value",
            "unit",
            "baseline",
            "year",
            "source",
            blocks.BlockGroup(
                ["counted_on", "published_on", "parts"],
                heading=_("When it was counted, and its parts"),
                icon="calendar-alt",
                classname="collapsed",
                label_format="",
            ),
        ]

    def clean(self, value):
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            raise_for(dict(self.problems(cleaned)))
        return cleaned

    def problems(self, figure):
        """Pairs of a field and the message of what is wrong with it."""
        if (figure["value"] or figure["baseline"]) and not figure["source"]:
            yield "source", _("Say where this figure comes from.")
        counted, published = (parse_date(figure.get(name)) for name in ("counted_on", "published_on"))
        if counted and counted > timezone.localdate():
            yield "counted_on", _("This date lies in the future.")
        if counted and published and is_before(published, published.precision, counted, counted.precision):
            yield "published_on", _("A figure is published after it was counted.")


def parse_date(text):
    return parse_partial_date(text) if text else None


def date_text(text):
    """The date in words, also for ISO such as 2022-09; text that can't be parsed stays as it is."""
    try:
        return written(parse_date(text)) if text else ""
    except ValidationError:
        return text


def raise_for(problems):
    """Raises the validation error of a StructBlock, unless there are no problems."""
    if problems:
        errors = {name: ValidationError(message) for name, message in problems.items()}
        raise blocks.StructBlockValidationError(errors)


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
        """Whether a reader can look it up."""
        document = self["document"]
        return bool((document and document.is_public) or self["url"])


class EvaluationBlock(blocks.StructBlock):
    """An evaluation of the effect: by whom, when, and its outcome."""

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=EvaluationKind.choices)
    by = blocks.CharBlock(label=_("By whom"), required=False, max_length=160)
    year = YearBlock()
    finding = blocks.TextBlock(label=_("What came out of it"), required=False, max_length=800)
    document = DocumentChooserBlock(label=_("File"), required=False)
    url = URLBlock(label=_("or a web address"), required=False)

    class Meta:
        icon = "glasses"
        label = _("Evaluation")
        value_class = EvaluationValue


class EvaluationsBlock(blocks.StreamBlock):
    """Evaluations of the practice."""

    evaluation = EvaluationBlock()


class FundingValue(blocks.StructValue):
    @property
    def years(self):
        """“2017”, “2017–2019” or “–2019”."""
        return years(self.get("year"), self.get("year_until"))


class FundingBlock(blocks.StructBlock):
    """A source of funding, with the amount in euros and the year or years."""

    source = blocks.CharBlock(label=_("Source"), max_length=160)
    amount = AmountBlock(
        label=_("Amount in euros"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    year = YearBlock(label=_("Year, or from"))
    year_until = YearBlock(label=_("Up to and including"))

    class Meta:
        icon = "plus"
        label = _("Source of funding")
        value_class = FundingValue

    def clean(self, value):
        cleaned = super().clean(value)
        first, last = cleaned.get("year"), cleaned.get("year_until")
        if not self.is_deferred_validation and first and last and last < first:
            raise_for({"year_until": _("The end comes before the beginning.")})
        return cleaned


class FundingSourcesBlock(blocks.StreamBlock):
    """The sources of funding."""

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
    """A file that helps to adopt the practice."""

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=DownloadKind.choices, required=False)

    class Meta:
        icon = "doc-full"
        label = _("File")
        value_class = DownloadValue


class PracticeDownloadsBlock(blocks.StreamBlock):
    """Files to download."""

    download = PracticeDownloadBlock()
