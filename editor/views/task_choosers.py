"""Choosers of tasks for a workflow, for who may edit workflows: Wagtail names any task to everybody in the admin."""

from django.urls import path
from wagtail.admin.auth import PermissionPolicyChecker
from wagtail.admin.views import workflows
from wagtail.models import Workflow
from wagtail.permissions import policy_registry
from wagtail.utils.urlpatterns import decorate_urlpatterns

urlpatterns = decorate_urlpatterns(
    [
        path("", workflows.TaskChooserView.as_view()),
        path("results/", workflows.TaskChooserResultsView.as_view()),
        path("create/", workflows.TaskChooserCreateView.as_view()),
        path("<int:task_id>/", workflows.task_chosen),
    ],
    PermissionPolicyChecker(policy_registry.get_by_type(Workflow)).require_any("add", "change"),
)
