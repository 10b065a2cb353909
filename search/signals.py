"""Indexes pages again when an organisation, person, theme, … that they show is renamed."""

from django.apps import apps
from django.db.models.signals import post_save

from search.indexing import schedule_reindexing
from search.page_text import SEARCHED_FIELDS


def reindex_pages(instance, created, raw, **kwargs):
    if not created and not raw:
        schedule_reindexing(instance)


def connect():
    for label in SEARCHED_FIELDS:
        post_save.connect(reindex_pages, sender=apps.get_model(label))
