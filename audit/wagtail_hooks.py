"""Registers the screen of the audit log, and records what Wagtail changes without a signal."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem

from .models import Action
from .recording import record
from .views import AuditReport


@hooks.register("register_admin_urls")
def register_audit_log_urls():
    return [
        path("reports/audit-log/", AuditReport.as_view(), name="audit_log"),
        path("reports/audit-log/results/", AuditReport.as_view(results_only=True), name="audit_log_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_audit_log_menu_item():
    url = reverse("audit_log")
    return AdminOnlyMenuItem(AuditReport.page_title, url, name="audit-log", icon_name="history", order=1200)


@hooks.register("after_bulk_action")
def record_active_state(request, action_type, users, action):
    """Wagtail switches many accounts on or off by one update of the table."""
    if action_type == "set_active_state":
        for user in users:
            record(Action.ACCOUNT_CHANGED, user, changed=["is_active"], is_superuser=user.is_superuser)
