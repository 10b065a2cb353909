"""The blocks of statements."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class Reason(models.TextChoices):
    """Why content may be less accessible (directive (EU) 2016/2102, article 5; decision (EU) 2018/1523)."""

    NON_COMPLIANCE = "non_compliance", _("it does not meet the rules yet")
    BURDEN = "burden", _("it would be a disproportionate burden")
    SCOPE = "scope", _("the law does not ask it")


class LegalBasis(models.TextChoices):
    """The legal basis to process personal data (GDPR, article 6.1)."""

    NONE = "none", _("no personal data")
    CONSENT = "consent", _("your consent (article 6.1.a)")
    CONTRACT = "contract", _("an agreement with you (article 6.1.b)")
    LAW = "law", _("a legal duty (article 6.1.c)")
    PUBLIC_TASK = "public_task", _("a task of general interest (article 6.1.e)")
    INTEREST = "interest", _("a legitimate interest (article 6.1.f)")


class ExceptionValue(blocks.StructValue):
    @property
    def reason_label(self):
        return Reason(self["reason"]).label if self.get("reason") else ""


class ExceptionBlock(blocks.StructBlock):
    """Content that is not accessible, with the reason and an alternative."""

    what = blocks.CharBlock(label=_("What is not accessible"), max_length=250)
    reason = blocks.ChoiceBlock(label=_("Why"), choices=Reason.choices)
    explanation = blocks.TextBlock(label=_("Explanation"), required=False, max_length=600)
    alternative = blocks.CharBlock(label=_("What to do instead"), required=False, max_length=250)

    class Meta:
        icon = "warning"
        label = _("Not accessible")
        value_class = ExceptionValue


class ExceptionsBlock(blocks.StreamBlock):
    """All content that is not accessible."""

    exception = ExceptionBlock()


class ProcessingValue(blocks.StructValue):
    @property
    def basis_label(self):
        return LegalBasis(self["basis"]).label if self.get("basis") else ""


class ProcessingBlock(blocks.StructBlock):
    """A use of personal data: purpose, data, legal basis and retention."""

    purpose = blocks.CharBlock(label=_("What for"), max_length=160)
    data = blocks.TextBlock(label=_("Which data"), max_length=600)
    basis = blocks.ChoiceBlock(label=_("Legal basis"), choices=LegalBasis.choices)
    kept = blocks.CharBlock(label=_("Kept for"), max_length=250)
    recipients = blocks.CharBlock(label=_("Who else gets them"), required=False, max_length=250)

    class Meta:
        icon = "key"
        label = _("Use of data")
        value_class = ProcessingValue


class ProcessingsBlock(blocks.StreamBlock):
    """All uses of data."""

    processing = ProcessingBlock()
