"""The types of values in the API's schemas: HTML, choices, blocks, partial dates."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from ninja import Field, Schema
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema, create_model
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    EmailBlock,
    StreamValue,
    StructValue,
    TextBlock,
    URLBlock,
)
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText

from fields.parsing.dates import parse_partial_date
from rich_text.output import html_to_show

from .html import absolutise


def html_of(value) -> str:
    """Rich text or a StreamField block as HTML with absolute URLs."""
    if isinstance(value, RichText):
        value = value.source
    html = html_to_show(value) if isinstance(value, str) else value.render_as_block() if value else ""
    return absolutise(str(html), settings.WAGTAILADMIN_BASE_URL)


Html = Annotated[str, BeforeValidator(html_of), WithJsonSchema({"type": "string", "format": "html"})]
# A JSON number; pydantic would write a Decimal as a string.
Number = Annotated[Decimal, PlainSerializer(float, return_type=float)]
# Local time without a zone, which JSON Schema's `time` format requires.
Hour = Annotated[
    time,
    PlainSerializer(lambda hour: f"{hour:%H:%M}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$", "examples": ["08:45"]}),
]
Text = Annotated[str, BeforeValidator(lambda value: str(value or ""))]


TEXTS = (CharBlock, TextBlock, URLBlock, EmailBlock)


class Fields:
    """A block's value with its fields and properties as attributes, for pydantic to read."""

    def __init__(self, value):
        self._value = value

    def __getattr__(self, name):
        if isinstance(self._value, StructValue) and name in self._value:
            return with_attributes(with_default(self._value.block.child_blocks[name], self._value[name]))
        if name.startswith("__"):
            raise AttributeError(name)
        return with_attributes(getattr(self._value, name))


def with_default(block, value):
    """Empty for a missing text, False for a missing tick: what the write API stored may lack them."""
    if value is None and isinstance(block, TEXTS):
        return ""
    return False if value is None and isinstance(block, BooleanBlock) else value


def with_attributes(value):
    """A block's value as pydantic reads it: structs become `Fields`, also in lists."""
    if isinstance(value, StructValue):
        return Fields(value)
    return [with_attributes(part) for part in value] if isinstance(value, list | ListValue) else value


def values_of(stream) -> list:
    """The values of the blocks in a stream or list, in order; see `with_attributes`."""
    values = [child.value if isinstance(child, StreamValue.StreamChild) else child for child in stream or ()]
    return [with_attributes(value) for value in values]


def items(schema):
    """The type of a list of this schema, validated from a stream or list of blocks."""
    return Annotated[list[schema], BeforeValidator(values_of)]


Lines = items(str)


class Word(Schema):
    """A word of a closed list: its key in addresses, and what people call it."""

    slug: str = Field(examples=["wonen"])
    name: str = Field(examples=["Wonen"])


def choice(choices, name):
    """The type of a field with choices: its key and label, or null if it is empty.

    `choices` are Django's, or `(key, label)` pairs; `name` is the name of the schema.
    """
    labels = dict(getattr(choices, "choices", choices))

    def with_label(key):
        if key in (None, ""):
            return None
        return {"key": key, "label": str(labels.get(key, key))}

    keys = Literal[tuple(str(key) for key in labels if key != "")]
    schema = create_model(name, __base__=Schema, __doc__=None, key=(keys, ...), label=(str, ...))
    return Annotated[schema | None, BeforeValidator(with_label)]


class PartialDate(Schema):
    """A day of which the month or the year alone may be known: the rest of `date` then means nothing."""

    date: date
    precision: Literal["day", "month", "year"]


def parse_written_date(text) -> dict | None:
    """The PartialDate of a `PartialDateBlock`'s text; None for an invalid one."""
    try:
        date = parse_partial_date(text or "")
    except ValidationError:
        return None
    return {"date": date.plain, "precision": date.precision}


WrittenDate = Annotated[PartialDate | None, BeforeValidator(parse_written_date)]


def dated(record, name) -> dict | None:
    """The PartialDate of the field `name` of a page or row, which also has a field `<name>_precision`."""
    day = getattr(record, name)
    return {"date": day, "precision": getattr(record, f"{name}_precision")} if day else None


def partial_date(name):
    """A schema resolver for such a field of a page."""

    def resolve(page) -> Any:
        return dated(page, name)

    return staticmethod(resolve)
