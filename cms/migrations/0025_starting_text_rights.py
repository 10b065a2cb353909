"""Who may keep the themes may keep the starting texts: the group of reviewers was made before these were."""

from django.db import migrations

BEARABLE_FOR_OLD_CODE = "Adds permissions on a model that the code of before does not have."


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")  # noqa: N806 - a model
    Permission = apps.get_model("auth", "Permission")  # noqa: N806 - a model
    ContentType = apps.get_model("contenttypes", "ContentType")  # noqa: N806 - a model
    groups = Group.objects.filter(
        permissions__content_type__app_label="cms", permissions__codename="change_theme"
    )
    for action in ("add", "change", "delete") if groups else ():
        content_type, _made = ContentType.objects.get_or_create(app_label="cms", model="startingtext")
        permission, _made = Permission.objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_startingtext",
            defaults={"name": f"Can {action} starting text"},
        )
        permission.group_set.add(*groups)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0024_starting_texts_and_review_terms"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
