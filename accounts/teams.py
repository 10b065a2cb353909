"""The group of reviewers, the shared collection, and mails to reviewers and new users."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from accounts.resets import mail_link
from cms.permissions import reviewers

# Names of content, as editors know them: not texts of the interface.
REVIEWERS = "Eindredactie"
SHARED = "Gedeeld"
REVIEW = "Nazicht door de eindredactie"
# The type of its step, by its label: it stands in a room above this one.
REVIEW_TASK = "moderation.ReviewTask"

# The groups of Wagtail's own migrations.
EDITORS, MODERATORS = "Editors", "Moderators"

MAY_REVIEW = ["add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"]
MAY_USE_FILES = ["choose_image", "choose_document"]
MAY_KEEP_FILES = ["add_image", "change_image", "add_document", "change_document", *MAY_USE_FILES]
VOCABULARIES = ["theme", "targetgroup", "method", "organisation", "person", "legalreference"]
WRITING_AIDS = ["startingtext"]
SEARCH_WORDS = ["synonym", "bestbet"]
READ_ONLY = ["view_municipality", "view_region", "view_searchedquery"]
SITE_SETTINGS = [
    "change_navigation",
    "change_publisher",
    "add_redirect",
    "change_redirect",
    "delete_redirect",
]


def shared_collection():
    """The collection that all teams may use. Not the root: a permission on the root counts for all collections."""
    return Collection.objects.filter(
        depth=2, name=SHARED
    ).first() or Collection.get_first_root_node().add_child(name=SHARED)


def make_reviewers(home):
    """Creates the group that reviews all pages below this one, the shared collection and the workflow; repeatable."""
    group, _created = Group.objects.get_or_create(name=REVIEWERS)
    vocabulary_permissions = [
        f"{action}_{name}"
        for name in [*VOCABULARIES, *WRITING_AIDS, *SEARCH_WORDS]
        for action in ("add", "change", "delete")
    ]
    grant(group, "access_admin", *vocabulary_permissions, *READ_ONLY, *SITE_SETTINGS)
    grant_on_page(group, home, MAY_REVIEW)
    grant_on_collection(group, Collection.get_first_root_node(), MAY_KEEP_FILES)
    shared_collection()
    make_review_workflow(group, home)
    return group


def make_review_workflow(group, home):
    """Creates the workflow of one task, by which reviewers approve pages below this one."""
    task, _created = apps.get_model(REVIEW_TASK).objects.get_or_create(name=REVIEW)
    task.groups.add(group)
    workflow, _created = Workflow.objects.get_or_create(name=REVIEW)
    # The first: without a number PostgreSQL would put it after the steps that somebody adds.
    first = {"sort_order": 0}
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults=first)
    WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})
    return workflow


def remove_wagtail_groups():
    """Deletes Wagtail's default groups and workflow, as far as no user is in them."""
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


def ask_reviewers(user, word, wish, address) -> None:
    """Mails the reviewers a request to change a vocabulary instance, with the URL to do so. Raises OSError."""
    with translation.override(settings.LANGUAGE_CODE):
        values = {
            "user": user,
            "word": word,
            "kind": word._meta.verbose_name,
            "wish": wish,
            "address": address,
        }
        subject = _("A change is asked for: %s") % " ".join(str(word).split())
        text = render_to_string("cms/mail/ask_for_change.txt", values)
    EmailMessage(subject, text, to=reviewers_to_mail(), reply_to=[user.email]).send()


def reviewers_to_mail():
    """The addresses of the reviewers; of superusers if there are none."""
    team = reviewers().filter(is_superuser=False)
    return list((team if team.exists() else reviewers()).values_list("email", flat=True))


def send_welcome(user) -> bool:
    """Mails a new user a link to choose a password; False for an invalid address."""
    return mail_link(user.email, "welcome")
