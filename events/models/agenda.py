from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.models import IndexPage
from events.querysets import AgendaQuerySet


class EventIndexPage(IndexPage):
    """The agenda below this index's section: the whole site's, or one platform's.

    It lists two types. Only `entries()` differs from other lists: `AgendaQuerySet` sorts events and trajectories
    together in the database, and loads each as its own type.
    """

    entry_type = "events.EventPage"
    made_with_platform = True
    default_title, default_slug = _("Agenda"), "agenda"
    parent_page_types = ["home.HomePage", "platforms.PlatformPage"]
    subpage_types = ["events.EventPage", "events.TrajectoryPage"]

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    def entries(self):
        section = AgendaQuerySet(Page).descendant_of(self.get_parent())
        return section.listed().in_agenda_order().for_cards()
