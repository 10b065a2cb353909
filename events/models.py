"""Trajectories and events."""

from django.utils.translation import gettext_lazy as _

from cms.models import BasePage, IndexPage


class EventIndexPage(IndexPage):
    """The agenda below this index's section: the whole site's, or one platform's."""

    entry_type = "events.EventPage"
    made_with_platform = True
    default_title, default_slug = _("Agenda"), "agenda"
    parent_page_types = ["home.HomePage", "platforms.PlatformPage"]
    subpage_types = ["events.EventPage", "events.TrajectoryPage"]

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")


class EventPage(BasePage):
    """An event."""

    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")


class TrajectoryPage(BasePage):
    """A trajectory."""

    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("trajectory")
        verbose_name_plural = _("trajectories")
