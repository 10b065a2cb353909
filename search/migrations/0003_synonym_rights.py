"""Who may keep the themes may keep the synonyms and best bets, and see what people searched."""

from django.db import migrations

ACTIONS = ("add", "change", "delete")
RIGHTS = [(action, model) for model in ("synonym", "bestbet") for action in ACTIONS] + [("view", "searchedquery")]


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")  # noqa: N806 - a model
    Permission = apps.get_model("auth", "Permission")  # noqa: N806 - a model
    ContentType = apps.get_model("contenttypes", "ContentType")  # noqa: N806 - a model
    groups = Group.objects.filter(
        permissions__content_type__app_label="cms", permissions__codename="change_theme"
    )
    for action, model in RIGHTS if groups else ():
        content_type, _made = ContentType.objects.get_or_create(app_label="search", model=model)
        permission, _made = Permission.objects.get_or_create(
            content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
        )
        permission.group_set.add(*groups)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_synonyms"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
