"""The end of a period was known as well as its start. Going back, both are known as the less known one is."""

from django.db import migrations
from django.db.models import F

COARSER = {"month": ["day"], "year": ["day", "month"]}


def copy_precision(apps, schema_editor):
    trajectories = apps.get_model("events", "TrajectoryPage").objects
    trajectories.update(period_end_precision=F("period_start_precision"))


def share_coarser(apps, schema_editor):
    trajectories = apps.get_model("events", "TrajectoryPage").objects.exclude(period_end=None)
    for precision, finer in COARSER.items():
        known_less = trajectories.filter(period_end_precision=precision, period_start_precision__in=finer)
        known_less.update(period_start_precision=precision)


class Migration(migrations.Migration):
    dependencies = [("events", "0004_end_precision")]

    operations = [migrations.RunPython(copy_precision, share_coarser)]
