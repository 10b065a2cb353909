"""What readers wrote, and which pages they find useful: each team reads its own, reviewers read all."""

import django_filters
from django import forms
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from cms.permissions import pages_to_change
from cms.sections import load_sections
from editor.views.lists import SectionColumn

from .models import Feedback, UsefulVotes

LONGEST_LINE = 120
LONGEST_SEARCH = 100


def pages_with_feedback(request):
    own = Feedback.objects.for_user(request.user)
    return Page.objects.filter(pk__in=own.values("page")).order_by("title", "pk")


class FeedbackFilterSet(WagtailFilterSet):
    """By state and by page; without a choice, what is still to be done."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Feedback.State, empty_label=_("All"), widget=forms.RadioSelect
    )
    page = django_filters.ModelChoiceFilter(
        label=_("Page"), queryset=pages_with_feedback, empty_label=_("All"), widget=forms.Select
    )

    class Meta:
        model = Feedback
        fields = ["state", "page"]


class FeedbackList(BaseListingView):
    """What readers wrote, the newest first. No export: it holds addresses."""

    model = Feedback
    page_title = _("Feedback of readers")
    header_icon = "comment"
    index_url_name = "feedback_list"
    index_results_url_name = "feedback_list_results"
    filterset_class = FeedbackFilterSet
    is_searchable = True
    search_backend_name = None
    paginate_by = 50
    default_ordering = ["-created_at", "-pk"]
    columns = [
        TitleColumn(
            "text",
            label=_("What somebody wrote"),
            accessor=lambda feedback: Truncator(feedback.text).chars(LONGEST_LINE),
            classname="title",
            get_url=lambda feedback: reverse("feedback_one", args=[feedback.pk]),
        ),
        Column("page", label=_("Page"), accessor="page.title"),
        SectionColumn("section", label=_("Platform")),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        DateColumn("created_at", label=_("Written"), sort_key="created_at"),
    ]

    def get_base_queryset(self):
        return Feedback.objects.for_user(self.request.user).select_related("page")

    def search_queryset(self, queryset):
        for word in self.search_query[:LONGEST_SEARCH].split():
            queryset = queryset.filter(Q(text__icontains=word) | Q(page__title__icontains=word))
        return queryset

    def paginate_queryset(self, queryset, page_size):
        """Sets the section of each row."""
        paginator, page, rows, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = list(rows)
        sections = {page.pk: page.section for page in load_sections(row.page for row in page.object_list)}
        for row in page.object_list:
            row.section = sections[row.page_id]
        return paginator, page, page.object_list, is_paginated

    @cached_property
    def header_buttons(self):
        return [
            HeaderButton(_("Useful or not, by page"), url=reverse("feedback_pages"), icon_name="doc-full")
        ]


class UsefulPages(ReportView):
    """How many found each page useful in the last twelve months, and how much was written; what needs care first."""

    model = Page
    page_title = _("Useful or not")
    header_icon = "comment"
    index_url_name = "feedback_pages"
    index_results_url_name = "feedback_pages_results"
    verbose_name_plural = _("pages that readers said something about")
    list_export = ["title", "yes", "no", "open"]
    export_headings = {
        "title": _("Title"),
        "yes": _("Useful"),
        "no": _("Not useful"),
        "open": _("Still to be handled"),
    }
    columns = [
        TitleColumn(
            "title",
            label=_("Title"),
            classname="title",
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        SectionColumn("section", label=_("Platform")),
        Column("yes", label=_("Useful"), sort_key="yes", width="12%"),
        Column("no", label=_("Not useful"), sort_key="no", width="12%"),
        Column("open", label=_("Still to be handled"), sort_key="open", width="15%"),
    ]
    default_ordering = ["-open", "-no", "title", "pk"]

    def get_base_queryset(self):
        votes = UsefulVotes.objects.of_last_year().filter(page=OuterRef("pk"))
        written = Feedback.objects.filter(page=OuterRef("pk"))
        pages = Page.objects.filter(pk__in=pages_to_change(self.request.user).values("pk"))
        return pages.filter(Exists(votes) | Exists(written)).annotate(
            yes=total(votes, Sum("yes")), no=total(votes, Sum("no")), open=total(written.open(), Count("pk"))
        )

    def decorate_paginated_queryset(self, object_list):
        return load_sections(object_list)


def total(rows, aggregate) -> Coalesce:
    """The aggregate of the rows of a page, 0 without any."""
    sums = rows.order_by().values("page").annotate(total=aggregate).values("total")
    return Coalesce(Subquery(sums, output_field=IntegerField()), 0)
