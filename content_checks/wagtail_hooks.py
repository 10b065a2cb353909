"""Registers with Wagtail's admin: the panel of the editor, the report and the settings."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.permissions import is_reviewer, pages_to_change

from . import editing
from .report import FindingReport
from .views import CheckSettings, RemarksOfPage, SayNotApplicable, TakeBack


@hooks.register("register_admin_urls")
def register_urls():
    results = FindingReport.as_view(results_only=True)
    return [
        path("content-checks/", FindingReport.as_view(), name="content_checks_report"),
        path("content-checks/results/", results, name="content_checks_report_results"),
        path("content-checks/settings/", CheckSettings.as_view(), name="content_checks_settings"),
        path("content-checks/<int:pk>/", RemarksOfPage.as_view(), name="content_checks_page"),
        path(
            "content-checks/<int:pk>/not-applicable/",
            SayNotApplicable.as_view(),
            name="content_checks_not_applicable",
        ),
        path("content-checks/<int:pk>/take-back/", TakeBack.as_view(), name="content_checks_take_back"),
    ]


class ReportMenuItem(MenuItem):
    """For who has a section, or reviews."""

    def is_shown(self, request):
        return pages_to_change(request.user).exists()


@hooks.register("register_reports_menu_item")
def register_report_menu_item():
    url = reverse("content_checks_report")
    return ReportMenuItem(_("Read again"), url, name="content-checks", icon_name="clipboard-list", order=92)


class SettingsMenuItem(MenuItem):
    """For reviewers."""

    def is_shown(self, request):
        return is_reviewer(request.user)


@hooks.register("register_settings_menu_item")
def register_settings_menu_item():
    url = reverse("content_checks_settings")
    return SettingsMenuItem(
        CheckSettings.page_title, url, name="content-checks", icon_name="clipboard-list", order=710
    )


hooks.register("register_page_side_panel", editing.side_panel)
