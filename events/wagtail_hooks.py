"""The agenda in the side menu: events, and the trajectories they belong to."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from editor.views import SectionListViewSet

from .models import EventPage, TrajectoryPage


class EventListViewSet(SectionListViewSet):
    model = EventPage
    menu_label = _("Events")
    icon = "calendar"
    menu_order = 10
    add_to_admin_menu = False  # it stands in the group below


class TrajectoryListViewSet(SectionListViewSet):
    model = TrajectoryPage
    menu_label = _("Trajectories")
    icon = "calendar-alt"
    menu_order = 20
    add_to_admin_menu = False  # it stands in the group below


class Agenda(ViewSetGroup):
    menu_label = _("Agenda")
    menu_icon = "calendar"
    menu_order = 130
    items = (EventListViewSet("events"), TrajectoryListViewSet("trajectories"))


@hooks.register("register_admin_viewset")
def register_agenda():
    return Agenda()
