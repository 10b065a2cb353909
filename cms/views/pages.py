"""The screens of a page: those of Wagtail that show a team too much, and what replaces them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.admin.views.pages import workflow
from wagtail.admin.views.pages.choose_parent import ChooseParentView, GenericChooseParentView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from cms.forms import ChooseSectionForm
from cms.permissions import is_reviewer

from .choosers import KnownPageUsage


def no_such_page(request):
    """For Wagtail's screen that fails on purpose."""
    raise Http404


class PageTypesUsage(PageTypesUsageReportView):
    """The report names the last edited page of each type and counts them all: for reviewers only."""

    def dispatch(self, request, *args, **kwargs):
        if not is_reviewer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class MoveConfirm(MoveConfirmView):
    """Wagtail asks for permission after it has shown both titles; this asks first."""

    def dispatch(self, request, page_to_move_id, destination_id, *args, **kwargs):
        page = get_object_or_404(Page, pk=page_to_move_id)
        if not page.permissions_for_user(request.user).can_move():
            raise PermissionDenied
        return super().dispatch(request, page_to_move_id, destination_id, *args, **kwargs)


class SetPrivacy(SetPrivacyView):
    """Wagtail offers all groups, and so the names of platforms that are not public yet."""

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if not is_reviewer(self.request.user):
            form.fields["groups"].queryset = self.request.user.groups.all()
        return form


class OnlyForEditors:
    """Stands left of a screen of the workflow: Wagtail names the page before it asks who wants to know."""

    def dispatch(self, request, *args, **kwargs):
        if not self.object.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TakeWorkflowAction(OnlyForEditors, workflow.WorkflowActionView):
    pass


class CollectWorkflowActionData(OnlyForEditors, workflow.CollectWorkflowActionDataView):
    pass


class ConfirmWorkflowCancellation(OnlyForEditors, workflow.ConfirmWorkflowCancellationView):
    pass


class PreviewForTask(OnlyForEditors, workflow.PreviewRevisionForTaskView):
    pass


class ChooseSection:
    """Stands left of a view that asks where a new page goes: offers the places by the name of their platform."""

    def get_form(self):
        places = self.get_valid_parent_pages(self.request.user)
        return ChooseSectionForm(places, self.request.POST or None)


class ChooseSectionView(ChooseSection, ChooseParentView):
    pass


class GenericChooseSectionView(ChooseSection, GenericChooseParentView):
    pass


class SafePageViewSet(PageViewSet):
    """The screens of every page type, with those replaced that show a team too much."""

    model = Page
    move_confirm_view_class = MoveConfirm
    set_privacy_view_class = SetPrivacy
    usage_view_class = KnownPageUsage
    choose_parent_view_class = GenericChooseSectionView
    workflow_action_view_class = TakeWorkflowAction
    collect_workflow_action_data_view_class = CollectWorkflowActionData
    confirm_workflow_cancellation_view_class = ConfirmWorkflowCancellation
    workflow_preview_view_class = PreviewForTask
