"""The screen of the audit log, for superusers."""

import django_filters
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, get_page_models

from . import wording
from .models import Action, AuditEntry, Kind
from .recording import record


def accounts_in_the_log():
    """The accounts that did something, by their latest address: also those that were removed since."""
    rows = AuditEntry.objects.exclude(user_key=None).order_by("user_email")
    emails = dict(rows.values_list("user_key", "user_email").distinct())
    return [(key, f"{email} ({key})") for key, email in emails.items()]


class AuditFilterSet(WagtailFilterSet):
    """By number and date, because addresses stand in other logs too, and have no place for a name."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind, empty_label=_("All"))
    user = django_filters.ChoiceFilter(
        label=_("Account"), choices=accounts_in_the_log, method="by_or_about", empty_label=_("All")
    )
    at = django_filters.DateFromToRangeFilter(label=_("Period"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields = []

    def by_or_about(self, entries, name, key):
        about = Q(object_type=get_user_model()._meta.label_lower, object_key=key)
        return entries.filter(Q(user_key=key) | about)


class WhatColumn(Column):
    """The page's title of today stands beside its number: the log itself holds no text of a page."""

    def get_value(self, entry):
        value = super().get_value(entry)
        title = getattr(entry, "page_title", None)
        if title is None:
            return value
        url = reverse("wagtailadmin_pages:edit", args=[entry.object_key])
        return format_html('{}: <a href="{}">{}</a>', value, url, title)


class AuditReport(ReportView):
    """Every act in the log, newest first. Each opening of this screen is in the log too."""

    model = AuditEntry
    page_title = _("Audit log")
    header_icon = "history"
    index_url_name = "audit_log"
    index_results_url_name = "audit_log_results"
    filterset_class = AuditFilterSet
    columns = [
        Column("moment", label=_("Moment"), accessor=wording.moment, classname="w-whitespace-nowrap"),
        Column("act", label=_("Act"), accessor=wording.kind_and_act),
        Column("who", label=_("Who"), accessor=wording.who),
        Column("from", label=_("From where"), accessor=wording.from_where),
        WhatColumn("what", label=_("Of what"), accessor=wording.what),
        Column("details", label=_("Details"), accessor=wording.details),
    ]
    export_columns = [
        Column("moment", label=_("Moment"), accessor=wording.moment),
        Column("kind", label=_("Kind"), accessor=wording.kind),
        Column("act", label=_("Act"), accessor=wording.act),
        Column("outcome", label=_("Outcome"), accessor=wording.outcome),
        Column("who", label=_("Who"), accessor=wording.who),
        Column("address", label=_("Network address"), accessor="address"),
        Column("door", label=_("Way in"), accessor=wording.door),
        Column("what", label=_("Of what"), accessor=wording.what),
        Column("details", label=_("Details"), accessor=wording.details),
        Column("request", label=_("Request in the log"), accessor="request_id"),
    ]
    list_export = [column.name for column in export_columns]
    export_headings = {column.name: column.label for column in export_columns}

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filtered_queryset(self):
        """Reading is an act too, so it is recorded before anything is read."""
        entries = super().get_filtered_queryset()
        record(Action.READ, **self.chosen())
        return entries

    def chosen(self) -> dict:
        """The valid filters, as the row about this reading holds them."""
        chosen = getattr(self.filters.form, "cleaned_data", {})
        period = chosen.get("at") or slice(None)
        values = {
            "kind": chosen.get("kind"),
            "account": chosen.get("user"),
            "from": period.start and str(period.start.date()),
            "until": period.stop and str(period.stop.date()),
        }
        return {name: value for name, value in values.items() if value}

    def decorate_paginated_queryset(self, entries):
        """Loads the titles of the pages on the screen; a file holds numbers alone."""
        if self.is_export:
            return entries
        types = {"wagtailcore.page", *(model._meta.label_lower for model in get_page_models())}
        about_pages = [entry for entry in entries if entry.object_type in types]
        pages = Page.objects.filter(pk__in=[entry.object_key for entry in about_pages])
        titles = dict(pages.values_list("pk", "title"))
        for entry in about_pages:
            entry.page_title = titles.get(int(entry.object_key))
        return entries

    def to_row_dict(self, entry):
        return {column.name: column.get_value(entry) or "" for column in self.export_columns}
