"""The filters of the page listings in the admin."""

import django_filters
from django.db.models import BigIntegerField, Q
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Page, Revision, WorkflowState, get_default_page_content_type

from cms.models import Theme
from cms.permissions import pages_of
from cms.sections import platform_model


def platforms_of(request):
    """The platforms in whose section this user works."""
    return platform_model().objects.filter(pk__in=pages_of(request.user).values("pk")).order_by("title")


class SectionPageFilterSet(WagtailFilterSet):
    """Filters pages by platform, theme, state and last edit."""

    STATES = [
        ("live", _("public")),
        ("changed", _("public, with changes that are not yet")),
        ("draft", _("draft")),
        ("review", _("waiting for review")),
        ("scheduled", _("scheduled")),
    ]

    platform = django_filters.ModelChoiceFilter(
        label=_("Platform"), queryset=platforms_of, method="in_section", empty_label=_("All")
    )
    theme = django_filters.ModelMultipleChoiceFilter(
        field_name="page_themes__theme",
        label=_("Theme"),
        queryset=Theme.objects.all(),
        widget=CheckboxSelectMultiple,
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, method="in_state", empty_label=_("All")
    )
    latest_revision_created_at = django_filters.DateFromToRangeFilter(
        label=_("Last edited"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Page
        fields = []

    def in_section(self, pages, name, platform):
        return pages.descendant_of(platform, inclusive=True)

    def in_state(self, pages, name, state):
        return pages.filter(state_condition(state))


def state_condition(state):
    """The Q that selects pages in this state."""
    return {
        "live": lambda: Q(live=True),
        "changed": lambda: Q(live=True, has_unpublished_changes=True),
        "draft": lambda: Q(live=False),
        "review": lambda: Q(pk__in=page_keys_of(WorkflowState.objects.active())),
        "scheduled": lambda: Q(pk__in=page_keys_of(Revision.objects.exclude(approved_go_live_at=None))),
    }[state]()


def page_keys_of(records):
    """A subquery with the page keys of workflow states or revisions, cast from text to number for PostgreSQL."""
    on_pages = records.filter(base_content_type=get_default_page_content_type())
    return on_pages.annotate(page_key=Cast("object_id", BigIntegerField())).values("page_key")
