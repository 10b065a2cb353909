"""The statements that the law requires; the footer always links to them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from cms.blocks import TEXT_FEATURES
from cms.models import BasePage
from cms.publishing import Problem
from fields.contact import WebsiteField
from fields.dates import DateField
from home.blocks import ExceptionsBlock, ProcessingsBlock


class Statement(BasePage):
    """A statement of the publisher, whose name and address come from the settings of the site."""

    is_statement = True
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        abstract = True


class AccessibilityStatementPage(Statement):
    """How accessible the site is, after the model of decision (EU) 2018/1523."""

    class Status(models.TextChoices):
        FULL = "full", _("fully accessible")
        PARTIAL = "partial", _("partly accessible")
        NONE = "none", _("not accessible")

    class Method(models.TextChoices):
        SELF = "self", _("by ourselves")
        THIRD_PARTY = "third_party", _("by an independent party")

    story = ("method_text", "feedback_text")

    status = models.CharField(_("how accessible"), max_length=8, choices=Status, blank=True)
    standard = models.CharField(
        _("measured by"), max_length=120, blank=True, help_text=_("For example: WCAG 2.2, level AA.")
    )
    exceptions = StreamField(ExceptionsBlock(), verbose_name=_("not accessible"), blank=True)
    prepared_on = DateField(_("statement drawn up on"), null=True, blank=True)
    method = models.CharField(_("who tested"), max_length=12, choices=Method, blank=True)
    assessed_by = models.CharField(_("name of the independent party"), max_length=120, blank=True)
    method_text = RichTextField(
        _("how it was tested"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("Which pages, with what, by whom. Also what was not tested."),
    )
    report_url = WebsiteField(_("address of the test report"), blank=True)
    feedback_text = RichTextField(
        _("how to tell you of a problem"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("Your e-mail address and phone number follow by themselves."),
    )
    answer_days = models.PositiveSmallIntegerField(_("you answer within (days)"), null=True, blank=True)
    enforcement_name = models.CharField(_("who handles complaints"), max_length=120, blank=True)
    enforcement_url = WebsiteField(_("website for complaints"), blank=True)

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")

    content_panels = [
        BasePage.title_panel,
        BasePage.summary_panel,
        FieldRowPanel(["status", "standard"]),
        "exceptions",
        MultiFieldPanel(
            [
                FieldRowPanel(["prepared_on", "reviewed_on"]),
                FieldRowPanel(["method", "assessed_by"]),
                "method_text",
                "report_url",
            ],
            heading=_("How it was tested"),
        ),
        MultiFieldPanel(["feedback_text", "answer_days"], heading=_("Telling you of a problem")),
        MultiFieldPanel([FieldRowPanel(["enforcement_name", "enforcement_url"])], heading=_("Complaints")),
    ]

    def required_to_publish(self):
        required = ["search_description", "status", "standard", "prepared_on", "method", "method_text"]
        if self.status in (self.Status.PARTIAL, self.Status.NONE):
            required.append("exceptions")
        if self.method == self.Method.THIRD_PARTY:
            required.append("assessed_by")
        return [*required, "feedback_text", "enforcement_name"]

    def missing_message(self, name):
        if name == "exceptions":
            return _("Say what is not accessible, and why.")
        return super().missing_message(name)

    def check_to_publish(self, rows):
        yield from super().check_to_publish(rows)
        if self.status == self.Status.FULL and self.exceptions:
            message = _("With what stands under “not accessible”, the site is partly accessible.")
            yield Problem("status", message)
        if self.prepared_on and self.prepared_on > timezone.localdate():
            yield Problem("prepared_on", _("This date lies in the future."))
        if self.prepared_on and self.reviewed_on and self.reviewed_on < self.prepared_on:
            yield Problem("reviewed_on", _("The statement was checked before it was drawn up."))


class PrivacyStatementPage(Statement):
    """Which personal data the site uses, and what people can do about it (GDPR, articles 13 and 14)."""

    story = ("intro", "cookies_text", "rights_text")

    intro = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    processings = StreamField(ProcessingsBlock(), verbose_name=_("uses of data"), blank=True)
    cookies_text = RichTextField(_("cookies and other sites"), blank=True, features=TEXT_FEATURES)
    rights_text = RichTextField(_("what people can ask"), blank=True, features=TEXT_FEATURES)
    officer_name = models.CharField(_("data protection officer"), max_length=120, blank=True)
    officer_email = models.EmailField(_("e-mail of the data protection officer"), blank=True)
    supervisor_name = models.CharField(_("supervisory authority"), max_length=160, blank=True)
    supervisor_url = WebsiteField(_("website of the authority"), blank=True)

    class Meta:
        verbose_name = _("privacy statement")
        verbose_name_plural = _("privacy statements")

    content_panels = [
        BasePage.title_panel,
        BasePage.summary_panel,
        "intro",
        "processings",
        "cookies_text",
        "rights_text",
        FieldRowPanel(["officer_name", "officer_email"]),
        FieldRowPanel(["supervisor_name", "supervisor_url"]),
        "reviewed_on",
    ]

    def required_to_publish(self):
        return ["search_description", "processings", "cookies_text", "rights_text", "supervisor_name"]
