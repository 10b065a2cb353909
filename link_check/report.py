"""The links to elsewhere, with what they answered: each team reads those of its own pages, reviewers all."""

import django_filters
from django.middleware.csrf import get_token
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from cms.sections import load_sections
from editor.filters import platforms_of

from .models import Address, Place
from .querysets import unverified
from .wording import in_words

State = Address.State
# What a person may have looked at.
TO_VERIFY = (State.BROKEN, State.CANNOT_TELL)
VERIFIED = "verified"
STATES = [
    (State.BROKEN.value, gettext_lazy("broken")),
    (State.MOVED.value, gettext_lazy("moved for good")),
    (State.CANNOT_TELL.value, gettext_lazy("cannot tell")),
    (State.UNSAFE.value, gettext_lazy("not safe")),
    (State.WORKS.value, gettext_lazy("works")),
    (State.NEW.value, gettext_lazy("not looked at yet")),
    (VERIFIED, gettext_lazy("a person looked: it works")),
]


def pages_with_links(request):
    places = Place.objects.for_user(request.user)
    return Page.objects.filter(pk__in=places.values("page")).order_by("title", "pk")


class LinkFilterSet(WagtailFilterSet):
    """By what it answered, by platform, and by page (from the start screen)."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=STATES, method="in_state", empty_label=gettext_lazy("All")
    )
    platform = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Platform"),
        queryset=platforms_of,
        method="in_section",
        empty_label=gettext_lazy("All"),
    )
    page = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Page"), queryset=pages_with_links, empty_label=gettext_lazy("All")
    )

    class Meta:
        model = Place
        fields = ["state", "platform", "page"]

    def in_state(self, places, name, state):
        if state == VERIFIED:
            return places.exclude(unverified("address__"))
        places = places.filter(address__state=state)
        return places.filter(unverified("address__")) if state in TO_VERIFY else places

    def in_section(self, places, name, platform):
        return places.filter(page__path__startswith=platform.path)


class CellColumn(Column):
    """A cell with a template of its own, about the whole row."""

    def __init__(self, name, template, **kwargs):
        super().__init__(name, **kwargs)
        self.cell_template_name = f"link_check/{template}.html"

    def get_value(self, place):
        return place

    def get_cell_context_data(self, instance, parent_context):
        request = parent_context["request"]
        return {
            **super().get_cell_context_data(instance, parent_context),
            "place": instance,
            "address": instance.address,
            "answer": in_words(instance.address.answer),
            "can_be_verified": instance.address.state in TO_VERIFY and not instance.address.is_verified,
            "is_safe": instance.address.state != State.UNSAFE,
            "next_url": request.get_full_path().replace("/results/", "/"),
            "csrf_token": get_token(request),
        }


class LinkReport(ReportView):
    """One row for each address on each page; the buttons are about the address, so about all pages."""

    model = Place
    page_title = gettext_lazy("Links to other sites")
    header_icon = "link-external"
    index_url_name = "link_report"
    index_results_url_name = "link_report_results"
    verbose_name_plural = gettext_lazy("links to other sites")
    filterset_class = LinkFilterSet
    default_ordering = ["page__title", "page_id", "pk"]
    list_export = [
        "page.title",
        "sentence",
        "address.url",
        "address.get_state_display",
        "answer_in_words",
        "address.moved_to",
        "address.works_on",
        "address.verified_until",
    ]
    export_headings = {
        "page.title": gettext_lazy("Page"),
        "sentence": gettext_lazy("Sentence"),
        "address.url": gettext_lazy("Web address"),
        "address.get_state_display": gettext_lazy("State"),
        "answer_in_words": gettext_lazy("What it answered"),
        "address.moved_to": gettext_lazy("New address"),
        "address.works_on": gettext_lazy("Last day that it worked"),
        "address.verified_until": gettext_lazy("Looked at by a person, counts until"),
    }
    columns = [
        CellColumn("page", "link_cell", label=gettext_lazy("Link"), classname="title"),
        CellColumn("state", "state_cell", label=gettext_lazy("What it answered")),
        CellColumn("acts", "acts_cell", label=gettext_lazy("Done?")),
    ]

    def get_base_queryset(self):
        return Place.objects.for_user(self.request.user).select_related("page", "address")

    def decorate_paginated_queryset(self, object_list):
        places = list(object_list)
        load_sections([place.page for place in places])
        return places
