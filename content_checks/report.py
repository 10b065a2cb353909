"""What the checks found on live pages: each team reads that of its own pages, reviewers all."""

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from cms.sections import load_sections
from editor.filters import platforms_of

from .findings import Group
from .models import PageFinding
from .switches import all_checks, checks_on

ALL, NOT_APPLICABLE = "all", "not_applicable"
WHICH = [
    (ALL, gettext_lazy("also what does not apply")),
    (NOT_APPLICABLE, gettext_lazy("only what does not apply")),
]


def check_choices():
    return [(check.name, check.heading) for check in checks_on()]


class FindingFilterSet(WagtailFilterSet):
    """By check and group, by platform and page; what does not apply is left out unless somebody asks for it."""

    check = django_filters.ChoiceFilter(
        field_name="check_name",
        label=gettext_lazy("Check"),
        choices=check_choices,
        empty_label=gettext_lazy("All"),
    )
    group = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=Group, method="in_group", empty_label=gettext_lazy("All")
    )
    platform = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Platform"),
        queryset=platforms_of,
        method="in_section",
        empty_label=gettext_lazy("All"),
    )
    # Not a choice of ten thousand titles.
    page = django_filters.CharFilter(
        field_name="page__title",
        lookup_expr="icontains",
        label=gettext_lazy("Title of the page"),
        max_length=255,
    )
    which = django_filters.ChoiceFilter(
        label=gettext_lazy("Which"),
        choices=WHICH,
        method="of_which",
        empty_label=gettext_lazy("What applies"),
    )

    class Meta:
        model = PageFinding
        fields = ["check", "group", "platform", "page", "which"]

    def filter_queryset(self, findings):
        findings = super().filter_queryset(findings)
        return findings if self.form.cleaned_data.get("which") else findings.filter(is_applicable=True)

    def in_group(self, findings, name, group):
        return findings.filter(check_name__in=[check.name for check in checks_on() if check.group == group])

    def in_section(self, findings, name, platform):
        return findings.filter(page__path__startswith=platform.path)

    def of_which(self, findings, name, which):
        return findings.filter(is_applicable=False) if which == NOT_APPLICABLE else findings


class FindingColumn(Column):
    """A cell with a template of its own, about the whole row."""

    def __init__(self, name, template, **kwargs):
        super().__init__(name, **kwargs)
        self.cell_template_name = f"content_checks/{template}.html"

    def get_value(self, finding):
        return finding

    def get_cell_context_data(self, instance, parent_context):
        return {**super().get_cell_context_data(instance, parent_context), "finding": instance}


def heading_of(name) -> str:
    """What people call the check."""
    return next((str(check.heading) for check in all_checks() if check.name == name), name)


def applies_in_words(applies) -> str:
    return str(gettext_lazy("yes") if applies else gettext_lazy("no"))


class FindingReport(ReportView):
    """One row for each finding; it is taken up in the editor of the page."""

    model = PageFinding
    page_title = gettext_lazy("Read again")
    header_icon = "clipboard-list"
    template_name = "content_checks/report.html"
    index_url_name = "content_checks_report"
    index_results_url_name = "content_checks_report_results"
    verbose_name_plural = gettext_lazy("findings of checks")
    filterset_class = FindingFilterSet
    default_ordering = ["page__title", "page_id", "pk"]
    list_export = ["page.title", "check_name", "excerpt", "advice", "label", "is_applicable"]
    export_headings = {
        "page.title": gettext_lazy("Page"),
        "check_name": gettext_lazy("Check"),
        "excerpt": gettext_lazy("What it is about"),
        "advice": gettext_lazy("Advice"),
        "label": gettext_lazy("Field"),
        "is_applicable": gettext_lazy("Applies"),
    }
    custom_field_preprocess = {
        "check_name": {"csv": heading_of, "xlsx": heading_of},
        "is_applicable": {"csv": applies_in_words, "xlsx": applies_in_words},
    }
    columns = [
        FindingColumn("page", "page_cell", label=gettext_lazy("Page"), classname="title"),
        FindingColumn("finding", "finding_cell", label=gettext_lazy("What to look at")),
    ]

    @cached_property
    def checks(self):
        return {check.name: check for check in checks_on()}

    def get_base_queryset(self):
        findings = PageFinding.objects.for_user(self.request.user).with_applicable()
        return findings.filter(check_name__in=self.checks).select_related("page")

    def decorate_paginated_queryset(self, object_list):
        findings = list(object_list)
        load_sections([finding.page for finding in findings])
        for finding in findings:
            finding.check_of = self.checks[finding.check_name]
        return findings
