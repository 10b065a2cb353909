"""Stored pictures are written anew: within bounds, upright, without what they tell of camera and place.

Going back leaves them as they are. What only a person can mend, `manage.py mend_pictures` lists.
"""

from django.db import migrations

from media.stored_pictures import clean_stored_pictures


def clean(apps, schema_editor):
    images = apps.get_model("cms", "CustomImage")._base_manager.order_by("pk")
    for image, problem in clean_stored_pictures(images.iterator()):
        print(f"\n    Picture {image.pk} ({image.file.name}): {problem}", end="")  # noqa: T201


class Migration(migrations.Migration):
    # A file written anew stays so, whatever happens to the next.
    atomic = False
    dependencies = [("cms", "0012_move_public_files")]

    operations = [migrations.RunPython(clean, migrations.RunPython.noop)]
