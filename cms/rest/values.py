"""How the API writes a value: rich text, choices, the blocks of a stream, days of which not everything is known."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.conf import settings
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
from wagtail.rich_text import RichText, expand_db_html

from .html import abroad


def html_of(value):
    """Rich text, or a block, as HTML that can be read on any site."""
    if isinstance(value, RichText):
        value = value.source
    html = expand_db_html(value) if isinstance(value, str) else value.render_as_block() if value else ""
    return abroad(str(html), settings.WAGTAILADMIN_BASE_URL)


Html = Annotated[str, BeforeValidator(html_of), WithJsonSchema({"type": "string", "format": "html"})]
# Euros and full-time equivalents: a number in JSON, which pydantic would write as a text.
Number = Annotated[Decimal, PlainSerializer(float, return_type=float)]
# The hour on the clock where it happens: JSON Schema's own `time` wants a zone, which only a day has.
Hour = Annotated[
    time,
    PlainSerializer(lambda hour: f"{hour:%H:%M}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$", "examples": ["08:45"]}),
]
Text = Annotated[str, BeforeValidator(lambda value: str(value or ""))]


TEXTS = (CharBlock, TextBlock, URLBlock, EmailBlock)


class Fields:
    """The value of a block, with its fields and properties as attributes."""

    def __init__(self, value):
        self._value = value

    def __getattr__(self, name):
        if isinstance(self._value, StructValue) and name in self._value:
            return opened(filled(self._value.block.child_blocks[name], self._value[name]))
        if name.startswith("__"):
            raise AttributeError(name)
        return opened(getattr(self._value, name))


def filled(block, value):
    """A text or a tick that nobody gave is empty: what a program wrote may lack it."""
    if value is None and isinstance(block, TEXTS):
        return ""
    return False if value is None and isinstance(block, BooleanBlock) else value


def opened(value):
    """A value within a block: blocks and lists of them can be read in the same way."""
    if isinstance(value, StructValue):
        return Fields(value)
    return [opened(part) for part in value] if isinstance(value, list | ListValue) else value


def values_of(stream):
    """The values of a stream's or list's blocks, in the editor's order."""
    values = [child.value if isinstance(child, StreamValue.StreamChild) else child for child in stream or ()]
    return [opened(value) for value in values]


def items(schema):
    """A list in which each block of a stream is one of these."""
    return Annotated[list[schema], BeforeValidator(values_of)]


Lines = items(str)


class Word(Schema):
    """A word of a closed list: its key in addresses, and what people call it."""

    slug: str = Field(examples=["wonen"])
    name: str = Field(examples=["Wonen"])


def choice(choices, name):
    """One of a few values that never change, with its label; null where nobody chose.

    `choices` are `(key, label)` pairs, or Django's own.
    """
    labels = dict(getattr(choices, "choices", choices))

    def read(key):
        if key in (None, ""):
            return None
        return {"key": key, "label": str(labels.get(key, key))}

    keys = Literal[tuple(str(key) for key in labels if key != "")]
    schema = create_model(name, __base__=Schema, __doc__=None, key=(keys, ...), label=(str, ...))
    return Annotated[schema | None, BeforeValidator(read)]


class PartialDate(Schema):
    """A day of which the month or the year alone may be known: the rest of `date` then means nothing."""

    date: date
    precision: Literal["day", "month", "year"]


def partial_date(name):
    """Resolver of a day `name` whose precision stands beside it."""

    def resolve(page) -> Any:
        day = getattr(page, name)
        return {"date": day, "precision": getattr(page, f"{name}_precision")} if day else None

    return staticmethod(resolve)
