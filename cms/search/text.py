"""What the words of a page are: its own fields, blocks and child rows, and the names of what they point at.

One walk serves every page type, so that a new field is found without being listed somewhere. What it never reads is
decided by kind: addresses and numbers to reach people, choices, keys of other pages (they may be private), files,
users and comments.
"""

from datetime import timedelta
from functools import cache

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.blocks import ChooserBlock, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

from cms.models.contact import NormalisedField

from .index import STEM, marked
from .words import stems

UNREAD_FIELDS = (NormalisedField, models.EmailField, models.SlugField, models.URLField)
# What a page shows of the things it points at.
NAMES = {
    "cms.keyword": ["name"],
    "cms.legalreference": ["citation"],
    "cms.municipality": ["name"],
    "cms.organisation": ["name", "full_name"],
    "cms.person": ["formal_name"],
    "cms.region": ["name"],
    "cms.targetgroup": ["name"],
    "cms.theme": ["name"],
}


class PageText:
    """The words of a page that everybody may read, and until when they hold.

    `valid_until` is the last day: the day after, somebody named here has left, or something is not shown any more.
    """

    def __init__(self, page):
        self.valid_until, self.title = None, page.title
        parts = [page.search_description, *self._record(page), *page.more_to_search()]
        parts = [" ".join(str(part).split()) for part in parts if part]
        once = {part.casefold(): part for part in parts if part}
        self.text = "\n".join(once.values())

    @cached_property
    def marked_stems(self):
        """Those of the title too. Kept: Wagtail asks for each field of a page three times."""
        return marked(STEM, stems(f"{self.title} {self.text}"))

    def _record(self, record):
        for field in read_fields(type(record)):
            yield from self._field(field, getattr(record, field.name))
        for name, _rows in read_relations(type(record)):
            for row in getattr(record, name).all():
                if self._holds(getattr(row, "person", None)):
                    yield from self._record(row)

    def _field(self, field, value):
        if isinstance(field, StreamField):
            yield from self._block(field.stream_block, value)
        elif field.is_relation:
            yield from self._names(value)
        elif value:
            yield from field.get_searchable_content(value) if isinstance(field, RichTextField) else [value]

    def _block(self, block, value):
        if isinstance(value, StructValue):
            if self._holds(value):
                for name, child in block.child_blocks.items():
                    yield from self._block(child, value.get(name))
        elif isinstance(value, StreamValue | ListValue):
            for child in value if isinstance(value, StreamValue) else value.bound_blocks:
                yield from self._block(child.block, child.value)
        elif isinstance(block, ChooserBlock):
            yield from self._names(value)
        elif value:
            yield from cells(value) if isinstance(value, TypedTable) else block.get_searchable_content(value)

    def _names(self, thing):
        if thing and self._holds(thing):
            yield from (getattr(thing, name) for name in NAMES.get(thing._meta.label_lower, []))

    def _holds(self, thing):
        """Is this shown today? Things without a last day always are."""
        last = thing.get("until") if isinstance(thing, StructValue) else getattr(thing, "active_until", None)
        if last is None:
            return True
        if last >= timezone.localdate():
            self.valid_until = min(last, self.valid_until or last)
            return True
        return False

    @property
    def changes_on(self):
        return self.valid_until and self.valid_until + timedelta(days=1)


def searched_rows(model):
    """What to prefetch of pages of this type before their words are read: one query for each kind of row."""
    for name, rows in read_relations(model):
        keys = [field.name for field in read_fields(rows) if field.is_relation]
        yield models.Prefetch(name, rows.objects.select_related(*keys) if keys else rows.objects.all())


@cache
def read_fields(model):
    return [field for field in model._meta.concrete_fields if is_read(field)]


@cache
def read_relations(model):
    """The names of the child rows, with their models."""
    found = {
        relation.get_accessor_name(): relation.related_model for relation in get_all_child_relations(model)
    }
    return [(name, rows) for name, rows in found.items() if name != COMMENTS_RELATION_NAME]


def is_read(field):
    """Does the field hold words for readers, or the key of something whose name they see?"""
    if field.model is Page or isinstance(field, ParentalKey):
        return False
    if field.is_relation:
        return field.related_model._meta.label_lower in NAMES
    if isinstance(field, UNREAD_FIELDS) or field.choices:
        return False
    return isinstance(field, models.CharField | models.TextField | StreamField)


def cells(table):
    yield from (column["heading"] for column in table.columns)
    yield from (str(cell.value) for row in table.rows for cell in row)
