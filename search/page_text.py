"""The searchable text of a page: its fields, blocks and child rows, and the names of what they point at.

One walk serves every page type, so a new field is found without being listed anywhere. Left out, by type of field:
URLs, choices, keys of other pages (which may be private), files, users, comments. The contact details of a person are
none of the page's fields: a page that shows them, as the person's flags allow, gives them in `unseen_to_search`. All
contact details are found, but stand in no snippet.
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

from fields.contact import NormalisedField, PhoneField

from .terms import Field, marked_terms, vocabulary_term

CONTACT_FIELDS = (models.EmailField, PhoneField)
SKIPPED_FIELDS = (NormalisedField, models.SlugField, models.URLField)
# The fields that a page shows of the objects it points at, by model.
SEARCHED_FIELDS = {
    "cms.keyword": ["name"],
    "cms.legalreference": ["citation"],
    "cms.method": ["name"],
    "cms.municipality": ["name"],
    "cms.organisation": ["name", "full_name"],
    "cms.person": ["formal_name"],
    "cms.region": ["name"],
    "cms.targetgroup": ["name"],
    "cms.theme": ["name"],
}


# The models with a term of their own in the index.
VOCABULARIES = {"cms.theme", "cms.targetgroup"}
# The fields of the index that the names of other objects belong to; those of the rest are names.
LABELS = {*VOCABULARIES, "cms.keyword", "cms.method"}


class PageText:
    """The public text of a page, and the last day on which it is right (`valid_until`, or None).

    The day after, somebody named in it has left, or a part of it is no longer shown.
    """

    def __init__(self, page):
        self.valid_until, self.title, self.vocabulary = None, page.title, set()
        self.unseen = [(Field.LABEL, page.kind_to_search), *in_field(Field.NAME, page.unseen_to_search())]
        parts = [(Field.LABEL, page.search_description), *self._record(page)]
        parts += [(Field.NAME, words) for words in page.more_to_search()]
        parts = [(field, " ".join(str(text).split())) for field, text in parts if text]
        self.parts = list({text.casefold(): (field, text) for field, text in parts if text}.values())
        self.text = "\n".join(text for _field, text in self.parts)

    @cached_property
    def marked_terms(self):
        """The terms of title and text. Cached: Wagtail reads each search field three times."""
        return marked_terms([(Field.TITLE, self.title), *self.parts, *self.unseen], sorted(self.vocabulary))

    def _record(self, record):
        for field in searched_fields(type(record)):
            yield from self._field(field, getattr(record, field.name))
        for name, _model in searched_relations(type(record)):
            for row in getattr(record, name).all():
                if self._is_shown(getattr(row, "person", None)):
                    yield from self._record(row)

    def _field(self, field, value):
        if isinstance(field, StreamField):
            yield from self._block(field.stream_block, value)
        elif field.is_relation:
            yield from self._names(value)
        elif isinstance(field, CONTACT_FIELDS):
            self.unseen += in_field(Field.NAME, [value])
        elif value:
            texts = field.get_searchable_content(value) if isinstance(field, RichTextField) else [value]
            yield from in_field(Field.TEXT, texts)

    def _block(self, block, value):
        if isinstance(value, StructValue):
            if self._is_shown(value):
                for name, child in block.child_blocks.items():
                    yield from self._block(child, value.get(name))
        elif isinstance(value, StreamValue | ListValue):
            for child in value if isinstance(value, StreamValue) else value.bound_blocks:
                yield from self._block(child.block, child.value)
        elif isinstance(block, ChooserBlock):
            yield from self._names(value)
        elif value:
            is_table = isinstance(value, TypedTable)
            yield from in_field(Field.TEXT, cells(value) if is_table else block.get_searchable_content(value))

    def _names(self, instance):
        if instance and self._is_shown(instance):
            label = instance._meta.label_lower
            if label in VOCABULARIES:
                self.vocabulary.update(vocabulary_terms(instance))
            field = Field.LABEL if label in LABELS else Field.NAME
            yield from ((field, getattr(instance, name)) for name in SEARCHED_FIELDS.get(label, []))

    def _is_shown(self, value):
        """Whether a person or block is shown today; notes its last day, if it has one."""
        last_day = (
            value.get("until") if isinstance(value, StructValue) else getattr(value, "active_until", None)
        )
        if last_day is None:
            return True
        if last_day >= timezone.localdate():
            self.valid_until = min(last_day, self.valid_until or last_day)
            return True
        return False

    @property
    def changes_on(self):
        """The day on which the text has to be read again, or None."""
        return self.valid_until and self.valid_until + timedelta(days=1)


def in_field(field, texts):
    return ((field, text) for text in texts if text)


def vocabulary_terms(instance):
    """The term of a theme or target group, and of the theme that it is part of."""
    keys = [instance.pk, getattr(instance, "parent_id", None)]
    return [vocabulary_term(instance._meta.model_name, pk) for pk in keys if pk]


def search_prefetches(model):
    """The prefetches for reading the text of many pages of this model: one query for each type of child row."""
    for name, row_model in searched_relations(model):
        foreign_keys = [field.name for field in searched_fields(row_model) if field.is_relation]
        rows = row_model.objects
        yield models.Prefetch(name, rows.select_related(*foreign_keys) if foreign_keys else rows.all())


@cache
def searched_fields(model):
    """The fields with text for readers, without those that no page shows (`private_fields` of the model)."""
    private = getattr(model, "private_fields", ())
    fields = model._meta.concrete_fields
    return [field for field in fields if is_searched(field) and field.name not in private]


@cache
def searched_relations(model):
    """The child relations with text, as `(name, model of the rows)`."""
    relations = {
        relation.get_accessor_name(): relation.related_model for relation in get_all_child_relations(model)
    }
    return [(name, row_model) for name, row_model in relations.items() if name != COMMENTS_RELATION_NAME]


def is_searched(field):
    """Whether a field holds text for readers, or points at an object whose name they see."""
    if field.model is Page or isinstance(field, ParentalKey):
        return False
    if field.is_relation:
        return field.related_model._meta.label_lower in SEARCHED_FIELDS
    if isinstance(field, CONTACT_FIELDS):
        return True
    if isinstance(field, SKIPPED_FIELDS) or field.choices:
        return False
    return isinstance(field, models.CharField | models.TextField | StreamField)


def cells(table):
    yield from (column["heading"] for column in table.columns)
    yield from (str(cell.value) for row in table.rows for cell in row)
