"""Renditions move to the folder that the web server serves, the rest of MEDIA_ROOT is out of its reach."""

from pathlib import Path

from django.conf import settings
from django.db import migrations

FOLDER = "images"


def move(source, target):
    """Each file by itself: both folders may be there, after a migration that was broken off."""
    for path in sorted(source.rglob("*")):
        if path.is_file():
            goal = target / path.relative_to(source)
            goal.parent.mkdir(parents=True, exist_ok=True)
            path.replace(goal)


def make_public(apps, schema_editor):
    media = Path(settings.MEDIA_ROOT)
    move(media / FOLDER, media / "public" / FOLDER)


def put_back(apps, schema_editor):
    media = Path(settings.MEDIA_ROOT)
    move(media / "public" / FOLDER, media / FOLDER)


class Migration(migrations.Migration):
    dependencies = [("cms", "0011_count_from_today")]

    operations = [migrations.RunPython(make_public, put_back)]
