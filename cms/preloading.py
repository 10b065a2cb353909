"""Loads what the first requests would load, so that gunicorn's workers share it; without a query."""

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation
from wagtail.models import get_page_models


def load() -> None:
    """Loads the views and their addresses, the translations, and the templates of the pages."""
    with translation.override(settings.LANGUAGE_CODE):
        translation.gettext("")
        get_resolver().reverse_dict  # noqa: B018 - makes the tables of all addresses
        for model in get_page_models():
            if model.is_creatable:
                get_template(model.template)
