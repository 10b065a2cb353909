"""Who works on the site: the reviewers, the files that all may use, and the mail that welcomes a colleague."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import Group, Permission
from django.utils import translation
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

# Names of content, as editors know them: not texts of the interface.
REVIEWERS = "Eindredactie"
SHARED = "Gedeeld"
REVIEW = "Nazicht door de eindredactie"

# The groups of Wagtail's own migrations.
EDITORS, MODERATORS = "Editors", "Moderators"

MAY_REVIEW = ["add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"]
MAY_USE_FILES = ["choose_image", "choose_document"]
MAY_KEEP_FILES = ["add_image", "change_image", "add_document", "change_document", *MAY_USE_FILES]
VOCABULARIES = ["theme", "targetgroup", "organisation", "person", "legalreference"]
READ_ONLY = ["view_municipality", "view_region"]
SITE_SETTINGS = [
    "change_navigation",
    "change_publisher",
    "add_redirect",
    "change_redirect",
    "delete_redirect",
]


def shared_collection():
    """The collection for pictures and documents of all. Below the root: a right on the root opens every collection."""
    return Collection.objects.filter(
        depth=2, name=SHARED
    ).first() or Collection.get_first_root_node().add_child(name=SHARED)


def make_reviewers(home):
    """The group that reviews everything below this page, with its shared collection and workflow; safe to repeat."""
    group, _made = Group.objects.get_or_create(name=REVIEWERS)
    keeping = [f"{action}_{name}" for name in VOCABULARIES for action in ("add", "change", "delete")]
    grant(group, "access_admin", *keeping, *READ_ONLY, *SITE_SETTINGS)
    grant_on_page(group, home, MAY_REVIEW)
    grant_on_collection(group, Collection.get_first_root_node(), MAY_KEEP_FILES)
    shared_collection()
    make_review_workflow(group, home)
    return group


def make_review_workflow(group, home):
    """Who submits a page below this one asks the reviewers."""
    task, _made = GroupApprovalTask.objects.get_or_create(name=REVIEW)
    task.groups.add(group)
    workflow, _made = Workflow.objects.get_or_create(name=REVIEW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})
    return workflow


def remove_wagtails_team():
    """Wagtail begins with editors, moderators and a workflow for all pages: on a new site, where nobody uses them yet,
    they only stand beside ours."""
    for task in GroupApprovalTask.objects.filter(name=f"{MODERATORS} approval", groups__user=None):
        Workflow.objects.filter(workflow_tasks__task=task).delete()
        task.delete()
    Group.objects.filter(name__in=[EDITORS, MODERATORS], user=None).delete()


def permissions(codenames):
    return Permission.objects.filter(codename__in=codenames).exclude(content_type__app_label="auth")


def grant(group, *codenames):
    group.permissions.add(*permissions(codenames))


def grant_on_page(group, page, codenames):
    for permission in permissions(codenames).filter(content_type__app_label="wagtailcore"):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def grant_on_collection(group, collection, codenames):
    for permission in permissions(codenames).filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"]
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def send_welcome(user):
    """Mail a new colleague a link to choose a password. True when there was somebody to send it to."""
    form = PasswordResetForm({"email": user.email})
    if not form.is_valid():
        return False
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    # The address comes from the settings: a request's Host header could lead the link elsewhere.
    with translation.override(settings.LANGUAGE_CODE):
        form.save(
            domain_override=urlsplit(base).netloc,
            subject_template_name="cms/mail/welcome_subject.txt",
            email_template_name="cms/mail/welcome.txt",
            extra_email_context={"base_url": base},
        )
    return True
