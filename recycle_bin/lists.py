"""The recycle bin: what was deleted, where it was and until when it stays. Each team sees its own."""

import django_filters
from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView

from .models import Deletion

LONGEST_SEARCH = 100
LONGEST_PLACE = 60


class DeletionFilterSet(WagtailFilterSet):
    """By kind."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Deletion.Kind, empty_label=_("All"), widget=forms.RadioSelect
    )

    class Meta:
        model = Deletion
        fields = ["kind"]


def deleter(deletion) -> str:
    user = deletion.deleted_by
    return (user.get_full_name() or user.get_username()) if user else ""


class DeletionList(BaseListingView):
    """What this user may see of the bin, the newest first."""

    model = Deletion
    page_title = _("Recycle bin")
    header_icon = "bin"
    index_url_name = "recycle_bin"
    index_results_url_name = "recycle_bin_results"
    filterset_class = DeletionFilterSet
    is_searchable = True
    search_backend_name = None
    paginate_by = 50
    default_ordering = ["-deleted_at", "-pk"]
    columns = [
        TitleColumn(
            "title",
            label=_("Title"),
            accessor=lambda deletion: deletion.title or "–",
            classname="title",
            get_url=lambda deletion: reverse("recycle_bin_entry", args=[deletion.pk]),
        ),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column(
            "place",
            label=_("Where it was"),
            accessor=lambda deletion: Truncator(deletion.place).chars(LONGEST_PLACE),
        ),
        Column("deleted_by", label=_("Deleted by"), accessor=deleter),
        DateColumn("deleted_at", label=_("Deleted"), sort_key="deleted_at"),
        DateColumn("until", label=_("Stays until"), sort_key="until"),
    ]

    def get_base_queryset(self):
        return Deletion.objects.for_user(self.request.user).select_related("deleted_by")

    def search_queryset(self, queryset):
        for word in self.search_query[:LONGEST_SEARCH].split():
            queryset = queryset.filter(Q(title__icontains=word) | Q(place__icontains=word))
        return queryset
