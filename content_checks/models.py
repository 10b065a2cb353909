"""What the checks find on live pages, what somebody said does not apply, and which checks are on.

And what is kept of pages and files so that they need not be read each time.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .querysets import PageFindingQuerySet

LONGEST_NAME, LONGEST_EXCERPT, LONGEST_ADVICE, LONGEST_LABEL, LONGEST_PATH = 50, 300, 500, 200, 500
DIGEST_LENGTH = 64


class PageFinding(models.Model):
    """A `Finding` on a live page, as it was when the page was read last. `digest` is that of the whole excerpt."""

    wagtail_reference_index_ignore = True

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="content_findings")
    check_name = models.CharField(_("check"), max_length=LONGEST_NAME, db_index=True)
    excerpt = models.CharField(_("what it is about"), max_length=LONGEST_EXCERPT)
    digest = models.CharField(max_length=DIGEST_LENGTH)
    advice = models.CharField(_("advice"), max_length=LONGEST_ADVICE, blank=True)
    label = models.CharField(_("field"), max_length=LONGEST_LABEL, blank=True)
    path = models.CharField(max_length=LONGEST_PATH, blank=True)
    url = models.CharField(max_length=LONGEST_PATH, blank=True)
    other = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="+")

    objects = PageFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding of a check")
        verbose_name_plural = _("findings of checks")
        default_permissions = ()

    def __str__(self):
        return f"{self.page_id}: {self.check_name}"


class Reading(models.Model):
    """When a live page was read; the row is removed when the page changes."""

    wagtail_reference_index_ignore = True

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="content_reading")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("reading of a page")
        verbose_name_plural = _("readings of pages")
        default_permissions = ()

    def __str__(self):
        return f"{self.page_id}: {self.at:%Y-%m-%d}"


class NotApplicable(models.Model):
    """Somebody said of a sentence of a page that what a check finds in it does not apply.

    It holds no sentence but its digest, so a changed sentence is a new one.
    """

    wagtail_reference_index_ignore = True

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="not_applicable")
    check_name = models.CharField(_("check"), max_length=LONGEST_NAME)
    digest = models.CharField(max_length=DIGEST_LENGTH)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("sentence to which a check does not apply")
        verbose_name_plural = _("sentences to which a check does not apply")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "check_name", "digest"], name="unique_not_applicable")
        ]

    def __str__(self):
        return f"{self.page_id}: {self.check_name}"


class CheckSetting(models.Model):
    """Whether a check is on, where reviewers chose otherwise than the check itself."""

    check_name = models.CharField(_("check"), max_length=LONGEST_NAME, unique=True)
    is_on = models.BooleanField(_("is on"))

    class Meta:
        verbose_name = _("setting of a check")
        verbose_name_plural = _("settings of checks")
        default_permissions = ()

    def __str__(self):
        return f"{self.check_name}: {self.is_on}"


class Sketch(models.Model):
    """One sign by which a live page is known again: its title, a day, a place, a web address, a part of its text.

    `value` is a hash. Of its text a page has up to 64, of the others a few.
    """

    class Sign(models.TextChoices):
        TITLE = "title", _("title")
        DAY = "day", _("day")
        PLACE = "place", _("organisation or municipality")
        ADDRESS = "address", _("web address")
        SITE = "site", _("home page of another site")
        TEXT = "text", _("text")

    # Wagtail's index of references is for content.
    wagtail_reference_index_ignore = True

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    sign = models.CharField(max_length=7, choices=Sign)
    value = models.BigIntegerField()

    class Meta:
        verbose_name = _("sketch of a page")
        verbose_name_plural = _("sketches of pages")
        default_permissions = ()
        # In this order it is the index by which pages are looked up.
        constraints = [models.UniqueConstraint(fields=["value", "sign", "page"], name="sketch_once_per_page")]

    def __str__(self):
        return f"{self.page_id}: {self.sign} {self.value}"


class DocumentReading(models.Model):
    """What a program could read of a PDF, for the file that the document had then.

    Of a file that has a password, is broken or takes too long nobody can tell (`is_known`).
    """

    wagtail_reference_index_ignore = True

    document = models.OneToOneField(
        "cms.CustomDocument", primary_key=True, on_delete=models.CASCADE, related_name="reading"
    )
    file_name = models.CharField(max_length=255)
    file_hash = models.CharField(max_length=40, blank=True)
    read_at = models.DateTimeField(default=timezone.now)
    is_known = models.BooleanField(default=False)
    has_text = models.BooleanField(default=False)
    has_title = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("reading of a document")
        verbose_name_plural = _("readings of documents")
        default_permissions = ()

    def __str__(self):
        return f"{self.document_id} {self.file_name}"

    @property
    def advice(self) -> str:
        """What is better about the file; empty if nothing is, or if nobody can tell."""
        if not self.is_known or (self.has_text and self.has_title):
            return ""
        if self.has_text:
            return gettext(
                "The PDF has no title of its own. Fill it in under its properties, and export it again."
            )
        if self.has_title:
            return gettext(
                "There is no text in the PDF: it is probably a scan. Have the text recognised (OCR)."
            )
        return gettext(
            "There is no text in the PDF: it is probably a scan. Have the text recognised (OCR), and give it a title."
        )
