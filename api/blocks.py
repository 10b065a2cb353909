"""The API's schemas of running text: one for each type of block."""

from datetime import date
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import BeforeValidator, create_model

from cms.blocks import VideoKind

from .schemas import Picture, PublicFile
from .values import Html, Text, choice, items, with_attributes


class Quote(Schema):
    text: str
    lead_in: Text
    speaker: str = Field(validation_alias="speaker_name", description="Empty when that person has left.")
    function: str = Field(validation_alias="speaker_function")


class ImageValue(Schema):
    image: Picture | None = Field(validation_alias="shown_image")
    alt: str = Field(validation_alias="shown_alt")
    caption: Text = Field(validation_alias="shown_caption")


class Video(Schema):
    """A video on another site. `player` may be shown in a frame; empty where only a link will do."""

    kind: choice(VideoKind.CHOICES, "VideoKind")
    title: Text
    url: Text
    player: Text
    event_date: date | None
    caption: Text
    transcript: Html


class Audio(Schema):
    """A recording: a file of this site, or an address on another. Both may still be missing."""

    title: Text
    document: PublicFile
    url: Text
    duration: Text
    transcript: Html


class Download(Schema):
    """A file with a name of its own; it may still be missing."""

    title: Text
    document: PublicFile


class Table(Schema):
    caption: Text
    columns: list[str]
    rows: list[list[str]]

    @staticmethod
    def resolve_columns(table):
        return [column["heading"] for column in table.columns]

    @staticmethod
    def resolve_rows(table):
        return [[str(cell.value) for cell in row] for row in table.rows]


class Callout(Schema):
    title: str
    text: Html


class KeyFigure(Schema):
    figure: str
    label: str
    source: str


class Fold(Schema):
    title: str
    text: Html


class Labelled(Schema):
    """A word and what it means."""

    label: str
    text: Html


class Step(Schema):
    """A step or phase: its name, what happens, how long it takes."""

    title: str
    text: Html
    duration: Text


def block(name, value):
    """The schema of a block: its `type` is the constant `name`, its `value` has the schema `value`."""
    fields = {"type": (Literal[name], ...), "id": (str | None, ...), "value": (value, ...)}
    return create_model(f"{name.title().replace('_', '')}Block", __base__=Schema, __doc__=None, **fields)


Block = Annotated[
    block("heading", str)
    | block("paragraph", Html)
    | block("quote", Quote)
    | block("image", ImageValue)
    | block("video", Video)
    | block("audio", Audio)
    | block("file", Download)
    | block("table", Table)
    | block("callout", Callout)
    | block("key_figures", items(KeyFigure))
    | block("accordion", items(Fold)),
    Field(discriminator="type"),
]


class Body(Schema):
    """Running text: as blocks, and the same as HTML."""

    blocks: list[Block]
    html: Html


def body_of(stream) -> dict:
    """A StreamField value as `Body` reads it."""
    blocks = [
        {"type": child.block_type, "id": child.id, "value": with_attributes(child.value)}
        for child in stream or ()
    ]
    return {"blocks": blocks, "html": stream}


RunningText = Annotated[Body, BeforeValidator(body_of)]
