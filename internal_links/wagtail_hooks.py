"""Registers with Wagtail's admin: the list of what waits, and the report."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.permissions import pages_to_change

from .views import InternalLinksReport
from .work import BrokenInternalLinks

hooks.register("register_work_list", BrokenInternalLinks)


@hooks.register("register_admin_urls")
def register_urls():
    results = InternalLinksReport.as_view(results_only=True)
    return [
        path("reports/internal-links/", InternalLinksReport.as_view(), name="internal_links"),
        path("reports/internal-links/results/", results, name="internal_links_results"),
    ]


class InternalLinksMenuItem(MenuItem):
    """For who has a section, or reviews."""

    def is_shown(self, request):
        return pages_to_change(request.user).exists()


@hooks.register("register_reports_menu_item")
def register_menu_item():
    url, label = reverse("internal_links"), _("Broken links inside the site")
    return InternalLinksMenuItem(label, url, name="internal-links", icon_name="link", order=110)
