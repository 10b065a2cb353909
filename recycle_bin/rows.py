"""Rows as JSON and back, with the same values to the microsecond, and what a kept row points at.

Django's own serializer cuts microseconds, and its deserializer stores one by one what it reads.
"""

import datetime
from collections import defaultdict
from functools import cache

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page

from cms.models import Kept

# Made again when something is put back, or of no use then.
NOT_KEPT = {
    "cms.customrendition",
    "cms.replacedrendition",
    "content_checks.documentreading",
    "content_checks.pagefinding",
    "content_checks.reading",
    "content_checks.sketch",
    "link_check.gathering",
    "link_check.place",
    "search.searchrefresh",
    "wagtailadmin.editingsession",
    "wagtailcore.referenceindex",
    "wagtailsearch.indexentry",
    "wagtailsearch.sqliteftsindexentry",
}
# Terms of fields that hold nothing of a person, or of which the row itself says when it is forgotten.
ALLOWED_TERMS = {Kept.NAMELESS, Kept.FEEDBACK, Kept.ANSWER}
AT_ONCE = 500


def label_of(model) -> str:
    return model._meta.concrete_model._meta.label_lower


def model_of(label) -> type[models.Model] | None:
    """The model of a kept row; None if a later release has it no more."""
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def is_kept(model) -> bool:
    return label_of(model) not in NOT_KEPT


def is_about_a_person(row) -> bool:
    """True if a field holds something of a person that is forgotten at a moment that the bin does not know."""
    terms = getattr(row, "retention", {})
    return any(term not in ALLOWED_TERMS and getattr(row, name) for name, term in terms.items())


def encode(row) -> dict:
    """The values of the row's own columns, without those of the tables of its parents."""
    return {field.attname: value_of(field, row) for field in row._meta.local_concrete_fields}


def value_of(field, row):
    value = field.value_from_object(row)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float) else field.value_to_string(row)


def decode(model, content) -> models.Model:
    """An instance with these columns, to be saved raw. Columns that a later release has get their default."""
    values = {
        field.attname: field.to_python(content[field.attname])
        if field.attname in content
        else field.get_default()
        for field in model._meta.local_concrete_fields
    }
    row = model.from_db(None, list(values), list(values.values()))
    row._state.adding = True
    return row


def store(row) -> None:
    """Inserts the row as it is, into its own table alone."""
    row.save_base(raw=True, force_insert=True)


@cache
def keys_to_rows(model) -> list[tuple]:
    """The foreign keys of a model's own table, each with the model that it points at."""
    fields = model._meta.local_concrete_fields
    return [(field, field.related_model) for field in fields if field.is_relation and field.related_model]


def targets_of(model, content):
    """Yields `(field, label, key)` for each foreign key with a value; key as text.

    Of a key in two columns (a type and a number) the field is that of the number, and of a page the label is that of
    all pages, as every page has a row there.
    """
    for field, target in keys_to_rows(model):
        if content.get(field.attname) is not None:
            yield field, label_of(target), str(content[field.attname])
    for field in model._meta.private_fields:
        if isinstance(field, GenericForeignKey):
            yield from generic_target(model, field, content)


def generic_target(model, field, content):
    type_column = model._meta.get_field(field.ct_field).attname
    key = content.get(field.fk_field)
    if key is None or content.get(type_column) is None:
        return
    target = ContentType.objects.get_for_id(content[type_column]).model_class()
    if target:
        target = Page if issubclass(target, Page) else target
        yield model._meta.get_field(field.fk_field), label_of(target), str(key)


def existing_keys(keys_by_label) -> dict[str, set]:
    """Which of these rows the database has, as texts by label. For labels with more keys than one query takes, too."""
    existing = defaultdict(set)
    for label, keys in keys_by_label.items():
        if model := model_of(label):
            keys = sorted(keys)
            for start in range(0, len(keys), AT_ONCE):
                rows = model._base_manager.filter(pk__in=keys[start : start + AT_ONCE])
                existing[label].update(str(key) for key in rows.values_list("pk", flat=True))
    return existing
