"""Looks for words in every column of every table, in every file of the site, and in what was logged."""

from pathlib import Path

from django.conf import settings
from django.db import connection


def columns_with(words) -> dict[str, set]:
    """The words that stand in each column, as `table.column`."""
    columns = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name of ours
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if here := words_in(text_of(value), words):
                        columns.setdefault(f"{table}.{name}", set()).update(here)
    return columns


def text_of(value) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode(errors="replace")
    return str(value)


def words_in(text, words) -> set[str]:
    folded = text.casefold()
    return {word for word in words if word.casefold() in folded}


def files_with(words) -> dict[str, set]:
    """The words that stand in each file that the site keeps."""
    folder = Path(settings.MEDIA_ROOT)
    files = [path for path in folder.rglob("*") if path.is_file()]
    contents = {str(path): words_in(path.read_bytes().decode(errors="replace"), words) for path in files}
    return {path: words for path, words in contents.items() if words}
