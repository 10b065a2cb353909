"""Finds the addresses elsewhere on a page: in its fields, rows, texts and blocks, and in the terms that it shows.

On the home page also those of the settings of its site: the menu and the footer stand there first.
"""

from collections.abc import Iterator
from itertools import chain

from django.conf import settings
from django.db.models import URLField
from django.utils import translation
from django.utils.text import Truncator, capfirst
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.blocks import CharBlock, ListBlock, StreamBlock, StructBlock, URLBlock
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import registry
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText
from wagtail.snippets.models import get_snippet_models

from .models import LONGEST_SENTENCE
from .texts import links_in

# Of one page. More is no page that somebody reads.
MOST = 500


def links_on(page) -> list[tuple[str, str]]:
    """Pairs of an address as it was typed and what stands around it, in the language of the site."""
    with translation.override(settings.LANGUAGE_CODE):
        sentences = {}
        for address, words in chain(in_instance(page, with_terms=True), in_settings(page)):
            if address not in sentences:
                sentences[address] = Truncator(" ".join(str(words).split()) or address).chars(
                    LONGEST_SENTENCE
                )
            if len(sentences) == MOST:
                break
        return list(sentences.items())


def in_settings(page):
    """Of the sites that begin at this page: the menu, the footer, the publisher."""
    for model in registry:
        if issubclass(model, BaseSiteSetting):
            for setting in model.objects.filter(site__root_page=page.pk):
                where = capfirst(model._meta.verbose_name)
                yield from ((address, where) for address, _words in in_instance(setting))


def in_instance(instance, with_terms=False) -> Iterator[tuple[str, str]]:
    """Those of a page, a child row of it or a term; `with_terms` also those of the terms that it points at."""
    for field in instance._meta.concrete_fields:
        if not isinstance(field, ParentalKey):
            yield from in_field(field, instance, with_terms)
    for relation in get_all_child_relations(type(instance)):
        for row in getattr(instance, relation.get_accessor_name()).all():
            yield from in_instance(row, with_terms)


def in_field(field, instance, with_terms):
    if isinstance(field, StreamField):
        yield from in_block(field.stream_block, field.value_from_object(instance))
    elif isinstance(field, RichTextField):
        yield from links_in(field.value_from_object(instance) or "")
    elif isinstance(field, URLField):
        if address := field.value_from_object(instance):
            yield address, capfirst(field.verbose_name)
    elif with_terms and field.is_relation and field.related_model in get_snippet_models():
        yield from in_term(getattr(instance, field.name))


def in_term(term):
    """Of an organisation, a theme, …: they are shown with the page."""
    if term is not None:
        where = f"{capfirst(term._meta.verbose_name)}: {term}"
        yield from ((address, where) for address, _words in in_instance(term))


def in_block(block, value):
    """Those of the value of a block, with all that lies in it."""
    if isinstance(block, StructBlock):
        yield from in_struct(block, value or {})
    elif isinstance(block, StreamBlock):
        for child in value or ():
            yield from in_block(child.block, child.value)
    elif isinstance(block, ListBlock):
        for child in value or ():
            yield from in_block(block.child_block, child)
    else:
        yield from in_leaf(block, value)


def in_leaf(block, value):
    """Those of a block that holds no other: a text, an address, a chosen term."""
    if isinstance(value, RichText):
        yield from links_in(value.source)
    elif type(value) in get_snippet_models():
        yield from in_term(value)
    elif isinstance(block, URLBlock) and value:
        yield value, capfirst(str(block.label))


def in_struct(block, value):
    """An address in a field of its own stands beside its label: the first words of the same block."""
    labels = (
        value.get(name)
        for name, child in block.child_blocks.items()
        if isinstance(child, CharBlock) and not isinstance(child, URLBlock)
    )
    label = next(filter(None, labels), "")
    for name, child in block.child_blocks.items():
        for address, words in in_block(child, value.get(name)):
            yield address, (label or words) if isinstance(child, URLBlock) else words
