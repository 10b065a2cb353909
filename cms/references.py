"""Which terms, people and files pages show, read from Wagtail's reference index.

The index holds what is stored: the keys, rows, blocks and links of the published page, or of a draft that was never
published. It misses what only a later draft refers to.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from cms.querysets import listed

# A page also shows what these point at: a person's organisation, a logo, a photo.
HOLDERS = [("cms", "person"), ("cms", "organisation")]


def pages_showing(pages, model) -> QuerySet:
    """The instances of the model that these pages refer to, directly or through a person or organisation."""
    keys = keys_as_text(pages)
    direct = keys_pointed_at(page_type(), keys, model)
    condition = Q(key__in=direct)
    for natural_key in HOLDERS:
        holder = ContentType.objects.get_by_natural_key(*natural_key)
        on_pages = keys_pointed_at(page_type(), keys, holder.model_class())
        condition |= Q(key__in=keys_pointed_at(holder, on_pages, model))
    annotated = with_key_as_text(model._default_manager.all()).filter(condition)
    # Filtered by key alone, because search accepts no annotated queryset.
    return model._default_manager.filter(pk__in=annotated.values("pk"))


def public_terms(model) -> QuerySet:
    """The public terms of a vocabulary: those that a listed page shows, and their parents.

    A term that only drafts use would reveal what is being written.
    """
    terms = pages_showing(listed(Page.objects.all()), model)
    if "children" not in {relation.name for relation in model._meta.related_objects}:
        return terms
    parents = terms.exclude(parent=None).values("parent")
    return model._default_manager.filter(Q(pk__in=terms.values("pk")) | Q(pk__in=parents))


def keys_pointed_at(source_type, source_keys, model) -> QuerySet:
    """The keys, as text, of the instances of the model that these sources refer to."""
    references = ReferenceIndex.objects.filter(
        base_content_type=source_type,
        object_id__in=source_keys,
        to_content_type=ContentType.objects.get_for_model(model),
    )
    return references.values("to_object_id")


def page_type() -> ContentType:
    return ContentType.objects.get_for_model(Page)


def keys_as_text(records):
    return with_key_as_text(records).values("key")


def with_key_as_text(records):
    return records.annotate(key=Cast("pk", CharField()))
