"""Who decides in a step, and in whose place somebody decided."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import GroupApprovalTask, PageLogEntry

from .models import DECIDED_FOR, Substitution


def deciders_of(task) -> dict:
    """Who is asked to decide in this step today, each with the members in whose place.

    Superusers where a group has nobody any more, so that no page waits for ever; nobody for steps of other types.
    """
    if not isinstance(task, GroupApprovalTask):
        return {}
    if hasattr(task, "deciders"):
        deciders = task.deciders()
    else:
        members = get_user_model().objects.filter(groups__in=task.groups.all(), is_active=True)
        deciders = {member: [] for member in members.distinct()}
    return deciders or {user: [] for user in superusers()}


def superusers() -> QuerySet:
    return get_user_model().objects.filter(is_superuser=True, is_active=True)


def tasks_of(user) -> QuerySet:
    """The steps in which this user decides today: of the own groups, and of those of who is away."""
    tasks = GroupApprovalTask.objects.filter(active=True)
    if user.is_superuser:
        return tasks
    away = [each.reviewer_id for each in Substitution.of_substitute(user)]
    mine = Q(groups__in=Group.objects.filter(user=user))
    theirs = Q(groups__in=Group.objects.filter(user__in=away), reviewtask__isnull=False)
    return tasks.filter(mine | theirs).distinct()


def names_of(users) -> str:
    return get_text_list([get_user_display_name(user) for user in users], _("and"))


def names_of_keys(keys) -> str:
    """The names of these people; of who has no account any more, something that reads as one."""
    people = get_user_model().objects.filter(pk__in=keys)
    return names_of(people) or _("somebody who has no account any more")


def replaced_in(task_states) -> dict:
    """For each of these decisions that a substitute took, by its key: the names of whom it was taken for."""
    states = list(task_states)
    entries = PageLogEntry.objects.filter(
        action=DECIDED_FOR, data__task_state__in=[each.pk for each in states]
    )
    data = list(entries.values_list("data", flat=True))
    people = get_user_model().objects.in_bulk({key for each in data for key in each["replaced"]})
    return {
        each["task_state"]: names_of([people[key] for key in each["replaced"] if key in people])
        for each in data
    }
