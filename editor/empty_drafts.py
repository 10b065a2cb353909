"""Finds and deletes drafts without content: autosave creates a page at the first letter typed in a new form."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast, Greatest, Length, Trim
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Revision, WorkflowState

from cms.deleting import for_good
from cms.models import BasePage
from cms.models.starting_texts import untouched_texts
from cms.publishing import is_empty
from editor.filters import page_keys_of

logger = logging.getLogger(__name__)

RETENTION = timedelta(days=7)
# Fields that Wagtail fills in: place in the tree, state, dates.
AUTOMATIC_FIELDS = {field.name for field in Page._meta.fields} - {"seo_title", "search_description"}
# A longer title counts as content: a page may begin as a title alone.
MIN_TITLE_LENGTH = 3


def empty_drafts() -> list:
    """Pages without content that were never public, and that only their owner edited, more than a week ago."""
    others = Revision.page_revisions.exclude(user=None).exclude(user=OuterRef("owner"))
    untouched = (
        Page.objects.filter(live=False, first_published_at=None, numchild=0, locked=False)
        .alias(title_length=Greatest(Length(Trim("title")), Length(Trim("draft_title"))))
        .filter(owner__isnull=False, title_length__lt=MIN_TITLE_LENGTH)
        .filter(latest_revision_created_at__lte=timezone.now() - RETENTION, go_live_at=None)
        .exclude(pk__in=page_keys_of(WorkflowState.objects.active()))
        .annotate(key=Cast("pk", CharField()))
        .exclude(Exists(others.filter(object_id=OuterRef("key"))))
    )
    return [page for page in untouched.specific() if has_no_content(page)]


def has_no_content(page):
    """True if neither the page nor its latest revision holds anything that somebody filled in."""
    if not isinstance(page, BasePage) or page.is_section_page:
        return False
    return all(is_blank(version) for version in (page, page.get_latest_revision_as_object()))


def is_blank(page):
    if len(page.title.strip()) >= MIN_TITLE_LENGTH:
        return False
    unwritten = AUTOMATIC_FIELDS.union(untouched_texts(page))
    fields = [field for field in page._meta.concrete_fields if field.name not in unwritten]
    relations = [relation.get_accessor_name() for relation in get_all_child_relations(type(page))]
    if any(is_filled_in(field, field.value_from_object(page)) for field in fields):
        return False
    preset = type(page)()
    preset.propose(page.section)
    return all(
        values in row_values(getattr(preset, name))
        for name in relations
        for values in row_values(getattr(page, name))
    )


def row_values(rows):
    """The values of each child row, without its key, page and order."""
    return [
        [
            field.value_from_object(row)
            for field in row._meta.concrete_fields
            if not (field.primary_key or isinstance(field, ParentalKey) or field.name == "sort_order")
        ]
        for row in rows.all()
    ]


def is_filled_in(field, value):
    """Whether somebody typed this value: not a default, nor a computed default such as today's date."""
    if field.primary_key or value is False or is_empty(value):
        return False
    return not field.has_default() or not (callable(field.default) or value == field.get_default())


def delete_empty_draft(page) -> None:
    with transaction.atomic(), for_good():
        page.delete()
    logger.info("tick: deleted page %s, an empty draft of user %s", page.pk, page.owner_id)
