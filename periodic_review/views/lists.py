"""The list of all pages with a term, and the screen on which somebody hands over everything."""

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton

from cms.models import PageReview
from cms.models.page_reviews import SOON
from cms.permissions import pages_to_change
from cms.sections import load_sections
from editor.filters import platforms_of

from ..forms import HandOverForm
from ..reviewing import hand_over
from ..teams import concerns
from ..work import last_review, urgency_of

STATES = [
    ("late", gettext_lazy("overdue")),
    ("due", gettext_lazy("overdue or due within 30 days")),
    ("never", gettext_lazy("never reviewed")),
    ("untrue", gettext_lazy("overdue for more than a year: readers are told")),
]


def own_reviews(user):
    """The reviews of live pages that this user may edit and that matter still."""
    return PageReview.objects.counting().filter(page__in=pages_to_change(user).values("pk"))


def people_responsible(request):
    return get_user_model().objects.filter(pk__in=own_reviews(request.user).values("responsible"))


class ReviewFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=STATES, method="in_state", empty_label=gettext_lazy("All")
    )
    platform = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Platform"),
        queryset=platforms_of,
        method="in_section",
        empty_label=gettext_lazy("All"),
    )
    responsible = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Who is responsible"),
        queryset=people_responsible,
        empty_label=gettext_lazy("All"),
    )
    mine = django_filters.ChoiceFilter(
        label=gettext_lazy("Who hears of it"),
        choices=[("on", gettext_lazy("Only what I hear of"))],
        method="concerning_me",
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = PageReview
        fields = ["state", "platform", "responsible", "mine"]

    def in_state(self, reviews, name, state):
        today = timezone.localdate()
        return reviews.filter(
            {
                "late": Q(review_by__lt=today),
                "due": Q(review_by__lte=today + SOON),
                "never": Q(reviewed_on=None),
                "untrue": Q(is_outdated=True),
            }[state]
        )

    def in_section(self, reviews, name, platform):
        return reviews.filter(page__path__startswith=platform.path)

    def concerning_me(self, reviews, name, value):
        return reviews.filter(concerns(self.request.user))


class UrgencyColumn(Column):
    """A word with a colour of its own; empty for what is not due."""

    cell_template_name = "periodic_review/urgency_cell.html"

    def get_value(self, review):
        return urgency_of(review)


class ConfirmColumn(Column):
    """The button that says that the page is still true; it comes back to the list."""

    cell_template_name = "periodic_review/confirm_cell.html"

    def get_value(self, review):
        return reverse("page_review", args=[review.page_id])

    def get_cell_context_data(self, instance, parent_context):
        request = parent_context["request"]
        context = super().get_cell_context_data(instance, parent_context)
        return {
            **context,
            "next_url": request.get_full_path().replace("/results/", "/"),
            "csrf_token": get_token(request),
        }


class ReviewList(ReportView):
    """The pages of the user's sections that have a term, those first that are due first; reviewers see all."""

    model = PageReview
    page_title = gettext_lazy("Periodic review")
    header_icon = "calendar-check"
    index_url_name = "periodic_review"
    index_results_url_name = "periodic_review_results"
    verbose_name_plural = gettext_lazy("pages to review")
    filterset_class = ReviewFilterSet
    default_ordering = ["review_by", "pk"]
    list_export = ["page.title", "responsible", "reviewed_on", "review_by"]
    export_headings = {
        "page.title": gettext_lazy("Title"),
        "responsible": gettext_lazy("Who is responsible"),
        "reviewed_on": gettext_lazy("Last reviewed on"),
        "review_by": gettext_lazy("Review by"),
    }
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            classname="title",
            accessor=lambda review: review.page.get_admin_display_title(),
            get_url=lambda review: reverse("wagtailadmin_pages:edit", args=[review.page_id]),
        ),
        Column(
            "section",
            label=gettext_lazy("Platform"),
            classname="review-more",
            accessor=lambda review: review.page.section.title if review.page.section else "",
        ),
        Column(
            "responsible",
            label=gettext_lazy("Who is responsible"),
            classname="review-more",
            accessor=lambda review: review.responsible or _("The whole team"),
        ),
        Column("last", label=gettext_lazy("Last reviewed on"), accessor=last_review, classname="review-more"),
        UrgencyColumn("urgency", label=gettext_lazy("State")),
        Column(
            "review_by",
            label=gettext_lazy("Review by"),
            sort_key="review_by",
            classname="review-more",
            accessor=lambda review: date_format(review.review_by, "j F Y"),
        ),
        ConfirmColumn("confirm", label=gettext_lazy("Done?")),
    ]

    def get_base_queryset(self):
        own = own_reviews(self.request.user).exclude(review_by=None)
        return own.select_related("page", "responsible")

    def decorate_paginated_queryset(self, object_list):
        reviews = list(object_list)
        load_sections([review.page for review in reviews])
        return reviews

    @cached_property
    def header_buttons(self):
        url = reverse("periodic_review_hand_over")
        return [HeaderButton(_("Hand over everything of somebody"), url=url, icon_name="user")]


class HandOver(WagtailAdminTemplateMixin, FormView):
    """For reviewers, and for a team within its own section."""

    page_title = gettext_lazy("Hand over")
    header_icon = "user"
    template_name = "periodic_review/form.html"
    form_class = HandOverForm

    def dispatch(self, request, *args, **kwargs):
        if not pages_to_change(request.user).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": reverse("periodic_review"), "label": ReviewList.page_title},
            {"url": "", "label": self.page_title},
        ]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            button=_("Hand over"),
            explanation=_(
                "Who leaves hands over everything at once. Only pages that you may edit are handed over."
            ),
            **kwargs,
        )

    def form_valid(self, form):
        source, target = form.cleaned_data["source"], form.cleaned_data["target"]
        done, kept = hand_over(source, target, self.request.user)
        done_text = ngettext("%(number)d page handed over.", "%(number)d pages handed over.", done)
        messages.success(self.request, done_text % {"number": done})
        if kept:
            kept_text = ngettext(
                "%(number)d page stays, because %(person)s may not edit it.",
                "%(number)d pages stay, because %(person)s may not edit them.",
                kept,
            )
            messages.warning(self.request, kept_text % {"number": kept, "person": target})
        return redirect("periodic_review_hand_over" if kept else "periodic_review")
