from django.db import migrations

BEARABLE_FOR_OLD_CODE = (
    "only the report of tick reads the column: code from before the rename logs an error each minute until the restart"
)


def rename_told_at(apps, schema_editor):
    """The first migration made the column as `told_at` until it was edited; databases of then have that name still."""
    table = apps.get_model("operations", "Heartbeat")._meta.db_table
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
        if "told_at" in columns:
            cursor.execute(f"ALTER TABLE {table} RENAME COLUMN told_at TO reported_at")


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_heartbeat")]

    operations = [migrations.RunPython(rename_told_at, migrations.RunPython.noop)]
