"""Registers with Wagtail's admin: the panel of the start screen, and the report."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.permissions import pages_of

from .views import ReadersReport, WhatReadersDid

# After the room `editor` has set the start screen.
LAST = 1100


@hooks.register("construct_homepage_panels", order=LAST)
def add_homepage_panel(request, panels):
    panels.append(WhatReadersDid())


@hooks.register("register_admin_urls")
def register_urls():
    results = ReadersReport.as_view(results_only=True)
    return [
        path("reports/readers/", ReadersReport.as_view(), name="readers_report"),
        path("reports/readers/results/", results, name="readers_report_results"),
    ]


class ReadersMenuItem(MenuItem):
    """For who has a section, or reviews."""

    def is_shown(self, request):
        return pages_of(request.user).exists()


@hooks.register("register_reports_menu_item")
def register_menu_item():
    url = reverse("readers_report")
    return ReadersMenuItem(_("What readers did"), url, name="readers", icon_name="view", order=95)
