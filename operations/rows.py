"""Rows of the database as text that is the same on every engine, streamed from one database or into another.

A row is one line: a JSON array with the columns in the order of the model. The lines of a table come in the order of
the primary key, so that equal tables have equal checksums, whatever the engine.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Context, Decimal
from functools import cached_property, partial
from itertools import islice

from django.apps import apps
from django.core.management.color import no_style
from django.db import models

BATCH = 1000
# Their rows are made again, or end with the server: what search knows, who is signed in, the changes that caches
# follow, the addresses of who guessed a password, and read-only mode. A restore empties them.
LEFT_OUT = {
    "search.SearchRefresh",
    "search.SearchWord",
    "wagtailsearch.IndexEntry",
    "sessions.Session",
    "caching.ListingChange",
    "cms.ReadOnlyMode",
    "axes.AccessAttempt",
    "axes.AccessAttemptExpiration",
    "axes.AccessFailureLog",
    "axes.AccessLog",
}
# A model on SQLite alone, whose rows follow those of the index by triggers.
ENGINES_OWN = {"wagtailsearch.SQLiteFTSIndexEntry"}
UTC_SUFFIX = "+00:00"
DECIMALS = Context(prec=60)
# From here on the shortest text of a number has an exponent, which PostgreSQL does not keep.
LARGE = 1e16


def number(text):
    """A number with a point or exponent in JSON; PostgreSQL writes a large one as an integer."""
    value = float(text) + 0.0  # no -0.0
    return int(value) if value.is_integer() and abs(value) >= LARGE else value


def json_text(text: str) -> str:
    """JSON spaced and escaped as Django writes it, with sorted keys: PostgreSQL keeps neither their order nor spaces.

    Text that is no JSON stays, as SQLite stores it.
    """
    try:
        return json.dumps(json.loads(text, parse_float=number), sort_keys=True)
    except ValueError:
        return text


def moment_text(value) -> str:
    """In UTC, without microseconds where there are none: SQLite compares moments as text, and Django writes so."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if moment.tzinfo:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{moment}{UTC_SUFFIX}"


def decimal_text(value, places) -> str:
    """SQLite keeps a decimal as a number that has lost its last zeros."""
    return str(Decimal(str(value)).quantize(Decimal(1).scaleb(-places), context=DECIMALS))


def hex_text(value) -> str:
    return value if isinstance(value, str) else value.hex


def bytes_text(value) -> str:
    return base64.b64encode(bytes(value)).decode()


# From what a cursor gives to what a line holds, by the internal type of the field. None: as it is.
READ = {
    "BooleanField": bool,
    "FloatField": float,
    "DateField": str,
    "TimeField": str,
    "DateTimeField": moment_text,
    "UUIDField": hex_text,
    "BinaryField": bytes_text,
    "JSONField": json_text,
    "DecimalField": decimal_text,
    **dict.fromkeys(
        [
            "AutoField",
            "BigAutoField",
            "BigIntegerField",
            "CharField",
            "FileField",
            "GenericIPAddressField",
            "IntegerField",
            "PositiveBigIntegerField",
            "PositiveIntegerField",
            "PositiveSmallIntegerField",
            "SlugField",
            "SmallAutoField",
            "SmallIntegerField",
            "TextField",
        ]
    ),
}
# And back, where the engine does not take what the line holds.
WRITE = {
    "sqlite": {
        "BinaryField": base64.b64decode,
        "DateTimeField": lambda text: text.removesuffix(UTC_SUFFIX),
    },
    "postgresql": {"BinaryField": base64.b64decode},
}


def stored_field(field):
    """The field that decides what the column holds: for a key, that of the row that it points at."""
    while field.remote_field:
        field = field.target_field
    return field


def reader_of(field):
    field = stored_field(field)
    read = READ[field.get_internal_type()]
    return partial(read, places=field.decimal_places) if read is decimal_text else read


@dataclass(frozen=True)
class Table:
    """The table of a model, with the columns that the model has."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def fields(self):
        return self.model._meta.local_concrete_fields

    @cached_property
    def columns(self) -> list[str]:
        return [field.column for field in self.fields]

    def converters(self, readers) -> list[tuple]:
        """The places of the columns that have to be converted, each with its function."""
        return [(place, reader) for place, reader in enumerate(readers) if reader]

    def order(self, connection) -> str:
        key = connection.ops.quote_name(self.model._meta.pk.column)
        is_text = stored_field(self.model._meta.pk).get_internal_type() in {"CharField", "SlugField"}
        return f'{key} COLLATE "C"' if is_text and connection.vendor == "postgresql" else key


def tables() -> list[Table]:
    """Every table that a backup holds."""
    return [Table(model) for model in stored_models() if model._meta.label not in LEFT_OUT]


def stored_models():
    """The models with a table of their own that migrations made, those between two models too."""
    return [model for model in apps.get_models(include_auto_created=True) if is_stored(model._meta)]


def is_stored(options):
    return options.managed and not options.proxy and options.label not in ENGINES_OWN


@contextmanager
def snapshot(connection) -> Iterator[None]:
    """Reads within this context see the database as it was when it began; nobody waits for it."""
    # Not `atomic`: on SQLite that would take the lock for writing.
    begin = {
        "sqlite": ["BEGIN DEFERRED", "SELECT 1 FROM sqlite_master"],
        "postgresql": ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SELECT 1"],
    }
    with connection.cursor() as cursor:
        for statement in begin[connection.vendor]:
            cursor.execute(statement)
            # SQLite takes its snapshot at the first row that is read.
            if statement.startswith("SELECT"):
                cursor.fetchall()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


class Checksum:
    """Counts the lines that pass, and hashes them."""

    def __init__(self):
        self.rows, self.digest = 0, hashlib.sha256()

    def watch(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            self.rows += 1
            self.digest.update(line)
            yield line

    def as_dict(self) -> dict:
        return {"rows": self.rows, "sha256": self.digest.hexdigest()}


def checksum_of(lines) -> dict:
    checksum = Checksum()
    for _line in checksum.watch(lines):
        pass
    return checksum.as_dict()


def read_rows(connection, table) -> Iterator[bytes]:
    """The lines of the table, in batches from the server. Call it in a transaction."""
    columns = ", ".join(map(connection.ops.quote_name, table.columns))
    name = connection.ops.quote_name(table.name)
    converters = table.converters([reader_of(field) for field in table.fields])
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {name} ORDER BY {table.order(connection)}")  # noqa: S608 - names of models
        while rows := cursor.fetchmany(BATCH):
            for row in rows:
                values = list(row)
                for place, convert in converters:
                    if values[place] is not None:
                        values[place] = convert(values[place])
                yield f"{encode(values)}\n".encode()


def write_rows(connection, table, lines) -> None:
    """Adds the rows of these lines to the table."""
    writers = WRITE[connection.vendor]
    kinds = [stored_field(field).get_internal_type() for field in table.fields]
    converters = table.converters([writers.get(kind) for kind in kinds])
    WRITERS[connection.vendor](connection, table, parsed(lines, converters))


def parsed(lines, converters):
    for line in lines:
        values = json.loads(line)
        for place, convert in converters:
            if values[place] is not None:
                values[place] = convert(values[place])
        yield values


def insert(connection, table, rows):
    columns = ", ".join(map(connection.ops.quote_name, table.columns))
    marks = ", ".join(["%s"] * len(table.columns))
    statement = f"INSERT INTO {connection.ops.quote_name(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608 - names of models
    with connection.cursor() as cursor:
        while batch := list(islice(rows, BATCH)):
            cursor.executemany(statement, batch)


def copy(connection, table, rows):
    columns = ", ".join(map(connection.ops.quote_name, table.columns))
    statement = f"COPY {connection.ops.quote_name(table.name)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as target:
        for row in rows:
            target.write_row(row)


WRITERS = {"sqlite": insert, "postgresql": copy}


def empty_tables(connection) -> None:
    """Takes away every row of every model, those that migrations made too."""
    names = [connection.ops.quote_name(model._meta.db_table) for model in stored_models()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)}")
            return
        for name in names:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - names of models


def reset_sequences(connection) -> None:
    """The next row of each table gets the number after the highest; SQLite sees to that itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), stored_models()):
            cursor.execute(statement)
