"""The agenda in the side menu: events, and the trajectories they belong to; and the next edition of each."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import Button

from editor.views import SectionListViewSet

from .models import EventPage, TrajectoryPage
from .views import NextEdition, may_repeat


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


@hooks.register("register_admin_urls")
def register_next_edition_url():
    return [path("pages/<int:page_id>/next-edition/", NextEdition.as_view(), name="next_edition")]


@hooks.register("register_page_header_buttons")
def next_edition_button(page, user, view_name, next_url=None):
    if page.pk and page.specific_class in (EventPage, TrajectoryPage) and may_repeat(user, page):
        url = reverse("next_edition", args=[page.pk])
        yield Button(_("Make the next edition"), url, icon_name="copy", priority=35)
