"""Good practices in the side menu."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from editor.views import SectionListViewSet

from .models import PracticePage


class PracticeListViewSet(SectionListViewSet):
    model = PracticePage
    menu_label = _("Practices")
    start_label = _("Add a practice")
    icon = "pick"
    menu_order = 120


@hooks.register("register_admin_viewset")
def register_practices():
    return PracticeListViewSet("practices")
