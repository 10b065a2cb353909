"""The blocks of registering: a page's own questions, who is told of registrations, prices, what cancelling costs."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from fields.field_blocks import AmountBlock, DateBlock, IntegerBlock

MOST_QUESTIONS = 5
MOST_OPTIONS = 20
MOST_RECIPIENTS = 10
MOST_CHARGES = 6


class OwnQuestionBlock(blocks.StructBlock):
    """A question that only this page asks. With options one of them is chosen, without them a line is typed."""

    text = blocks.CharBlock(label=_("Question"), max_length=200)
    options = blocks.ListBlock(
        blocks.CharBlock(label=_("Answer"), max_length=120),
        label=_("Answers to choose from"),
        default=[],
        max_num=MOST_OPTIONS,
        help_text=_("Leave empty for an answer that people type themselves."),
    )
    is_required = blocks.BooleanBlock(label=_("Everybody has to answer this"), required=False)
    help_text = blocks.CharBlock(label=_("Explanation below the question"), required=False, max_length=200)

    class Meta:
        icon = "help"
        label = _("Question")
        label_format = "{text}"

    def clean(self, value):
        cleaned = super().clean(value)
        options = [" ".join(option.split()).casefold() for option in cleaned.get("options") or []]
        if self.is_deferred_validation or not options:
            return cleaned
        if len(options) == 1:
            message = _("With one answer there is nothing to choose: add another, or take it away.")
            raise StructBlockValidationError({"options": ValidationError(message)})
        if len(set(options)) < len(options):
            raise StructBlockValidationError({"options": ValidationError(_("Two answers are the same."))})
        return cleaned


class OwnQuestionsBlock(blocks.StreamBlock):
    """The questions that only this page asks."""

    question = OwnQuestionBlock()

    class Meta:
        max_num = MOST_QUESTIONS


class RecipientsBlock(blocks.StreamBlock):
    """The e-mail addresses that are told of new registrations. No public page shows them."""

    address = blocks.EmailBlock(label=_("E-mail address"), icon="mail")

    class Meta:
        max_num = MOST_RECIPIENTS


class ChargeBlock(blocks.StructBlock):
    """What cancelling costs up to and including a day."""

    until = DateBlock(label=_("Up to and including"))
    percent = IntegerBlock(label=_("Percentage of the price"), min_value=0, max_value=100)

    class Meta:
        icon = "date"
        label = _("Step")
        label_format = "{until} {percent}%"


class ChargesBlock(blocks.StreamBlock):
    """The steps in which cancelling becomes dearer, in the order of the days."""

    charge = ChargeBlock()

    class Meta:
        max_num = MOST_CHARGES


class PriceTierBlock(blocks.StructBlock):
    """Another price, with its condition."""

    label = blocks.CharBlock(label=_("Name"), max_length=120)
    amount = AmountBlock(label=_("Amount"), min_value=0, max_digits=8, decimal_places=2)
    condition = blocks.CharBlock(label=_("Condition"), required=False, max_length=200)

    class Meta:
        icon = "tag"
        label = _("Price")


class PriceTiersBlock(blocks.StreamBlock):
    """Prices beside the regular one."""

    tier = PriceTierBlock()
