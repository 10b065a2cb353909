"""Write down what was derived until now: the platform of a person."""

from django.db import migrations


def write_sections(apps, schema_editor):
    """The first page of a coordinator said until now whose data they are."""
    people = apps.get_model("cms", "Person").objects
    platforms = dict(apps.get_model("platforms", "PlatformPage").objects.values_list("path", "pk"))
    pages = apps.get_model("platforms", "CoordinatorPage").objects.exclude(person=None)
    # The last one written is the first page.
    for person, path in pages.order_by("-pk").values_list("person_id", "path"):
        people.filter(pk=person).update(section_id=platforms.get(path[:-4]))


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0011_count_from_today"),
        ("platforms", "0004_keys_of_sections"),
    ]

    operations = [migrations.RunPython(write_sections, migrations.RunPython.noop)]
