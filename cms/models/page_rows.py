"""Child rows of all page types. They belong to Wagtail's `Page`, so that lists across types can filter on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.models import Orderable, Page

from cms.api_fields import EditedFields


class PageTheme(Orderable):
    """A theme of a page."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="page_themes")
    theme = models.ForeignKey(
        "cms.Theme",
        verbose_name=_("theme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="page_themes",
    )

    panels = ["theme"]
    api_fields = EditedFields()
    filled_by = "theme"

    class Meta(Orderable.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class PageFootnote(Orderable):
    """A footnote; the text refers to it by its number: [1]. Seed 002."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="footnotes")
    number = models.PositiveSmallIntegerField(
        _("number"),
        null=True,
        blank=True,
        help_text=_("The text refers to this note with the same number: [1]."),
    )
    text = models.TextField(_("text"), blank=True)
    legal_reference = models.ForeignKey(
        "cms.LegalReference",
        verbose_name=_("legal reference"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = ["number", "text", "legal_reference"]
    api_fields = EditedFields()

    class Meta(Orderable.Meta):
        verbose_name = _("footnote")
        verbose_name_plural = _("footnotes")


class RelatedPage(Orderable):
    """“Zie ook”: another page worth reading."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="related_pages")
    related = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    panels = ["related"]
    api_fields = EditedFields()
    filled_by = "related"

    class Meta(Orderable.Meta):
        verbose_name = _("see also")
        verbose_name_plural = _("see also")


class Keyword(TagBase):
    """A free keyword; images have their own tags."""

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")


class PageTag(ItemBase):
    """A keyword on a page."""

    tag = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="tagged_pages")
    content_object = ParentalKey(Page, on_delete=models.CASCADE, related_name="tagged_items")
