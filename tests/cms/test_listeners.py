"""Whatever pages show is announced when it changes, so that nothing kept in memory outlives it."""

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.blocks import ChooserBlock
from wagtail.coreutils import resolve_model_string
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from cms.models import BasePage
from cms.signals.lists import LISTENERS

# Never shown: accounts, teams, and Wagtail's own bookkeeping. Rows of a page are saved with it.
NOT_SHOWN = {"auth.Group", "cms.User", "contenttypes.ContentType", "wagtailcore.Revision", "wagtailcore.Page"}


def chosen_models(block):
    """The models that a chooser inside this block offers."""
    if isinstance(block, ChooserBlock):
        return {resolve_model_string(block.target_model)}
    children = [*getattr(block, "child_blocks", {}).values(), getattr(block, "child_block", None)]
    return {model for child in children if child for model in chosen_models(child)}


def shown_models(model, seen):
    """The models that an instance refers to, directly, in its rows, or by what these refer to."""
    fields = [field for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)]
    rows = [relation.related_model for relation in get_all_child_relations(model)]
    blocks = [field.stream_block for field in model._meta.get_fields() if isinstance(field, StreamField)]
    chosen = [target for block in blocks for target in chosen_models(block)]
    for target in [*(field.related_model for field in fields), *rows, *chosen]:
        if target not in seen and target._meta.label not in NOT_SHOWN:
            seen.add(target)
            shown_models(target, seen)
    return seen


def test_a_change_of_any_model_that_pages_refer_to_is_announced():
    shown, rows = set(), set()
    for model in get_page_models():
        if issubclass(model, BasePage):
            shown_models(model, shown)
    for model in {*shown, *get_page_models()}:
        rows |= {relation.related_model for relation in get_all_child_relations(model)}
    missing = {
        model._meta.label for model in shown - rows if not issubclass(model, Page) and model not in LISTENERS
    }

    assert missing == set()
