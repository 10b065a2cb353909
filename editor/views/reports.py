"""The report of page views."""

import datetime

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from cms.permissions import pages_of
from cms.sections import load_sections

from .lists import SectionColumn

MONTH, YEAR = datetime.timedelta(days=30), datetime.timedelta(days=365)


class ViewsReport(ReportView):
    """The pages of the user's section by their views, most first; reviewers see all pages."""

    model = Page
    page_title = _("Views")
    header_icon = "view"
    index_url_name = "views_report"
    index_results_url_name = "views_report_results"
    any_permission_required = ["add", "change", "publish"]
    list_export = ["title", "month", "year", "embedded"]
    export_headings = {
        "title": _("Title"),
        "month": _("Last 30 days"),
        "year": _("Last 365 days"),
        "embedded": _("In embeds, last 365 days"),
    }
    columns = [
        TitleColumn(
            "title",
            label=_("Title"),
            classname="title",
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        SectionColumn("section", label=_("Platform")),
        Column("month", label=_("Last 30 days"), width="15%"),
        Column("year", label=_("Last 365 days"), width="15%"),
        Column("embedded", label=_("In embeds, last 365 days"), width="15%"),
    ]

    def get_base_queryset(self):
        today = timezone.localdate()
        on_site, this_month = Q(views__embed=""), Q(views__day__gt=today - MONTH)
        pages = Page.objects.filter(
            pk__in=pages_of(self.request.user).values("pk"),
            views__is_year=False,
            views__day__gt=today - YEAR,
        )
        return pages.annotate(
            month=total(on_site & this_month), year=total(on_site), embedded=total(~on_site)
        ).order_by("-month", "-year", "-embedded", "title", "pk")

    def paginate_queryset(self, queryset, page_size):
        paginator, page, pages, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = load_sections(pages)
        return paginator, page, page.object_list, is_paginated


def total(condition):
    return Coalesce(Sum("views__count", filter=condition), 0)
