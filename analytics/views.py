"""What readers did: the panel of the start screen, and the report with all of it."""

import datetime
from typing import NamedTuple

import django_filters
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from search.searched_queries import FEWEST_ASKERS

from .drawing import chart
from .figures import KINDS, Figures, sums_of
from .summing import DAYS

NOT_TOLD = _("fewer than %s") % FEWEST_ASKERS


class Day(NamedTuple):
    """A row of the table behind the chart: a day with its views, those thirty days before, and the rest of it."""

    day: datetime.date
    views: int
    views_before: int
    embedded: int
    downloads: int


class WhatReadersDid(Component):
    """The last thirty days in the user's sections beside the thirty before; nothing for who has no section."""

    class Media:
        css = {"all": ["admin/readers.css"]}

    name, order = "readers", 320
    heading = _("What readers did")
    template_name = "analytics/start.html"
    most = 5

    def get_context_data(self, parent_context):
        figures = Figures(parent_context["request"].user)
        views = figures.days("views")
        counted = {what: sums_of(figures.days(what)) for what in ("views", "embedded", "downloads")}
        days = days_of(figures) if figures.is_known else []
        return {
            "name": self.name,
            "heading": self.heading,
            "has_section": figures.has_section,
            "is_known": figures.is_known,
            "is_empty": not any(map(any, counted.values())),
            "sums": {what: {"now": now, "before": before} for what, (now, before) in counted.items()},
            "days": days,
            "chart": chart(views[:DAYS], views[DAYS:]),
            "lists": [(KINDS[what], figures.lines(what, self.most)) for what in KINDS],
            "not_told": NOT_TOLD,
            "url": reverse("readers_report"),
        }

    def render_html(self, parent_context=None):
        context = self.get_context_data(parent_context)
        return render_to_string(self.template_name, context) if context["has_section"] else ""


def days_of(figures) -> list[Day]:
    """The last thirty days, up to and including the one before the figures were added up."""
    views, embedded, downloads = (figures.days(what) for what in ("views", "embedded", "downloads"))
    first = figures.day - datetime.timedelta(days=DAYS)
    return [
        Day(
            first + datetime.timedelta(days=number),
            views[DAYS + number],
            views[number],
            embedded[DAYS + number],
            downloads[DAYS + number],
        )
        for number in range(DAYS)
    ]


class KindFilterSet(WagtailFilterSet):
    """Filters the lines, which are a list."""

    kind = django_filters.ChoiceFilter(label=_("What"), choices=list(KINDS.items()), empty_label=_("All"))

    class Meta:
        model = Page
        fields = []

    def filter_queryset(self, lines):
        kind = self.form.cleaned_data["kind"]
        return [line for line in lines if line.kind == kind] if kind else lines


class NameColumn(TitleColumn):
    """The name, with a link where it is a page or a document."""

    def get_link_url(self, line, parent_context):
        return line.url or None


class ReadersReport(ReportView):
    """All that readers did in the user's sections in thirty days, beside the thirty before; reviewers see all."""

    model = Page
    page_title = _("What readers did")
    header_icon = "view"
    index_url_name = "readers_report"
    index_results_url_name = "readers_report_results"
    template_name = "analytics/report.html"
    results_template_name = "analytics/report_results.html"
    any_permission_required = ["add", "change", "publish"]
    filterset_class = KindFilterSet
    verbose_name_plural = _("figures of readers")
    fewest_askers = FEWEST_ASKERS
    list_export = ["label", "name", "now", "before"]
    export_headings = {
        "label": _("What"),
        "name": _("Name"),
        "now": _("Last 30 days"),
        "before": _("30 days before"),
    }
    columns = [
        NameColumn("name", label=_("Name"), classname="title"),
        Column("label", label=_("What")),
        Column("now", label=_("Last 30 days"), width="15%"),
        Column(
            "before",
            label=_("30 days before"),
            width="15%",
            accessor=lambda line: NOT_TOLD if line.before is None else line.before,
        ),
    ]

    @cached_property
    def figures(self):
        return Figures(self.request.user, whole=True)

    def get_queryset(self):
        return [line for what in KINDS for line in self.figures.lines(what)]

    @property
    def last_day(self):
        """The last day in it; None before anything was added up."""
        return self.figures.day and self.figures.day - datetime.timedelta(days=1)
