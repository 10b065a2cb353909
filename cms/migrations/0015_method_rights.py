"""Who may keep or see the target groups may do the same with the methods: the groups were made before these were."""

from django.db import migrations


def grant(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")  # noqa: N806 - a model
    ContentType = apps.get_model("contenttypes", "ContentType")  # noqa: N806 - a model
    for known in Permission.objects.filter(
        content_type__app_label="cms", codename__endswith="_targetgroup", group__isnull=False
    ).distinct():
        action = known.codename.removesuffix("_targetgroup")
        content_type, _made = ContentType.objects.get_or_create(app_label="cms", model="method")
        permission, _made = Permission.objects.get_or_create(
            content_type=content_type, codename=f"{action}_method", defaults={"name": f"Can {action} method"}
        )
        permission.group_set.add(*known.group_set.all())


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0014_method"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
