"""Listings of one page type in the side menu, with the pages of all sections of the user."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from cms.sections import load_sections
from editor.filters import SectionPageFilterSet

from .pages import ChooseSectionView


class SectionColumn(Column):
    """The title of the page's platform; empty for a page of the whole site."""

    def get_value(self, instance):
        return instance.section.title if instance.section else ""


class SectionListView(IndexView):
    """Loads the platforms of all rows in one query."""

    def paginate_queryset(self, queryset, page_size):
        paginator, page, pages, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = load_sections(pages)
        return paginator, page, page.object_list, is_paginated

    @cached_property
    def add_url(self):
        """None for a user who may add this page type nowhere."""
        parents = ChooseSectionView(model=self.model).get_valid_parent_pages(self.request.user)
        return super().add_url if parents.exists() else None


class SectionListViewSet(PageListingViewSet):
    """A listing of one page type in the side menu. A team sees the pages of its own section, reviewers all.

    `start_label`: the label of its button on the start screen; None for no button.
    """

    start_label = None

    index_view_class = SectionListView
    choose_parent_view_class = ChooseSectionView
    filterset_class = SectionPageFilterSet
    add_to_admin_menu = True
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        SectionColumn("section", label=_("Platform")),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="12%"),
        DateColumn(
            "latest_revision_created_at",
            label=_("Last edited"),
            sort_key="latest_revision_created_at",
            width="12%",
        ),
    ]

    def on_register(self):
        super().on_register()
        if self.start_label:
            hooks.register("register_start_button", self.start_button, order=self.menu_order)

    def start_button(self, user):
        """The context of the button to add a page; None for a user who may add this page type nowhere."""
        parents = ChooseSectionView(model=self.model).get_valid_parent_pages(user)
        url = reverse(self.get_url_name("choose_parent"))
        return {"label": self.start_label, "url": url, "icon": self.icon} if parents.exists() else None
