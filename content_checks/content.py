"""A page as the checks read it: its fields, rows and blocks one after the other, with where each stands."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from django.utils.text import capfirst
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from .sentences import Passage, passages_in


class Part(NamedTuple):
    """A value on a page. `field` is the model field, or the block, that it is a value of.

    `label` is what the form calls it. `path` is its place in the form, as comments have it: `body.<id>.text`; rows and
    what lies in a list of blocks have the path of the field or block around them.
    """

    field: object
    value: object
    label: str
    path: str


class PageContent:
    """The content of `page`, which need not be saved: a revision's page object will do.

    `user` is who looks at the findings: they name no other page that this user may not see. Without one (what is kept
    for many) they name public pages only.
    """

    def __init__(self, page, user=None):
        self.page, self.user = page, user

    @cached_property
    def parts(self) -> list[Part]:
        """All values, from the top of the form to its end; a block that holds others comes before what it holds."""
        return list(parts_of(self.page))

    @cached_property
    def passages(self) -> list[Passage]:
        """The texts among them: paragraphs, headings, list items and cells."""
        return list(passages_in(self.parts))


def parts_of(instance, path="") -> Iterator[Part]:
    for field in instance._meta.concrete_fields:
        # Of Wagtail's own page, a form shows these two.
        if field.model is Page and field.name not in ("title", "search_description"):
            continue
        if isinstance(field, ParentalKey) or (field.is_relation and field.remote_field.parent_link):
            continue
        value = field.value_from_object(instance)
        if field.is_relation:
            value = getattr(instance, field.name)
        here = path or field.name
        yield Part(field, value, capfirst(str(field.verbose_name)), here)
        if isinstance(field, StreamField):
            yield from parts_in(field.stream_block, value, here)
    for relation in get_all_child_relations(type(instance)):
        name = relation.get_accessor_name()
        for row in getattr(instance, name).all():
            yield from parts_of(row, path or name)


def parts_in(block, value, path) -> Iterator[Part]:
    """What a block holds, without the block itself."""
    for child, held, here in children_of(block, value, path):
        yield Part(child, held, capfirst(str(child.label or "")), here)
        yield from parts_in(child, held, here)


def children_of(block, value, path) -> list[tuple]:
    """What lies directly in a block: each block with its value and its path."""
    if isinstance(block, blocks.StructBlock):
        return [
            (child, (value or {}).get(name), f"{path}.{name}") for name, child in block.child_blocks.items()
        ]
    if isinstance(block, blocks.StreamBlock):
        return [(child.block, child.value, f"{path}.{child.id}") for child in value or ()]
    if isinstance(block, blocks.ListBlock):
        return [(block.child_block, child, path) for child in value or ()]
    if isinstance(block, BaseTypedTableBlock) and value:
        return [(cell.block, cell.value, path) for row in value.rows for cell in row]
    return []
