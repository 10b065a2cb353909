"""Rich text as it is stored, by any way in: only the features of its field or block, and own addresses.

Forms and the write API clean what they take. A command, an import or a script does not, nor does a version of a page.
"""

import json

from django.core.serializers.json import DjangoJSONEncoder
from modelcluster.models import get_all_child_relations
from wagtail.blocks import ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField

from fields.plain_text import tidy_json

from . import TEXT_FEATURES
from .cleaning import clean


def clean_texts(instance) -> None:
    """Cleans the rich text of a model instance: its fields, and the blocks in its StreamFields."""
    for field in rich_fields(type(instance)):
        value = instance.__dict__.get(field.attname)
        if not value:
            continue
        if isinstance(field, RichTextField):
            setattr(instance, field.attname, cleaned_text(value, field.features))
            continue
        stored = value.get_prep_value()
        if (cleaned := cleaned_in(field.stream_block, stored)) != stored:
            setattr(instance, field.attname, field.stream_block.to_python(cleaned))


def clean_record(model, record) -> None:
    """Cleans a page, term or row as it stands in a version: its StreamFields are JSON in a text there."""
    for field in rich_fields(model):
        value = record.get(field.name)
        if isinstance(field, RichTextField):
            record[field.name] = cleaned_text(value, field.features)
        elif isinstance(value, str):
            stored = json.loads(value)
            if (cleaned := cleaned_in(field.stream_block, tidy_json(stored))) != stored:
                record[field.name] = json.dumps(cleaned, cls=DjangoJSONEncoder)
    for relation in get_all_child_relations(model):
        for row in record.get(relation.get_accessor_name()) or ():
            clean_record(relation.related_model, row)


def rich_fields(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, RichTextField | StreamField)]


def cleaned_text(text, features):
    """A text with a picture or player of before there were blocks for them stays: its references would be lost."""
    if not isinstance(text, str) or not text or "<embed" in text:
        return text
    return clean(text, features or TEXT_FEATURES)


def cleaned_in(block, value):
    """The JSON of a block, at any depth. What is no value of the block stays as it is."""
    if isinstance(block, RichTextBlock):
        return cleaned_text(value, block.features)
    if isinstance(block, StreamBlock) and isinstance(value, list):
        return [cleaned_child(block.child_blocks, child) for child in value]
    if isinstance(block, ListBlock) and isinstance(value, list):
        return [cleaned_item(block.child_block, item) for item in value]
    if isinstance(block, StructBlock) and isinstance(value, dict):
        return {name: cleaned_in(block.child_blocks.get(name), part) for name, part in value.items()}
    return value


def cleaned_child(blocks, child):
    if not isinstance(child, dict) or "value" not in child:
        return child
    return child | {"value": cleaned_in(blocks.get(child.get("type")), child["value"])}


def cleaned_item(block, item):
    """An item of a list with its id around it, or the bare value of an old list."""
    if isinstance(item, dict) and "value" in item and "type" in item:
        return item | {"value": cleaned_in(block, item["value"])}
    return cleaned_in(block, item)
