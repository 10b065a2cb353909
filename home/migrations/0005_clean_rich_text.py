"""Cleans the texts that hold more than their editor offers now: on the pages, and in the revisions behind them.

A heading becomes bold, a player a link, a picture a block of its own or, where there are no blocks, its description.
"""

import json
import re
import uuid

from django.db import migrations, models
from django.db.models.functions import Cast
from wagtail.blocks import ListBlock, RichTextBlock, StreamBlock, StreamValue, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text.rewriters import extract_attrs

from rich_text import LINE_FEATURES, TEXT_FEATURES, clean, holds_only

# A tag that no text may hold, in SQL of both databases.
UNKNOWN_TAG = "<(?!/?(p|b|i|strong|em|a|ul|ol|li|br)[ />])/?[a-zA-Z]"
PICTURE = re.compile(r'<embed\b([^>]*\bembedtype="image"[^>]*?)/?>')
LINES = {"lede", "intro"}  # of the home page and the lists


def clean_stored_texts(apps, schema_editor):
    pictures = set(apps.get_model("cms", "CustomImage").objects.values_list("pk", flat=True))
    for model in apps.get_models():
        if names := [field.name for field in rich_fields(model) if field.model is model]:
            clean_rows(model, names, pictures)
    clean_revisions(apps, pictures)


def clean_rows(model, names, pictures):
    rows = suspects(model.objects.all(), names).values("pk", *names)
    for row in list(rows):
        changed = {}
        for name in names:
            field, value = model._meta.get_field(name), row[name]
            before = list(value.raw_data) if isinstance(field, StreamField) else value
            after = cleaned_field(field, before, pictures)
            if after != before:
                is_stream = isinstance(field, StreamField)
                changed[name] = StreamValue(field.stream_block, after, is_lazy=True) if is_stream else after
        if changed:
            model.objects.filter(pk=row["pk"]).update(**changed)


def clean_revisions(apps, pictures):
    revisions = apps.get_model("wagtailcore", "Revision").objects.all()
    for pk in list(suspects(revisions, ["content"]).values_list("pk", flat=True)):
        revision = revisions.get(pk=pk)
        kind = revision.content_type
        try:
            model = apps.get_model(kind.app_label, kind.model)
        except LookupError:
            continue  # of a type that is no more
        clean_record(model, revision.content, pictures)
        revision.save(update_fields=["content"])


def clean_record(model, record, pictures):
    """A page or child row as it stands in a revision: streams are JSON in a string there."""
    for field in rich_fields(model):
        if value := record.get(field.name):
            is_text = isinstance(field, StreamField) and isinstance(value, str)
            after = cleaned_field(field, json.loads(value) if is_text else value, pictures)
            record[field.name] = json.dumps(after) if is_text else after
    for relation in model._meta.related_objects:
        rows = record.get(relation.get_accessor_name())
        for row in rows if isinstance(rows, list) else ():
            clean_record(relation.related_model, row, pictures)


def suspects(rows, names):
    texts = {f"{name}_as_text": Cast(name, models.TextField()) for name in names}
    conditions = [models.Q(**{f"{name}__regex": UNKNOWN_TAG}) for name in texts]
    return rows.annotate(**texts).filter(models.Q(*conditions, _connector=models.Q.OR))


def rich_fields(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, RichTextField | StreamField)]


def cleaned_field(field, value, pictures):
    if isinstance(field, StreamField):
        return cleaned(field.stream_block, value, pictures)
    is_line = field.name in LINES and field.model.__name__.endswith(("IndexPage", "HomePage"))
    return cleaned_text(value, LINE_FEATURES if is_line else TEXT_FEATURES)


def cleaned_text(text, features):
    return text if not isinstance(text, str) or holds_only(text, features) else clean(text, features)


def cleaned(block, value, pictures):
    """The JSON of a block, at any depth."""
    if isinstance(block, RichTextBlock):
        return cleaned_text(value, block.features or TEXT_FEATURES)
    if isinstance(block, StreamBlock) and isinstance(value, list):
        children = [part for child in value for part in with_picture_blocks(block, child, pictures)]
        return [cleaned_child(block.child_blocks.get(child.get("type")), child, pictures) for child in children]
    if isinstance(block, ListBlock) and isinstance(value, list):
        return [cleaned_child(block.child_block, child, pictures) for child in value]
    if isinstance(block, StructBlock) and isinstance(value, dict):
        return {name: cleaned(block.child_blocks.get(name), part, pictures) for name, part in value.items()}
    return value


def cleaned_child(block, child, pictures):
    """A block with its id around it, or the bare value of an old list."""
    if isinstance(child, dict) and "value" in child and "type" in child:
        return child | {"value": cleaned(block, child["value"], pictures)}
    return cleaned(block, child, pictures)


def with_picture_blocks(stream, child, pictures):
    """A text with pictures, as texts and blocks of pictures, where the stream has such blocks."""
    text, kind = child.get("value"), child.get("type")
    is_text = isinstance(stream.child_blocks.get(kind), RichTextBlock) and isinstance(text, str)
    if not (is_text and "image" in stream.child_blocks and PICTURE.search(text)):
        return [child]
    parts, end = [], 0
    for match in PICTURE.finditer(text):
        attrs = extract_attrs(match[1])
        key = attrs.get("id", "")
        if key.isdecimal() and int(key) in pictures:
            picture = {"image": int(key), "alt": attrs.get("alt", "")[:200], "caption": ""}
            parts += [{"type": kind, "value": text[end : match.start()]}, {"type": "image", "value": picture}]
            end = match.end()
    parts.append({"type": kind, "value": text[end:]})
    parts = [part for part in parts if part["type"] == "image" or part["value"].strip()]
    return [{**part, "id": child.get("id") if index == 0 else str(uuid.uuid4())} for index, part in enumerate(parts)]


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0007_image_description"),
        ("events", "0001_initial"),
        ("home", "0004_lengthen_web_addresses"),
        ("news", "0001_initial"),
        ("platforms", "0001_initial"),
        ("practices", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(clean_stored_texts, migrations.RunPython.noop)]
