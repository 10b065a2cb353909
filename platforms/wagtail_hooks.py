"""Platforms, their action programmes and their coordinators in the side menu."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from editor.views import SectionListViewSet

from .models import ActionProgrammePage, CoordinatorPage, PlatformPage


class PlatformListViewSet(SectionListViewSet):
    model = PlatformPage
    menu_label = _("Platforms")
    icon = "globe"
    menu_order = 10
    add_to_admin_menu = False  # it stands in the group below


class ActionProgrammeListViewSet(SectionListViewSet):
    model = ActionProgrammePage
    menu_label = _("Action programmes")
    icon = "tasks"
    menu_order = 20
    add_to_admin_menu = False  # it stands in the group below


class Platforms(ViewSetGroup):
    menu_label = _("Platforms")
    menu_icon = "globe"
    menu_order = 140
    items = (PlatformListViewSet("platforms"), ActionProgrammeListViewSet("action_programmes"))


class CoordinatorListViewSet(SectionListViewSet):
    model = CoordinatorPage
    menu_label = _("Coordinators")
    icon = "user"
    menu_order = 150


@hooks.register("register_admin_viewset")
def register_platforms():
    return [Platforms(), CoordinatorListViewSet("coordinators")]
