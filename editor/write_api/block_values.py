"""Looks at the shape of what a program sends for a StreamField before Wagtail takes it apart.

Wagtail 8.0.1 takes for granted that a block is written as it is read, and answers 500 where it is not. Nor can it
write a table. Neither is reported yet; the API is followed in https://github.com/wagtail/wagtail/issues/14295
"""

from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.api.v3 import form_data
from wagtail.blocks.base import BlockField
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

flatten_by_wagtail = form_data.flatten_block_value
build_form_data_by_wagtail = form_data.build_form_data


def is_number(value):
    """A number, or a text that says one."""
    try:
        return (
            not isinstance(value, bool) and isinstance(value, int | float | str) and bool(str(Decimal(value)))
        )
    except InvalidOperation:
        return False


def is_moment(value):
    """A text: a date or an hour as ISO 8601 has it, or one that the form refuses in its own words."""
    try:
        return isinstance(value, str) and [parse(value) for parse in (parse_date, parse_datetime, parse_time)]
    except ValueError:
        return False  # such as the 45th of a month


# How each kind of block with one value is written; None always passes. The first kind that fits counts.
KINDS = [
    (blocks.BooleanBlock, lambda value: isinstance(value, bool)),
    (blocks.ChooserBlock, lambda value: isinstance(value, int) and not isinstance(value, bool)),
    ((blocks.IntegerBlock, blocks.FloatBlock, blocks.DecimalBlock), is_number),
    ((blocks.DateBlock, blocks.DateTimeBlock, blocks.TimeBlock), is_moment),
    (blocks.RichTextBlock, lambda value: isinstance(value, str | dict)),
    (blocks.MultipleChoiceBlock, lambda value: isinstance(value, list)),
    (blocks.FieldBlock, lambda value: isinstance(value, int | float | str)),
]


def check_shapes() -> None:
    """Every value for a StreamField passes `flatten` from now on, at every level of its blocks."""
    form_data.flatten_block_value = flatten
    form_data.build_form_data = build_form_data


def flatten(block, value, prefix, data):
    """As Wagtail's own. Raises ValidationError, which the API answers with 422, for a value of another shape."""
    if not has_shape_of(block, value):
        raise ValidationError(_("%(place)s: this is not what the block holds.") % {"place": prefix})
    if isinstance(block, BaseTypedTableBlock):
        flatten_table(block, value or {"columns": [], "rows": []}, prefix, data)
    else:
        flatten_by_wagtail(block, value, prefix, data)


def has_shape_of(block, value) -> bool:
    """Could this be a value of the block, as far as its own level goes? What is inside it comes next."""
    if value is None:
        return True
    if isinstance(block, blocks.BaseStreamBlock):
        return isinstance(value, list) and all(is_typed_item(item) for item in value)
    if isinstance(block, blocks.ListBlock):
        return isinstance(value, list)
    if isinstance(block, blocks.BaseStructBlock):
        return isinstance(value, dict)
    if isinstance(block, BaseTypedTableBlock):
        return is_table(block, value)
    fits = next((fits for classes, fits in KINDS if isinstance(block, classes)), None)
    return fits is None or bool(fits(value))


def is_typed_item(item):
    return isinstance(item, dict) and isinstance(item.get("type"), str) and "value" in item


def is_table(block, table):
    """`{"caption": …, "columns": [{"type": …, "heading": …}], "rows": [{"values": […]}]}`, with a value a column."""
    if not isinstance(table, dict):
        return False
    columns, rows = table.get("columns"), table.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list):
        return False
    return (
        isinstance(table.get("caption", ""), str)
        and all(is_column(block, column) for column in columns)
        and all(is_row(row, len(columns)) for row in rows)
    )


def is_column(block, column):
    if not isinstance(column, dict) or not isinstance(column.get("heading"), str):
        return False
    return isinstance(column.get("type"), str) and column["type"] in block.child_blocks


def is_row(row, length):
    return isinstance(row, dict) and isinstance(row.get("values"), list) and len(row["values"]) == length


def flatten_table(block, table, prefix, data):
    """Writes a table as the editor's form sends it: the reverse of the block's `value_from_datadict`."""
    data[f"{prefix}-caption"] = table.get("caption", "")
    for name in ("column", "row"):
        parts = table[f"{name}s"]
        data[f"{prefix}-{name}-count"] = str(len(parts))
        for index in range(len(parts)):
            data[f"{prefix}-{name}-{index}-deleted"] = ""
            data[f"{prefix}-{name}-{index}-order"] = str(index)
    for index, column in enumerate(table["columns"]):
        data[f"{prefix}-column-{index}-type"] = column["type"]
        data[f"{prefix}-column-{index}-heading"] = column["heading"]
    for row_index, row in enumerate(table["rows"]):
        for index, (column, value) in enumerate(zip(table["columns"], row["values"], strict=True)):
            flatten(block.child_blocks[column["type"]], value, f"{prefix}-cell-{row_index}-{index}", data)


def build_form_data(form_class, payload, instance=None):
    """As Wagtail's own, with a value for the streams that a row leaves out: those stored, or none for a new row.

    The form of a row reads its streams whether they were sent or not, and Wagtail answers 500 where they were not.
    """
    data = build_form_data_by_wagtail(form_class, payload, instance)
    for name, formset in getattr(form_class, "formsets", {}).items():
        streams = {
            key: field for key, field in formset.form.base_fields.items() if isinstance(field, BlockField)
        }
        if name not in payload or not streams:
            continue
        rows = list(getattr(instance, name).all()) if instance is not None else []
        for index in range(int(data[f"{name}-TOTAL_FORMS"])):
            for key, field in streams.items():
                if f"{name}-{index}-{key}-count" not in data:
                    stored = getattr(rows[index], key).get_prep_value() if index < len(rows) else []
                    flatten(field.block, stored, f"{name}-{index}-{key}", data)
    return data
