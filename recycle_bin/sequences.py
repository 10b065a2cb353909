"""Keeps the numbers of kept rows free after a restore or a move: databases count on from the highest that they have."""

from collections import defaultdict

from django.db import DEFAULT_DB_ALIAS, connections, models

from .models import KeptRow
from .rows import model_of


def pass_kept_keys(using=DEFAULT_DB_ALIAS) -> None:
    """Has every table count on from the highest key that the bin holds, so that no new row takes it."""
    highest, connection = defaultdict(int), connections[using]
    for label, key in KeptRow.objects.using(using).values_list("model", "object_key").iterator():
        if key.isdecimal():
            highest[label] = max(highest[label], int(key))
    with connection.cursor() as cursor:
        for label, key in highest.items():
            model = model_of(label)
            if model and isinstance(model._meta.pk, models.AutoField):
                pass_key(connection, cursor, model, key)


def pass_key(connection, cursor, model, key) -> None:
    table, column = model._meta.db_table, model._meta.pk.column
    if connection.vendor == "postgresql":
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
        [sequence] = cursor.fetchone()
        statement = f"SELECT setval(%s, GREATEST(%s, (SELECT last_value FROM {sequence})))"  # noqa: S608 - its name
        cursor.execute(statement, [sequence, key])
        return
    cursor.execute("UPDATE sqlite_sequence SET seq = MAX(seq, %s) WHERE name = %s", [key, table])
    if not cursor.rowcount:
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, key])
