"""The report of links inside the site that lead nowhere."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from cms.sections import load_sections
from editor.views.lists import SectionColumn

from .work import links_for


class InternalLinksReport(ReportView):
    """Every such link of the user's sections, the newest first; reviewers see all."""

    model = Page
    page_title = _("Broken links inside the site")
    header_icon = "link"
    index_url_name = "internal_links"
    index_results_url_name = "internal_links_results"
    template_name = "internal_links/report.html"
    any_permission_required = ["add", "change", "publish"]
    verbose_name_plural = _("broken links inside the site")
    list_export = ["page.title", "sentence", "found_on"]
    export_headings = {"page.title": _("Page"), "sentence": _("What is wrong"), "found_on": _("Since")}
    columns = [
        TitleColumn(
            "page",
            label=_("Page"),
            accessor=lambda link: link.page.get_admin_display_title(),
            classname="title",
            get_url=lambda link: reverse("wagtailadmin_pages:edit", args=[link.page_id]),
        ),
        SectionColumn("section", label=_("Platform")),
        Column("sentence", label=_("What is wrong")),
        Column("found_on", label=_("Since"), accessor=lambda link: date_format(link.found_on, "j F Y")),
    ]

    def get_queryset(self):
        return links_for(self.request.user)

    def decorate_paginated_queryset(self, links):
        """Sets the section of each."""
        links = list(links)
        load_sections([link.page for link in links])
        for link in links:
            link.section = link.page.section
        return links
