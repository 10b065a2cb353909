from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CustomImage(AbstractImage):
    """A picture with what the law and decency ask: a text for who can't see it, and who made it.

    WCAG 2.2, success criterion 1.1.1: a picture says what it shows, or is marked as decorative.
    """

    description = models.CharField(
        _("description"),
        max_length=255,
        blank=True,
        default="",
        help_text=_("What does the picture show? Who can't see it hears this sentence."),
    )
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("Tick this when the picture only decorates: screen readers then skip it."),
    )
    credit = models.CharField(
        _("credit"),
        max_length=120,
        help_text=_("Who made the picture? If you don't know, write the name of your organisation."),
    )

    # No tags: Wagtail proposes the most used ones to everybody, other teams' included.
    admin_form_fields = (
        *(name for name in Image.admin_form_fields if name != "tags"),
        "is_decorative",
        "credit",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    @property
    def default_alt_text(self):
        return "" if self.is_decorative else self.description

    def clean(self):
        super().clean()
        if not self.description and not self.is_decorative:
            message = _("Say in a few words what the picture shows, or tick “decorative”.")
            raise ValidationError({"description": message})


class CustomRendition(AbstractRendition):
    """One size of an image, in WebP."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class CustomDocument(AbstractDocument):
    """A file to download."""

    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
