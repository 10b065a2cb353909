"""Blocks as the files write them, in the form that Wagtail stores.

A block of several values is a table; a list of one kind of block needs no `type`.
"""

from django.apps import apps
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from .reading import WrongFixture

CHOOSERS = (blocks.PageChooserBlock, DocumentChooserBlock, ImageChooserBlock, SnippetChooserBlock)


def stored(block, value, key, values):
    """What Wagtail stores for this block; `values` turns words of the files into values of the site."""
    for kind, store in STORES:
        if isinstance(block, kind):
            return store(block, value, key, values)
    return plain(block, value, key, values)


def stream(block, items, key, values):
    check(isinstance(items, list), key, "an array of tables or texts is needed")
    return [child(block, item, f"{key}[{place}]", values) for place, item in enumerate(items, 1)]


def child(block, item, key, values):
    kinds = block.child_blocks
    table = dict(item) if isinstance(item, dict) else {"value": item}
    name = table.pop("type", None) if not (len(kinds) == 1 and table.get("type") not in kinds) else None
    name = name or next(iter(kinds))
    check(name in kinds, key, f"no block “{name}” here, only {', '.join(kinds)}")
    check("type" in (item if isinstance(item, dict) else {}) or len(kinds) == 1, key, "a type is needed")
    inner = table["value"] if set(table) == {"value"} else table
    return {"type": name, "value": stored(kinds[name], inner, f"{key}.{name}", values)}


def struct(block, table, key, values):
    check(isinstance(table, dict), key, "a table is needed")
    for name in table:
        check(name in block.child_blocks, key, f"no “{name}” here, only {', '.join(block.child_blocks)}")
    return {
        name: stored(block.child_blocks[name], value, f"{key}.{name}", values)
        for name, value in table.items()
    }


def listed(block, items, key, values):
    items = items.get("items", items.get("value", items)) if isinstance(items, dict) else items
    check(isinstance(items, list), key, "an array is needed")
    return [stored(block.child_block, item, f"{key}[{place}]", values) for place, item in enumerate(items, 1)]


def typed_table(block, table, key, values):
    check(isinstance(table, dict) and {"columns", "rows"} <= set(table), key, "columns and rows are needed")
    kind = next(iter(block.child_blocks))
    return {
        "columns": [{"type": kind, "heading": values.text(heading)} for heading in table["columns"]],
        "rows": [{"values": [values.text(str(cell)) for cell in row]} for row in table["rows"]],
        "caption": values.text(table.get("caption", "")),
    }


def rich_text(block, value, key, values):
    return values.rich_text(table_text(value), key)


def chosen(block, value, key, values):
    model = block.target_model if not isinstance(block, blocks.PageChooserBlock) else None
    model = apps.get_model(model) if isinstance(model, str) else model
    return values.target(model, table_text(value), key).pk


def date(block, value, key, values):
    return values.day(value, key).isoformat()


def hour(block, value, key, values):
    return value if isinstance(value, str) else value.isoformat()


def number(block, value, key, values):
    """A year may be relative."""
    return values.year(value, key) if isinstance(value, str) else value


def plain(block, value, key, values):
    value = table_text(value)
    return values.text(value) if isinstance(value, str) else value


def table_text(value):
    """The value of a simple block that is written as a table: {type = "heading", value = "…"}."""
    if isinstance(value, dict) and len(value) == 1:
        return next(iter(value.values()))
    return value


def check(is_right, key, message):
    if not is_right:
        raise WrongFixture(key, message)


# The first that fits.
STORES = [
    (blocks.StreamBlock, stream),
    (blocks.ListBlock, listed),
    (TypedTableBlock, typed_table),
    (blocks.StructBlock, struct),
    (blocks.RichTextBlock, rich_text),
    (CHOOSERS, chosen),
    (blocks.DateBlock, date),
    (blocks.TimeBlock, hour),
    (blocks.IntegerBlock, number),
]
