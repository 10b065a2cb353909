"""Replaces views of a page in which Wagtail shows a team too much."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from wagtail import hooks
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.admin.views.pages import listing, workflow
from wagtail.admin.views.pages.choose_parent import ChooseParentView, GenericChooseParentView
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, get_page_models

from cms.forms import ChooseSectionForm
from cms.permissions import is_reviewer

from .choosers import VisiblePageUsage
from .history import ComparedVersions, HistoryInWords
from .page_forms import PageCreateView, PageEditView, PageRevertView


def raise_not_found(request, **kwargs):
    """Replaces views of Wagtail that we don't offer: a deliberate error, and image URLs that we don't serve."""
    raise Http404


class PageTypesUsageView(PageTypesUsageReportView):
    """For reviewers only: the report shows pages of all teams."""

    def dispatch(self, request, *args, **kwargs):
        if not is_reviewer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ExplorerView(listing.ExplorableIndexView):
    """Sorts by hand only who may, and where that is offered: Wagtail then shows all pages at once to anybody."""

    def get_valid_orderings(self):
        orderings = super().get_valid_orderings()
        may_sort = self.permissions.can_reorder_children()
        return [name for name in orderings if may_sort or name != self.sort_order_field]


class PageMoveConfirmView(MoveConfirmView):
    """Checks the permission first: Wagtail does so after showing both titles."""

    def dispatch(self, request, page_to_move_id, destination_id, *args, **kwargs):
        page = get_object_or_404(Page, pk=page_to_move_id)
        if not page.permissions_for_user(request.user).can_move():
            raise PermissionDenied
        return super().dispatch(request, page_to_move_id, destination_id, *args, **kwargs)


@method_decorator(transaction.atomic, name="post")
class SectionPrivacyView(SetPrivacyView):
    """Offers a team its own groups only: the names of others may be those of unpublished platforms."""

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if not is_reviewer(self.request.user):
            form.fields["groups"].queryset = self.request.user.groups.all()
        return form


@method_decorator(transaction.atomic, name="post")
class PageUnpublishView(UnpublishView):
    """Does all or nothing: what can't be recorded in the audit log is not done."""


@method_decorator(transaction.atomic, name="post")
class PageCopyView(CopyView):
    """The same, for copies that are public."""


class EditPermissionMixin:
    """Mixin for workflow views: checks the edit permission first; Wagtail does so after showing the title."""

    def dispatch(self, request, *args, **kwargs):
        if not self.object.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PageWorkflowActionView(EditPermissionMixin, workflow.WorkflowActionView):
    pass


class PageWorkflowActionDataView(EditPermissionMixin, workflow.CollectWorkflowActionDataView):
    """The dialog of a decision, with what other rooms ask in it: functions of the form class, the page and the action
    that give a form class.
    """

    def get_form_class(self):
        form_class = super().get_form_class()
        for extend in hooks.get_hooks("construct_decision_form"):
            form_class = extend(form_class, self.object, self.action_name)
        return form_class


class PageWorkflowCancellationView(EditPermissionMixin, workflow.ConfirmWorkflowCancellationView):
    pass


class PageTaskPreviewView(EditPermissionMixin, workflow.PreviewRevisionForTaskView):
    pass


class ChooseSectionMixin:
    """Mixin for a view that asks for the parent of a new page: offers parents by the name of their platform."""

    def get_form(self):
        parents = self.get_valid_parent_pages(self.request.user)
        return ChooseSectionForm(parents, self.request.POST or None)


class ChooseSectionView(ChooseSectionMixin, ChooseParentView):
    pass


class GenericChooseSectionView(ChooseSectionMixin, GenericChooseParentView):
    """Answers 404 for a name that is no creatable page type, where Wagtail raises."""

    def dispatch(self, request, app_label, model_name, **kwargs):
        model = get_object_or_404(ContentType, app_label=app_label, model=model_name).model_class()
        if model not in get_page_models() or not model.is_creatable:
            raise Http404
        return super().dispatch(request, app_label=app_label, model_name=model_name, **kwargs)


class SectionPageViewSet(PageViewSet):
    """Wagtail's views of pages, with our replacements."""

    model = Page
    add_view_class = PageCreateView
    copy_view_class = PageCopyView
    edit_view_class = PageEditView
    history_view_class = HistoryInWords
    index_view_class = ExplorerView
    move_confirm_view_class = PageMoveConfirmView
    revisions_compare_view_class = ComparedVersions
    revisions_revert_view_class = PageRevertView
    set_privacy_view_class = SectionPrivacyView
    unpublish_view_class = PageUnpublishView
    usage_view_class = VisiblePageUsage
    choose_parent_view_class = GenericChooseSectionView
    workflow_action_view_class = PageWorkflowActionView
    collect_workflow_action_data_view_class = PageWorkflowActionDataView
    confirm_workflow_cancellation_view_class = PageWorkflowCancellationView
    workflow_preview_view_class = PageTaskPreviewView
