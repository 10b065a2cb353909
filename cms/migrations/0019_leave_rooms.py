"""The words that search knows, and the changes of lists, have rooms of their own now, and tables of their names.

What search has learnt is taken along; changes are only of use to a process that has read the ones before.
"""

from django.db import migrations

TAKE_ALONG = [
    "INSERT INTO search_searchword (word) SELECT word FROM cms_searchword",
    "INSERT INTO search_searchrefresh (page_id, due_on) SELECT page_id, due_on FROM cms_searchrefresh",
]


def forget_types(apps, schema_editor):
    """Content types of models that are gone, and with them their permissions."""
    gone = ["listingchange", "searchword", "searchrefresh"]
    apps.get_model("contenttypes", "ContentType").objects.filter(app_label="cms", model__in=gone).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('caching', '0001_initial'),
        ('cms', '0018_picture_licence'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('search', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(TAKE_ALONG, migrations.RunSQL.noop),
        migrations.DeleteModel('ListingChange'),
        migrations.DeleteModel('SearchWord'),
        migrations.DeleteModel('SearchRefresh'),
        migrations.RunPython(forget_types, migrations.RunPython.noop),
    ]
