"""Makes the steps of workflows that a group decides our own type, which knows substitutes."""

from django.db import migrations

BEARABLE_FOR_OLD_CODE = (
    "It knows no such step, so that nobody can decide on a page in review until it is replaced; what was submitted stays,"
    " and readers notice nothing."
)
# Of Wagtail's own migrations; `make_site` deletes it.
WAGTAILS = "Moderators approval"


def type_of(apps, model):
    content_types = apps.get_model("contenttypes", "ContentType")
    return content_types.objects.get_or_create(app_label=model._meta.app_label, model=model._meta.model_name)[0]


def forwards(apps, schema_editor):
    """Each task keeps its key, its groups and the pages in review; it only gets a row of our type."""
    review_task = apps.get_model("moderation", "ReviewTask")
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.exclude(name=WAGTAILS):
        values = {"name": task.name, "active": task.active, "content_type": type_of(apps, review_task)}
        review_task(pk=task.pk, task_ptr_id=task.pk, **values).save()


def backwards(apps, schema_editor):
    group_task = type_of(apps, apps.get_model("wagtailcore", "GroupApprovalTask"))
    review_tasks = apps.get_model("moderation", "ReviewTask").objects.all()
    apps.get_model("wagtailcore", "Task").objects.filter(pk__in=review_tasks.values("pk")).update(
        content_type=group_task
    )
    review_tasks._raw_delete(review_tasks.db)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_reviews"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [migrations.RunPython(forwards, backwards)]
