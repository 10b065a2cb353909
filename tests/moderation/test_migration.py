"""The steps of workflows that were there get our type, and keep their groups and the pages in review."""

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Task, TaskState, WorkflowTask

from moderation.models import ReviewTask
from tests.moderation.cases import ReviewCase

migration = import_module("moderation.migrations.0002_review_tasks")


class MigrationTests(ReviewCase):
    def test_there_and_back(self):
        task = GroupApprovalTask.objects.create(name="Akkoord van de directie")
        group = Group.objects.create(name="Directie")
        task.groups.add(group)
        WorkflowTask.objects.create(workflow=self.page.get_workflow(), task=task.task_ptr, sort_order=1)
        self.submit()
        self.decide("approve")

        migration.forwards(apps, None)

        ours = Task.objects.get(pk=task.pk).specific
        self.assertIsInstance(ours, ReviewTask)
        self.assertEqual((ours.name, list(ours.groups.all())), ("Akkoord van de directie", [group]))
        self.assertEqual(TaskState.objects.get(status="in_progress").task_id, task.pk)

        migration.backwards(apps, None)

        theirs = Task.objects.get(pk=task.pk).specific
        self.assertEqual((type(theirs), list(theirs.groups.all())), (GroupApprovalTask, [group]))
        self.assertFalse(ReviewTask.objects.exists())

    def test_wagtails_own_task_stays_as_it_is(self):
        GroupApprovalTask.objects.get_or_create(name=migration.WAGTAILS)

        migration.forwards(apps, None)

        self.assertFalse(ReviewTask.objects.filter(name=migration.WAGTAILS).exists())
