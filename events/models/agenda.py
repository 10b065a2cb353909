from django.utils.translation import gettext_lazy as _

from cms.models import IndexPage
from events.filters import EventFilterForm


class EventIndexPage(IndexPage):
    """The agenda of the whole site, or of one platform: lists events and trajectories together."""

    filter_form = EventFilterForm
    kind = "events"
    made_with_platform = True
    default_title, default_slug = _("Agenda"), "agenda"
    parent_page_types = ["home.HomePage", "platforms.PlatformPage"]
    subpage_types = ["events.EventPage", "events.TrajectoryPage"]

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")
