"""The value of any field, row or block as plain text, a line for each part, for people who compare two versions."""

import re

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.utils.formats import date_format, localize
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.utils.text import text_from_html

# Where a text goes on on a new line.
LINE_ENDS = re.compile(r"(?i)<br\s*/?>|</(?:p|li|h[1-6]|blockquote|tr|div)>")
UNSEEN = {"id", "sort_order", "translation_key", "locale"}


def in_words(instance, name) -> str:
    """The field or child relation of a page or row as text: a list of rows has a line for each fact."""
    try:
        field = instance._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    if field.one_to_many:
        rows = getattr(instance, name).all()
        return "\n".join(f"{number}. {row_in_words(row)}" for number, row in enumerate(rows, 1))
    return field_in_words(instance, field)


def row_in_words(row) -> str:
    """The facts of a child row, those of the rows inside it last."""
    parents = {field.name for field in row._meta.fields if field.is_relation and is_parental(field)}
    fields = [field for field in row._meta.fields if field.name not in UNSEEN | parents]
    inside = [relation.get_accessor_name() for relation in get_all_child_relations(row)]
    facts = [
        (label_of(row, name), in_words(row, name)) for name in [*(field.name for field in fields), *inside]
    ]
    return "\n".join(f"{label}: {text}" for label, text in facts if text)


def is_parental(field):
    return type(field).__name__ == "ParentalKey"


def label_of(instance, name):
    field = instance._meta.get_field(name)
    label = field.related_model._meta.verbose_name_plural if field.one_to_many else field.verbose_name
    return capfirst(label)


def field_in_words(instance, field) -> str:
    if field.many_to_many:
        return ", ".join(map(str, getattr(instance, field.name).all()))
    if field.is_relation:
        try:
            return plain(getattr(instance, field.name))
        except ObjectDoesNotExist:
            return ""
    value = field.value_from_object(instance)
    if isinstance(field, StreamField):
        return "\n".join(block_in_words(field.stream_block, getattr(instance, field.name)))
    if isinstance(field, RichTextField):
        return text_of(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, plain(value)))
    return plain(value)


def plain(value) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, models.Model):
        return str(value)
    if hasattr(value, "hour") and hasattr(value, "year"):
        return date_format(localtime(value) if is_aware(value) else value, "j F Y, H.i")
    if isinstance(value, list | tuple):
        return ", ".join(map(plain, value))
    return str(localize(value)) if not isinstance(value, str) else value.replace("\r\n", "\n")


def text_of(html) -> str:
    """The words of rich text, with a line for each paragraph or point."""
    lines = text_from_html(LINE_ENDS.sub("\n", str(html or ""))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def block_in_words(block, value) -> list[str]:
    """The lines of a block's value; of one that holds others, those of each with its label."""
    if value is None:
        return []
    if isinstance(block, blocks.BaseStreamBlock):
        return [line for child in value for line in labelled(child.block, child.value)]
    if isinstance(block, blocks.ListBlock):
        return [line for item in value for line in block_in_words(block.child_block, item)]
    if isinstance(block, blocks.BaseStructBlock):
        return [
            line for name, child in block.child_blocks.items() for line in labelled(child, value.get(name))
        ]
    if isinstance(block, BaseTypedTableBlock):
        return table_in_words(value)
    if isinstance(block, blocks.RichTextBlock):
        return text_of(getattr(value, "source", value)).splitlines()
    if isinstance(block, blocks.ChoiceBlock):
        chosen = value if isinstance(value, list) else [value]
        labels = dict(choices_of(block))
        return [", ".join(str(labels.get(choice, choice)) for choice in chosen)] if value else []
    return [line for line in plain_block(value).splitlines() if line.strip()]


def choices_of(block):
    """The choices without the groups that they may stand in."""
    for value, label in block.field.choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def plain_block(value):
    text = plain(value)
    return strip_tags(text) if text.startswith("<") else text


def table_in_words(table):
    rows = [[column["heading"] for column in table.columns]]
    rows += [["; ".join(block_in_words(cell.block, cell.value)) for cell in row] for row in table.rows]
    return [" | ".join(row) for row in rows]


def labelled(block, value):
    lines = block_in_words(block, value)
    if lines:
        lines[0] = f"{capfirst(block.label)}: {lines[0]}"
    return lines
