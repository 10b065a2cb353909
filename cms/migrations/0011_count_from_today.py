"""Who has a last day already is kept 30 days from today: when it was filled in, nobody wrote down."""

from django.db import migrations
from django.utils import timezone


def count_from_today(apps, schema_editor):
    people = apps.get_model("cms", "Person").objects.exclude(active_until=None)
    people.filter(active_until_set_at=None).update(active_until_set_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("cms", "0010_person_section")]

    operations = [migrations.RunPython(count_from_today, migrations.RunPython.noop)]
