"""Pages that say “with a form” and give its address have a form on another website: that is “link” from now on.

“With a form” is the form of this site. Drafts and old versions stay as they are: publishing one asks the editor.
"""

from django.db import migrations

BEARABLE_FOR_OLD_CODE = "It shows the button to the address whichever of the two ways stands there."


def link_to_other_forms(apps, schema_editor):
    for name in ("EventPage", "TrajectoryPage"):
        pages = apps.get_model("events", name).objects.filter(registration_mode="form")
        pages.exclude(registration_url="").update(registration_mode="link")


class Migration(migrations.Migration):
    dependencies = [("events", "0006_registering")]

    operations = [migrations.RunPython(link_to_other_forms, migrations.RunPython.noop)]
