"""Registers with Wagtail's admin: the report, its buttons, and the list of what waits."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.permissions import pages_to_change

from .acts import LookAgain, SayItWorks
from .report import LinkReport
from .work import BrokenLinks

hooks.register("register_work_list", BrokenLinks)


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("links/", LinkReport.as_view(), name="link_report"),
        path("links/results/", LinkReport.as_view(results_only=True), name="link_report_results"),
        path("links/<int:pk>/works/", SayItWorks.as_view(), name="link_works"),
        path("links/<int:pk>/again/", LookAgain.as_view(), name="link_again"),
    ]


class LinkMenuItem(MenuItem):
    """For who has a section, or reviews."""

    def is_shown(self, request):
        return pages_to_change(request.user).exists()


@hooks.register("register_reports_menu_item")
def register_menu_item():
    url = reverse("link_report") + "?state=broken"
    return LinkMenuItem(_("Links to other sites"), url, name="links", icon_name="link-external", order=95)


@hooks.register("insert_global_admin_css")
def stylesheet():
    return format_html('<link rel="stylesheet" href="{}">', static("admin/link-report.css"))
