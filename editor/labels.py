"""Translated labels for fields and columns that Wagtail leaves in English."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import auth, choosers, workflows
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView
from wagtail.sites.views import IndexView as SiteList
from wagtail.users.views.bulk_actions import assign_role

LINK_TEXT = _("Text of the link")
FORMS = {
    auth.LoginForm: {"password": _("Password")},
    choosers.ExternalLinkChooserForm: {"link_text": LINK_TEXT},
    choosers.AnchorLinkChooserForm: {"link_text": LINK_TEXT},
    choosers.EmailLinkChooserForm: {
        "email_address": _("E-mail address"),
        "link_text": LINK_TEXT,
        "subject": _("Subject"),
        "body": _("Text of the mail"),
    },
    choosers.PhoneLinkChooserForm: {"phone_number": _("Phone number"), "link_text": LINK_TEXT},
    workflows.WorkflowPageForm: {"page": _("Page")},
    assign_role.RoleForm: {"role": _("Role")},
}
SITE_COLUMNS = {"port": _("Port"), "site_name": _("Name"), "root_page": _("Start page")}

# Headings of exported tables.
REPORTS = {
    WorkflowView: {"workflow": _("Review"), "requested_by": _("Requested by")},
    WorkflowTasksView: {
        "task": _("Step"),
        "started_at": _("Started at"),
        "finished_at": _("Finished at"),
        "finished_by": _("Finished by"),
    },
}


def translate_wagtail_labels():
    """Sets labels on Wagtail's own classes: it has no setting for them."""
    for form, labels in FORMS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
    for column in SiteList.columns:
        column.label = SITE_COLUMNS.get(column.name, column.label)
    for report, labels in REPORTS.items():
        report.export_headings = report.export_headings | labels
    SearchView.verbose_name, SearchView.verbose_name_plural = _("page"), _("pages")
