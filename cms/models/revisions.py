"""Repairs the stored content of revisions that point at deleted rows."""

from collections import defaultdict

from django.db.models import PROTECT
from modelcluster.models import get_all_child_relations


def without_lost_keys(model, content) -> dict:
    """The content of a revision, with None for each foreign key with on_delete=PROTECT whose target is deleted.

    The database protects what is live, but a draft or an old revision may still point at it. For such a key
    django-modelcluster raises (it handles CASCADE, SET_NULL and DO_NOTHING only), and the page's editor would answer
    500.
    """
    keys = defaultdict(set)
    for target, key in protected_keys(model, content):
        keys[target].add(key)
    lost = {
        (target, key)
        for target, used in keys.items()
        for key in used - set(target._base_manager.filter(pk__in=used).values_list("pk", flat=True))
    }
    return without_keys(model, content, lost) if lost else content


def protected_fields(model) -> list:
    return [
        field
        for field in model._meta.concrete_fields
        if field.is_relation and field.remote_field.on_delete is PROTECT
    ]


def child_rows(model, content):
    """Yields `(name, model, rows)` for each child relation in the content."""
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name in content:
            yield name, relation.related_model, content[name]


def protected_keys(model, content):
    """Yields `(target model, key)` for each protected foreign key in the content and in its child rows."""
    for field in protected_fields(model):
        if content.get(field.name) is not None:
            yield field.related_model, content[field.name]
    for _name, row_model, rows in child_rows(model, content):
        for row in rows:
            yield from protected_keys(row_model, row)


def without_keys(model, content, lost):
    """The content with None for the keys in `lost`, a set of `(target model, key)`."""
    cleared = dict(content)
    for field in protected_fields(model):
        if (field.related_model, content.get(field.name)) in lost:
            cleared[field.name] = None
    for name, row_model, rows in child_rows(model, content):
        cleared[name] = [without_keys(row_model, row, lost) for row in rows]
    return cleared


def without_rows(content, name, key):
    """The content of a revision without the child rows, at any depth, whose `name` is this key."""
    if isinstance(content, dict):
        return {field: without_rows(value, name, key) for field, value in content.items()}
    if not isinstance(content, list):
        return content
    rows = [row for row in content if not (isinstance(row, dict) and row.get(name) == key)]
    return [without_rows(row, name, key) for row in rows]
