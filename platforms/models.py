"""Platforms, their action programmes and coordinators."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models import BasePage, IndexPage


class PlatformIndexPage(IndexPage):
    """All platforms of the site."""

    entry_type = "platforms.PlatformPage"
    default_title, default_slug = _("Platforms"), "platformen"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["platforms.PlatformPage"]

    class Meta:
        verbose_name = _("list of platforms")
        verbose_name_plural = _("lists of platforms")


class PlatformPage(BasePage):
    """A platform: the root of a section with its own news, practices and agenda."""

    is_section_page = True
    is_platform = True
    parent_page_types = ["platforms.PlatformIndexPage"]

    region = models.ForeignKey(
        "cms.Region",
        verbose_name=_("reference region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="platforms",
    )

    class Meta:
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")


class ActionProgrammePage(BasePage):
    """An action programme."""

    parent_page_types = ["platforms.PlatformPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("action programme")
        verbose_name_plural = _("action programmes")


class CoordinatorIndexPage(IndexPage):
    """The directory of coordinators."""

    entry_type = "platforms.CoordinatorPage"
    default_title, default_slug = _("Coordinators"), "coordinatoren"
    parent_page_types = ["home.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("directory of coordinators")
        verbose_name_plural = _("directories of coordinators")


class CoordinatorPage(BasePage):
    """A coordinator: a person in a section."""

    parent_page_types = ["platforms.PlatformPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
