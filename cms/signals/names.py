"""A new name of an organisation, a person or a theme is to be found on every page that shows it."""

from django.apps import apps
from django.db.models.signals import post_save

from cms.search.index import renew_pages_naming
from cms.search.text import NAMES


def names_changed(instance, created, raw, **kwargs):
    if not created and not raw:
        renew_pages_naming(instance)


def connect():
    for label in NAMES:
        post_save.connect(names_changed, sender=apps.get_model(label))
